import { GATEWAY_STARTUP_RETRY_AFTER_MS } from '@openclaw/gateway-protocol/startup-unavailable';
import type { GatewayState, Health } from '../../contract/index.ts';
import type { FailureKind } from './failure.ts';
import type { RetryRule } from './retry-rule.ts';

/** What follows from one kind of failure. */
export interface FailurePolicy {
  readonly retry: RetryRule;
  /** What is shown. `connecting` until the budget is spent, `unreachable` from then on. */
  readonly state: GatewayState;
  readonly health: Health;
  /** What happened, with `{gateway}` for the profile's name, `{host}` for its address, `{runs}` for what it waits for. */
  readonly sentence: string;
  readonly remedy: string | null;
  /** Says nothing about why: does not replace what an earlier attempt of the same outage told. */
  readonly isVague: boolean;
  /** How long this may take before it counts as a failure, although the budget is spent; 0: the budget decides. */
  readonly patienceMs: number;
}

const BACKOFF: RetryRule = { type: 'backoff' };
const BRISK: RetryRule = { type: 'brisk' };
const NEVER: RetryRule = { type: 'never' };
/** Limits of the start-up hint are those of `resolveGatewayStartupRetryAfterMs` in the protocol package. */
const STARTUP_HINT: RetryRule = {
  type: 'hint',
  defaultMs: GATEWAY_STARTUP_RETRY_AFTER_MS,
  leastMs: 100,
  mostMs: 2_000,
};
const RESTART_HINT: RetryRule = { type: 'hint', defaultMs: 1_000, leastMs: 250, mostMs: 5_000 };
const OVERLOAD_HINT: RetryRule = { type: 'hint', defaultMs: 1_000, leastMs: 500, mostMs: 30_000 };
/** Ten wrong secrets within a minute earn five minutes (gateway 2026.9.1). */
const LIMIT_HINT: RetryRule = { type: 'hint-once', defaultMs: 300_000, leastMs: 1_000, mostMs: 900_000 };

/** A gateway drains for at most 300 s before a restart and 315 s before a stop (gateway 2026.9.1). */
const DRAIN_MS = 330_000;

const vague = (retry: RetryRule, sentence: string): FailurePolicy => ({
  retry,
  state: 'connecting',
  health: 'working',
  sentence,
  remedy: null,
  isVague: true,
  patienceMs: 0,
});

const working = (state: GatewayState, retry: RetryRule, sentence: string, patienceMs: number): FailurePolicy => ({
  ...vague(retry, sentence),
  state,
  isVague: false,
  patienceMs,
});

const refused = (sentence: string, remedy: string, retry: RetryRule = NEVER): FailurePolicy => ({
  retry,
  state: 'refused',
  health: 'needs-you',
  sentence,
  remedy,
  isVague: false,
  patienceMs: Number.POSITIVE_INFINITY,
});

const once = (
  delayMs: number,
  otherwise: FailureKind,
  mode: Extract<RetryRule, { type: 'once' }>['mode'],
  sentence: string,
): FailurePolicy => working('connecting', { type: 'once', delayMs, otherwise, ...(mode ? { mode } : {}) }, sentence, 0);

/** The one table of what is final and what is not. */
export const FAILURE_POLICY: Readonly<Record<FailureKind, FailurePolicy>> = {
  starting: working('starting', STARTUP_HINT, '{gateway} is starting.', 0),
  'restart-announced': working('restarting', BRISK, '{gateway} is restarting.', 0),
  restarting: working('restarting', RESTART_HINT, '{gateway} finishes {runs}, then restarts or stops.', DRAIN_MS),
  suspending: working('suspended', RESTART_HINT, '{gateway} is suspended.', Number.POSITIVE_INFINITY),
  'stopped-by-owner': {
    ...working('stopped', BRISK, '{gateway} was stopped by its owner.', Number.POSITIVE_INFINITY),
    health: 'needs-you',
    remedy: 'Start the gateway again; Gatehouse connects by itself.',
  },
  overloaded: vague(OVERLOAD_HINT, '{gateway} takes no connections right now.'),
  refused: vague(BRISK, 'Nothing answers at {host}.'),
  unreachable: vague(BACKOFF, 'No answer from {host}.'),
  'name-unknown': vague(BACKOFF, 'The name of {host} cannot be resolved.'),
  'no-answer': vague(BRISK, '{host} took the connection and did not complete it.'),
  'no-upgrade': {
    ...vague(BACKOFF, '{host} answers over HTTP, but opens no WebSocket.'),
    remedy: 'If a proxy stands in between, let it pass WebSocket upgrades.',
    isVague: false,
  },
  lost: vague(BRISK, 'The connection to {gateway} broke.'),
  'half-open': vague(BRISK, '{gateway} no longer answers, although the connection stands.'),
  stalled: vague(BRISK, '{gateway} is alive but has stopped talking.'),
  'slow-consumer': vague(BRISK, '{gateway} closed the connection: this computer read too slowly.'),
  'too-long': vague(BRISK, 'A message between {gateway} and Gatehouse was too long, which ended the connection.'),
  malformed: vague(BACKOFF, '{host} answers in a way that Gatehouse does not understand.'),
  'access-changed': working('connecting', BRISK, '{gateway} changed or revoked this access. Signing in again.', 0),
  'store-unreadable': vague(BACKOFF, 'The secret store cannot be read.'),
  internal: vague(BACKOFF, 'Connecting failed for a reason inside Gatehouse.'),
  pairing: {
    ...refused('{gateway} does not know this computer yet.', "Run the approval command on the gateway's computer."),
    retry: { type: 'poll' },
    state: 'waiting-for-approval',
  },
  'token-mismatch-device': once(250, 'token-mismatch', { withDeviceToken: true }, 'Trying this computer’s own token.'),
  'device-token-stale': once(250, 'device-token-refused', undefined, 'Trying without this computer’s old token.'),
  'signature-form': once(250, 'device-refused', { payload: 'v2' }, 'Signing in an older form.'),
  'signature-stale': once(250, 'device-refused', undefined, 'Signing in with a new challenge.'),
  'rate-limited': refused(
    '{gateway} has seen too many wrong secrets and takes none for a while.',
    'Check the token; Gatehouse tries once more after the pause.',
    LIMIT_HINT,
  ),
  'token-missing': refused('{gateway} wants a token and none is set.', 'Set the gateway’s token.'),
  'token-mismatch': refused('{gateway} refused the token. Gatehouse does not repeat it.', 'Change the token.'),
  'password-missing': refused('{gateway} wants a password and none is set.', 'Set the gateway’s password.'),
  'password-mismatch': refused('{gateway} refused the password. Gatehouse does not repeat it.', 'Change the password.'),
  'bootstrap-invalid': refused('{gateway} refused the set-up code.', 'Ask for a new set-up code; each works once.'),
  'device-token-refused': refused(
    '{gateway} no longer accepts this computer’s own token.',
    'Set the gateway’s token, or pair this computer again.',
  ),
  'scope-mismatch': refused(
    '{gateway} has approved less for this computer than it asks for.',
    'Set the gateway’s token, or approve the wider access there.',
  ),
  'identity-required': refused(
    'No token is set, and {gateway} does not let anyone in without one.',
    'Set the gateway’s token.',
  ),
  'identity-proxy': refused('Something in front of {gateway} wants a sign-in of its own.', 'Connect past that proxy.'),
  'not-configured': refused(
    '{gateway} has no secret of that kind configured.',
    'Set a token or password in the gateway’s own configuration.',
  ),
  unauthorized: refused('{gateway} refused the sign-in.', 'Check the token, and the gateway’s own log.'),
  'device-refused': refused(
    '{gateway} refused this computer’s signature.',
    'Check that gateway and Gatehouse are up to date, then reconnect.',
  ),
  'device-unreadable': refused(
    'This computer’s gateway key is damaged.',
    'Remove the secret gateway.device; the gateway then has to approve this computer once more.',
  ),
  origin: refused('{gateway} takes this connection for a web page.', 'Connect directly, not through a web proxy.'),
  'protocol-old-client': refused('{gateway} speaks a newer protocol than Gatehouse.', 'Update Gatehouse.'),
  'protocol-old-gateway': refused('{gateway} speaks an older protocol than Gatehouse.', 'Update the gateway.'),
  params: refused('{gateway} does not understand how Gatehouse signs in.', 'Update Gatehouse and the gateway.'),
  'too-big': refused(
    '{gateway} and Gatehouse disagree on how long a message may be.',
    'Update Gatehouse and the gateway.',
  ),
  'not-a-gateway': refused(
    'What answers at {host} is no OpenClaw gateway.',
    'Check address, port, and ws:// against wss://.',
  ),
  certificate: refused(
    'The certificate of {host} is not trusted.',
    'Set its SHA-256 fingerprint, or install a certificate that this computer trusts.',
  ),
  'pin-mismatch': refused(
    '{host} shows another certificate than the one that was pinned.',
    'If the certificate was replaced on purpose, set its new fingerprint. Otherwise do not connect.',
  ),
  address: refused('The address of {gateway} cannot be used.', 'Correct the address.'),
};
