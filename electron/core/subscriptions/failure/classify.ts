import { FailureText } from './markers.ts';
import type { FailureVerdict } from './verdict.ts';

/** A failed turn of an agent, as its caller saw it. */
export interface FailedTurn {
  /** HTTP status of the agent's answer; null when there was none. */
  readonly status: number | null;
  /** Its error text, see `extractFailureText`. */
  readonly message: string | null;
  /** The provider's error type that the stream of the turn carried, e.g. `rate_limit_error` or `billing_error`. */
  readonly errorType?: string | undefined;
  /** True when the turn is marked as failed although its status is a success. */
  readonly isTurnFailed?: boolean | undefined;
  /** False when the answer does not have the agent server's shape: something on the way answered instead. */
  readonly isAgentAnswer?: boolean | undefined;
  /** Wall time of the failure, milliseconds since the epoch: with it, a reset written for people is understood. */
  readonly nowMs?: number | undefined;
}

const CREDENTIAL_STATUSES: ReadonlySet<number> = new Set([401, 402, 403, 503]);

/** The provider's error types (its documented list, and the short forms of the command line's stream). */
const LIMIT_TYPES: ReadonlySet<string> = new Set(['rate_limit_error', 'rate_limit']);
const CREDENTIAL_TYPES: ReadonlySet<string> = new Set([
  'authentication_error',
  'permission_error',
  'billing_error',
  'authentication_failed',
]);

/**
 * Whether a failed turn speaks against the credential it ran on. Structure comes before text: text never makes a rate
 * limit, except for the command line's own limit sentence with its reset. Rules in the order of evaluation: success
 * (R1), refused model (R2), container fault (R3), 429 (R4), refused credential by status (R5), killed process (R6a),
 * words of a refused credential (R6b), nothing (R6c).
 */
export function classifyFailure(turn: FailedTurn): FailureVerdict {
  const { status, errorType, nowMs } = turn;
  const text = new FailureText(turn.message);
  if (status !== null && status < 400) return succeeded(text, turn);
  if (text.rejectsModel) return none('R2');
  if (text.isContainerFault) return none('R3');
  if (status === 429) return limited(text, nowMs);
  if (status !== null && CREDENTIAL_STATUSES.has(status)) return refused(turn, status, text);
  if (text.isKill) return none('R6a');
  if (errorType !== undefined && LIMIT_TYPES.has(errorType)) return limit('stream_error', text, nowMs);
  if (errorType !== undefined && CREDENTIAL_TYPES.has(errorType)) return { kind: 'auth', rule: 'stream_error' };
  if (text.isLimitSentence) return limit('limit_sentence', text, nowMs);
  return text.hasAuthIndicator ? { kind: 'auth', rule: 'R6b' } : none('R6c');
}

/** How a job that an agent fetched itself ended. */
export interface PullTerminal {
  readonly outcome: string;
  readonly errorCode: string | null;
  readonly message: string | null;
  /** As in {@link FailedTurn}. */
  readonly nowMs?: number | undefined;
}

/**
 * The same question for the terminal of a pulled job, where the code alone decides: `billing` is how agents report a
 * 429, `auth` a refused credential. A success is never a failure, whatever code it carries.
 */
export function classifyPullTerminal({ outcome, errorCode, message, nowMs }: PullTerminal): FailureVerdict {
  if (outcome === 'success') return none('R1');
  const text = new FailureText(message);
  if (text.rejectsModel) return none('R2');
  if (text.isContainerFault) return none('R3');
  if (errorCode === 'billing') return limit('error_code', text, nowMs);
  return errorCode === 'auth' ? { kind: 'auth', rule: 'error_code' } : none('error_code');
}

/** A success says nothing of the credential unless its stream or its end says that the turn failed on it. */
function succeeded(text: FailureText, { errorType, isTurnFailed = false, nowMs }: FailedTurn): FailureVerdict {
  if (errorType !== undefined && LIMIT_TYPES.has(errorType)) return limit('stream_error', text, nowMs);
  if (errorType !== undefined && CREDENTIAL_TYPES.has(errorType)) return { kind: 'auth', rule: 'stream_error' };
  return isTurnFailed && text.isLimitSentence ? limit('limit_sentence', text, nowMs) : none('R1');
}

function limited(text: FailureText, nowMs: number | undefined): FailureVerdict {
  if (text.isRequestScoped) return { ...none('request_scoped'), cooldownHint: { scope: 'request' } };
  if (text.isThrottle) return { ...none('throttle'), cooldownHint: { scope: 'request' } };
  return limit('R4', text, nowMs);
}

function refused({ isAgentAnswer }: FailedTurn, status: number, text: FailureText): FailureVerdict {
  if (status === 401 && text.isControlPlaneRefusal) return none('control_plane');
  if (status === 503 && text.isKill) return none('R6a');
  if (status === 503 && (isAgentAnswer === false || text.isProxyFault)) return none('proxy_fault');
  return { kind: 'auth', rule: 'R5' };
}

function limit(rule: string, text: FailureText, nowMs: number | undefined): FailureVerdict {
  const resetsAtMs = text.resetsAtMs(nowMs);
  const end = resetsAtMs === undefined ? {} : { untilMs: resetsAtMs };
  return { kind: 'rate_limit', rule, cooldownHint: { scope: 'subscription', ...end } };
}

function none(rule: string): FailureVerdict {
  return { kind: 'none', rule };
}
