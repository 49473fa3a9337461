import { readPairingConnectErrorDetails } from '@openclaw/gateway-protocol/connect-error-details';
import {
  GATEWAY_RESTART_UNAVAILABLE_REASON,
  GATEWAY_SUSPEND_UNAVAILABLE_REASON,
} from '@openclaw/gateway-protocol/restart-unavailable';
import { GATEWAY_STARTUP_UNAVAILABLE_REASON } from '@openclaw/gateway-protocol/startup-unavailable';
import { MIN_CLIENT_PROTOCOL_VERSION, PROTOCOL_VERSION } from '@openclaw/gateway-protocol/version';
import type { Failure, FailureKind } from './failure.ts';
import type { WireError } from './frames.ts';
import { asCount, asText } from './untrusted.ts';

/** `details.code` of a refused connect, as `ConnectErrorDetailCodes` of the protocol package lists them. */
const BY_DETAIL_CODE: Readonly<Record<string, FailureKind>> = {
  AUTH_REQUIRED: 'token-missing',
  AUTH_TOKEN_MISSING: 'token-missing',
  AUTH_TOKEN_MISMATCH: 'token-mismatch',
  AUTH_PASSWORD_MISSING: 'password-missing',
  AUTH_PASSWORD_MISMATCH: 'password-mismatch',
  AUTH_BOOTSTRAP_TOKEN_INVALID: 'bootstrap-invalid',
  AUTH_DEVICE_TOKEN_MISMATCH: 'device-token-stale',
  AUTH_SCOPE_MISMATCH: 'scope-mismatch',
  AUTH_RATE_LIMITED: 'rate-limited',
  AUTH_UNAUTHORIZED: 'unauthorized',
  AUTH_TOKEN_NOT_CONFIGURED: 'not-configured',
  AUTH_PASSWORD_NOT_CONFIGURED: 'not-configured',
  AUTH_TAILSCALE_IDENTITY_MISSING: 'identity-proxy',
  AUTH_TAILSCALE_PROXY_MISSING: 'identity-proxy',
  AUTH_TAILSCALE_WHOIS_FAILED: 'identity-proxy',
  AUTH_TAILSCALE_IDENTITY_MISMATCH: 'identity-proxy',
  AUTH_IDENTITY_HEADER_REQUIRED: 'identity-proxy',
  AUTH_VERIFIED_USER_REQUIRED: 'identity-proxy',
  AUTHENTICATED_PROFILE_UNAVAILABLE: 'overloaded',
  DEVICE_IDENTITY_REQUIRED: 'identity-required',
  CONTROL_UI_DEVICE_IDENTITY_REQUIRED: 'identity-required',
  CONTROL_UI_ORIGIN_NOT_ALLOWED: 'origin',
  CONTROL_UI_BUILD_MISMATCH: 'protocol-old-client',
  CLIENT_VERSION_MISMATCH: 'protocol-old-client',
  DEVICE_AUTH_SIGNATURE_INVALID: 'signature-form',
  DEVICE_AUTH_SIGNATURE_EXPIRED: 'signature-stale',
  DEVICE_AUTH_NONCE_REQUIRED: 'signature-stale',
  DEVICE_AUTH_NONCE_MISMATCH: 'signature-stale',
  DEVICE_AUTH_INVALID: 'device-refused',
  DEVICE_AUTH_DEVICE_ID_MISMATCH: 'device-refused',
  DEVICE_AUTH_PUBLIC_KEY_INVALID: 'device-refused',
};

const BY_REASON: Readonly<Record<string, FailureKind>> = {
  [GATEWAY_STARTUP_UNAVAILABLE_REASON]: 'starting',
  [GATEWAY_RESTART_UNAVAILABLE_REASON]: 'restarting',
  [GATEWAY_SUSPEND_UNAVAILABLE_REASON]: 'suspending',
};

/** What a refused `connect` means. Decides by `details.code`, then `details.reason`, then the code; never by text. */
export function connectFailure(error: WireError): Failure {
  const code = asText(error.details['code'], 64);
  const reason = asText(error.details['reason'], 64);
  const detail = code ?? reason ?? error.code;
  if (code === 'PAIRING_REQUIRED') return { ...pairing(error.details), detail };
  if (code === 'PROTOCOL_MISMATCH') {
    const expected = asCount(error.details['expectedProtocol']);
    const kind = expected !== undefined && expected < PROTOCOL_VERSION ? 'protocol-old-gateway' : 'protocol-old-client';
    return { kind, detail, ...(expected === undefined ? {} : { expectedProtocol: expected }) };
  }
  const kind = (code === undefined ? undefined : own(BY_DETAIL_CODE, code)) ?? byReason(error, reason);
  return { kind, detail, hint: error.retryAfterMs };
}

/** What a hello with another protocol than was asked for means; undefined when it is one that we speak. */
export function protocolMismatch(protocol: number): Failure | undefined {
  if (protocol < MIN_CLIENT_PROTOCOL_VERSION)
    return { kind: 'protocol-old-gateway', detail: 'hello', expectedProtocol: protocol };
  if (protocol > PROTOCOL_VERSION) return { kind: 'protocol-old-client', detail: 'hello', expectedProtocol: protocol };
  return undefined;
}

function byReason(error: WireError, reason: string | undefined): FailureKind {
  const known = reason === undefined ? undefined : own(BY_REASON, reason);
  // All three marks together, as the protocol package asks: a reason alone could be about something else.
  if (known === 'starting' && (error.code !== 'UNAVAILABLE' || !error.retryable)) return 'overloaded';
  if (known !== undefined) return known;
  switch (error.code) {
    case 'UNAVAILABLE':
      return 'overloaded';
    case 'NOT_PAIRED':
      return 'identity-required';
    case 'FORBIDDEN':
      return 'unauthorized';
    case 'INVALID_REQUEST':
      return 'params';
    default:
      return 'malformed';
  }
}

function pairing(details: Readonly<Record<string, unknown>>): Omit<Failure, 'detail'> {
  const read = readPairingConnectErrorDetails(details);
  return {
    kind: 'pairing',
    pairing: { reason: read?.reason ?? 'not-paired', requestId: read?.requestId ?? null },
  };
}

function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
