import type { ConnectParams } from '@openclaw/gateway-protocol';
import { GATEWAY_CLIENT_IDS, GATEWAY_CLIENT_MODES } from '@openclaw/gateway-protocol/client-info';
import { MIN_CLIENT_PROTOCOL_VERSION, PROTOCOL_VERSION } from '@openclaw/gateway-protocol/version';
import { type Credentials, ROLE } from './credentials.ts';
import { devicePayload } from './device-payload.ts';
import type { AttemptMode } from './failure.ts';
import { asCount, asRecord, asText } from './untrusted.ts';

/** Who Gatehouse says it is. A stable platform without a version: a changed one has to be approved again. */
export interface ClientFacts {
  readonly version: string;
  readonly platform: string;
  /** Distinct per installation: the gateway prunes older pairings of the same name. */
  readonly displayName: string;
  /** Sent in this order, and signed in it. */
  readonly scopes: readonly string[];
}

/** What the gateway sends first. */
export interface Challenge {
  readonly nonce: string;
  /** Milliseconds since the epoch by the gateway's clock. */
  readonly ts: number;
}

/** The payload of `connect.challenge`; undefined when nothing can be signed with it. */
export function readChallenge(payload: unknown): Challenge | undefined {
  const challenge = asRecord(payload);
  const nonce = asText(challenge?.['nonce'])?.trim();
  const ts = asCount(challenge?.['ts']);
  return nonce === undefined || nonce === '' || ts === undefined ? undefined : { nonce, ts };
}

type Auth = NonNullable<ConnectParams['auth']>;

/**
 * Which credentials go out. The shared token is preferred over the device's own, so that a wrong one is named precisely;
 * both only when the mode asks for it.
 */
export function chooseAuth({ shared, deviceToken }: Credentials, mode: AttemptMode): Auth | undefined {
  if (shared.token !== undefined) {
    return mode.withDeviceToken && deviceToken !== undefined
      ? { token: shared.token, deviceToken }
      : { token: shared.token };
  }
  if (shared.password !== undefined) return { password: shared.password };
  if (deviceToken !== undefined) return { deviceToken };
  return shared.bootstrapToken === undefined ? undefined : { bootstrapToken: shared.bootstrapToken };
}

/** The parameters of `connect`, signed for this challenge. Holds secrets: not for logs. */
export function connectParams(
  client: ClientFacts,
  credentials: Credentials,
  challenge: Challenge,
  mode: AttemptMode,
): ConnectParams {
  const auth = chooseAuth(credentials, mode);
  const { device } = credentials;
  const claim = {
    deviceId: device.id,
    clientId: GATEWAY_CLIENT_IDS.GATEWAY_CLIENT,
    clientMode: GATEWAY_CLIENT_MODES.UI,
    role: ROLE,
    scopes: client.scopes,
    signedAt: challenge.ts,
    token: auth?.token ?? auth?.deviceToken ?? auth?.bootstrapToken,
    nonce: challenge.nonce,
    platform: client.platform,
  };
  return {
    minProtocol: MIN_CLIENT_PROTOCOL_VERSION,
    maxProtocol: PROTOCOL_VERSION,
    client: {
      id: claim.clientId,
      displayName: client.displayName,
      version: client.version,
      platform: client.platform,
      mode: claim.clientMode,
    },
    role: ROLE,
    scopes: [...client.scopes],
    caps: [],
    ...(auth === undefined ? {} : { auth }),
    device: {
      id: device.id,
      publicKey: device.publicKey,
      signature: device.sign(devicePayload(claim, mode.payload)),
      signedAt: claim.signedAt,
      nonce: claim.nonce,
    },
  };
}
