import { z } from 'zod';

/** Everything that keeps a gateway from being connected. */
export const GATEWAY_FAILURE_KINDS = [
  // It comes back by itself.
  'starting',
  'restart-announced',
  'restarting',
  'suspending',
  'stopped-by-owner',
  'overloaded',
  'refused',
  'unreachable',
  'name-unknown',
  'no-answer',
  'no-upgrade',
  'lost',
  'half-open',
  'stalled',
  'slow-consumer',
  'too-long',
  'malformed',
  'access-changed',
  'store-unreadable',
  'internal',
  // A person has to approve something.
  'pairing',
  // Another credential or another form of it may do, once.
  'token-mismatch-device',
  'device-token-stale',
  'signature-form',
  'signature-stale',
  'rate-limited',
  // Only a change of settings helps.
  'token-missing',
  'token-mismatch',
  'password-missing',
  'password-mismatch',
  'bootstrap-invalid',
  'device-token-refused',
  'scope-mismatch',
  'identity-required',
  'identity-proxy',
  'not-configured',
  'unauthorized',
  'device-refused',
  'device-unreadable',
  'origin',
  'protocol-old-client',
  'protocol-old-gateway',
  'params',
  'too-big',
  'not-a-gateway',
  'certificate',
  'pin-mismatch',
  'address',
] as const;
export type GatewayFailureKind = (typeof GATEWAY_FAILURE_KINDS)[number];

/** What a person should know of a gateway that is connected. */
export const GATEWAY_CONCERNS = [
  'channel-not-linked',
  'channel-disconnected',
  'gateway-overloaded',
  'provider-sign-in-expired',
  'default-model-cooldown',
  'default-model-missing-auth',
  'default-model-auth-failed',
  'heartbeat-failed',
  'approval-waiting',
] as const;
export type GatewayConcernCode = (typeof GATEWAY_CONCERNS)[number];

/** What `GatewayStatus.reason` may be. A language has a sentence for each. */
export type GatewayReason =
  | GatewayFailureKind
  | GatewayConcernCode
  | 'no-answers'
  | 'restart-deferred'
  | 'limited'
  | 'selected-unknown';

/** The names and figures of a gateway's sentence, so that another language can make its own. Absent: it has none. */
export const GatewayTold = z.object({
  /** Runs that it waits for; null: nobody knows. */
  runs: z.number().nullable().optional(),
  /** Questions in a row that were left unanswered. */
  unanswered: z.number().optional(),
  /** Scopes that are missing. */
  missing: z.array(z.string()).readonly().optional(),
  /** Number of the attempt. */
  attempt: z.number().optional(),
  /** It has been away for longer than heals by itself; `nextMs` null: the next attempt is under way. */
  outage: z.object({ forMs: z.number(), nextMs: z.number().nullable() }).optional(),
  /** Which certificate error it is, by OpenSSL's code. */
  certificate: z.string().optional(),
  /** What a concern is about. */
  channel: z.string().optional(),
  provider: z.string().optional(),
  model: z.string().optional(),
  count: z.number().optional(),
  delayMs: z.number().optional(),
});
export type GatewayTold = z.infer<typeof GatewayTold>;
