import { type ConnectParams, readConnectParams } from './connect-params.ts';
import { checkDevice } from './device-proof.ts';
import type { Admission, DeviceToken, PairingBook } from './pairing-book.ts';
import type { SignInDesk } from './sign-in.ts';
import { type CloseWith, complaint, type ErrorShape, invalidRequest } from './wire.ts';

/** The oldest protocol that a probe may speak. */
const OLDEST_PROBE_PROTOCOL = 3;

/** What becomes of a `connect`. */
export type Verdict =
  | {
      readonly kind: 'welcome';
      readonly params: ConnectParams;
      readonly role: string;
      readonly scopes: readonly string[];
      /** Undefined for callers that are not paired. */
      readonly token: DeviceToken | undefined;
    }
  | {
      readonly kind: 'refused';
      readonly error: ErrorShape;
      readonly close: CloseWith;
      readonly delayMs: number;
      /** A request for approval that was not there before. */
      readonly asked?: Extract<Admission, { kind: 'pairing' }>;
    };

/** What a `connect` is judged by. */
export interface HandshakeContext {
  readonly nonce: string;
  readonly nowMs: number;
  readonly protocol: number;
  /** The caller counts as coming from another machine. */
  readonly isRemote: boolean;
  /** Local callers with the shared secret need no approval. */
  readonly approvesLocal: boolean;
  readonly desk: SignInDesk;
  readonly book: PairingBook;
}

/** Judges a `connect` in the order in which gateway 2026.9.1 does. */
export function judge(raw: unknown, context: HandshakeContext): Verdict {
  const read = readConnectParams(raw);
  if (!read.success) return refused(invalidRequest(`invalid connect params: ${complaint(read.error)}`));
  const params = read.data;
  const mismatch = protocolMismatch(params, context.protocol);
  if (mismatch !== undefined) return refused(mismatch, { code: 1002, reason: 'protocol mismatch' });
  const { device, role = 'operator', scopes = [] } = params;
  if (role !== 'operator' && role !== 'node') return refused(invalidRequest('invalid role'));
  if (device === undefined && !showsSecret(params) && !isHelper(params, context)) return refused(DEVICE_REQUIRED);
  const proof = device && checkDevice(device, params, context);
  if (proof !== undefined) return refused(proof);
  const signIn = context.desk.check(params, context);
  if (signIn.kind === 'refused') return refused(signIn.error, undefined, signIn.delayMs);
  if (device === undefined) {
    if (context.desk.auth.mode === 'none' && !isHelper(params, context)) return refused(DEVICE_REQUIRED);
    return { kind: 'welcome', params, role, scopes: isHelper(params, context) ? scopes : [], token: undefined };
  }
  if (params.client.mode === 'backend' && signIn.isShared && !context.isRemote) {
    return { kind: 'welcome', params, role, scopes, token: undefined };
  }
  return admit(params, { role, scopes, isShared: signIn.isShared }, context);
}

function admit(
  params: ConnectParams,
  { role, scopes, isShared }: { role: string; scopes: readonly string[]; isShared: boolean },
  { book, isRemote, approvesLocal }: HandshakeContext,
): Verdict {
  const { client, device } = params;
  if (device === undefined) return refused(DEVICE_REQUIRED);
  const claim = {
    deviceId: device.id,
    publicKey: device.publicKey,
    displayName: client.displayName,
    platform: client.platform,
    deviceFamily: client.deviceFamily,
    clientId: client.id,
    clientMode: client.mode,
    role,
    scopes,
  };
  const admission = book.admit(claim, { isSilent: isShared && !isRemote && approvesLocal });
  if (admission.kind === 'admitted') return { kind: 'welcome', params, role, scopes, token: admission.token };
  const error = pairingRequired(admission);
  // A close reason holds 123 bytes; the gateway cuts it there, request id or not.
  const close = { code: 1008, reason: `${error.message} (requestId: ${admission.pending.requestId})`.slice(0, 123) };
  return { kind: 'refused', error, close, delayMs: 0, ...(admission.isNew ? { asked: admission } : {}) };
}

const DEVICE_REQUIRED: ErrorShape = {
  code: 'NOT_PAIRED',
  message: 'device identity required',
  details: { code: 'DEVICE_IDENTITY_REQUIRED' },
};

function refused(error: ErrorShape, close?: CloseWith, delayMs = 0): Verdict {
  return { kind: 'refused', error, close: close ?? { code: 1008, reason: error.message.slice(0, 123) }, delayMs };
}

function showsSecret({ auth }: ConnectParams): boolean {
  return auth?.token !== undefined || auth?.password !== undefined;
}

/** Helpers of the same host are let in without a device. */
function isHelper({ client }: ConnectParams, { isRemote }: HandshakeContext): boolean {
  const isKnown = (client.id === 'gateway-client' && client.mode === 'backend') || client.id === 'cli';
  return isKnown && !isRemote;
}

function protocolMismatch({ minProtocol, maxProtocol, client }: ConnectParams, ours: number): ErrorShape | undefined {
  const least = client.mode === 'probe' ? Math.min(OLDEST_PROBE_PROTOCOL, ours) : ours;
  if (minProtocol <= ours && maxProtocol >= least) return undefined;
  return {
    ...invalidRequest('protocol mismatch'),
    details: {
      code: 'PROTOCOL_MISMATCH',
      clientMinProtocol: minProtocol,
      clientMaxProtocol: maxProtocol,
      expectedProtocol: ours,
      minimumProbeProtocol: OLDEST_PROBE_PROTOCOL,
    },
  };
}

const PAIRING_MESSAGES = {
  'not-paired': 'device is not approved yet',
  'role-upgrade': 'device asks for a role that is not approved',
  'scope-upgrade': 'device asks for more scopes than currently approved',
  'metadata-upgrade': 'device identity changed and must be re-approved',
} as const;

function pairingRequired({ pending, approved }: Extract<Admission, { kind: 'pairing' }>): ErrorShape {
  const { requestId, reason, claim } = pending;
  return {
    code: 'NOT_PAIRED',
    message: `pairing required: ${PAIRING_MESSAGES[reason]}`,
    details: {
      code: 'PAIRING_REQUIRED',
      reason,
      requestId,
      remediationHint: `sandbox: approve it with gateway.pairing.approve('${requestId}')`,
      deviceId: claim.deviceId,
      requestedRole: claim.role,
      requestedScopes: claim.scopes,
      ...(approved === undefined ? {} : { approvedRoles: approved.roles, approvedScopes: approved.scopes }),
    },
  };
}
