import type { Failure, FailureKind } from './failure.ts';

/** How a socket ended, as seen from outside the protocol. */
export type SocketEnd =
  /** The gateway closed, or the transport broke (1005, 1006). */
  | { readonly type: 'closed'; readonly code: number; readonly reason: string }
  /** No socket came about: `code` of the system or of TLS. */
  | { readonly type: 'failed'; readonly code: string; readonly message: string }
  /** An HTTP answer instead of an upgrade; `body` is its start. */
  | { readonly type: 'rejected'; readonly status: number; readonly body: string };

/** What is known beside the end itself. */
export interface EndContext {
  readonly isReady: boolean;
  /** The last `shutdown` event on this connection, if any. */
  readonly farewell: Farewell | null;
}

/** A `shutdown` event. Only a restart says when it expects to be back. */
export interface Farewell {
  readonly willReturn: boolean;
}

const BY_ERROR_CODE: Readonly<Record<string, FailureKind>> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'name-unknown',
  EAI_AGAIN: 'name-unknown',
  EPROTO: 'not-a-gateway',
  ERR_SSL_WRONG_VERSION_NUMBER: 'not-a-gateway',
  WS_ERR_UNSUPPORTED_MESSAGE_LENGTH: 'too-big',
  WS_ERR_INVALID_UTF8: 'malformed',
  gateway_pin_mismatch: 'pin-mismatch',
};

/** Codes that OpenSSL and BoringSSL give for a certificate that does not hold. */
const CERTIFICATE =
  /^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/;

/** The whys of certificate errors that a person can act on. */
const CERTIFICATE_SENTENCES: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'The certificate of the gateway has expired.',
  CERT_NOT_YET_VALID: 'The certificate of the gateway is not valid yet. Is the clock of this computer right?',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate of the gateway was made for another host name.',
};

/** What the end of a socket means. */
export function socketFailure(end: SocketEnd, context: EndContext): Failure {
  switch (end.type) {
    case 'failed':
      return context.isReady ? brokenFailure(end) : failedFailure(end);
    case 'rejected':
      return rejectedFailure(end);
    case 'closed':
      return closedFailure(end, context);
  }
}

/** A connection that stood is made again, whatever broke it: one message that was too long does not make a gateway wrong. */
function brokenFailure({ code }: SocketEnd & { type: 'failed' }): Failure {
  return { kind: BY_ERROR_CODE[code] === 'too-big' ? 'too-long' : 'lost', detail: code };
}

function failedFailure({ code, message }: SocketEnd & { type: 'failed' }): Failure {
  const detail = code;
  if (CERTIFICATE.test(code)) {
    const sentence = CERTIFICATE_SENTENCES[code];
    return { kind: 'certificate', detail, ...(sentence === undefined ? {} : { sentence }) };
  }
  const known = BY_ERROR_CODE[code];
  if (known !== undefined) return { kind: known, detail };
  // `ws` and the HTTP parser give these without a code, or with one of their own.
  if (code.startsWith('HPE_') || code.startsWith('ERR_SSL') || /^(?:Invalid|Parse Error|Server sent)/.test(message)) {
    return { kind: 'not-a-gateway', detail };
  }
  return { kind: 'unreachable', detail };
}

/** The answer to an upgrade while a gateway drains (gateway 2026.9.1). */
const DRAINING_BODY = 'Gateway websocket admission closed';

function rejectedFailure({ status, body }: SocketEnd & { type: 'rejected' }): Failure {
  const detail = `http-${status}`;
  if (status === 503) return { kind: body.startsWith(DRAINING_BODY) ? 'restarting' : 'overloaded', detail };
  if (status === 401 || status === 403 || (status >= 300 && status < 400)) return { kind: 'identity-proxy', detail };
  if (status === 429) return { kind: 'overloaded', detail };
  return { kind: status >= 500 ? 'unreachable' : 'not-a-gateway', detail };
}

function closedFailure({ code, reason }: SocketEnd & { type: 'closed' }, { isReady, farewell }: EndContext): Failure {
  const detail = `close-${code}`;
  if (farewell !== null) {
    return { kind: farewell.willReturn ? 'restart-announced' : 'stopped-by-owner', detail };
  }
  switch (code) {
    case 1002:
      return { kind: 'protocol-old-client', detail };
    case 1008:
      if (reason === 'slow consumer') return { kind: 'slow-consumer', detail };
      return { kind: isReady ? 'access-changed' : 'unauthorized', detail };
    case 1009:
      return { kind: isReady ? 'too-long' : 'too-big', detail };
    case 1012:
      return { kind: 'restart-announced', detail };
    case 1013:
      if (reason.includes('starting')) return { kind: 'starting', detail };
      return {
        kind: reason.includes('suspension') ? 'suspending' : reason.includes('restart') ? 'restarting' : 'overloaded',
        detail,
      };
    case 4001:
      return { kind: 'access-changed', detail };
    default:
      return { kind: isReady ? 'lost' : 'no-answer', detail };
  }
}
