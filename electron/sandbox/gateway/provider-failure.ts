/** What the provider of a model answers; the rows that were seen at gateway 2026.9.1. */
export type ProviderFailure =
  | 'rate-limit'
  | 'insufficient-quota'
  | 'payment-required'
  | 'unauthorized'
  | 'forbidden'
  | 'server-error'
  | 'overloaded'
  /** A call while an earlier failure still keeps the provider away: text only. */
  | 'cooldown';

/** What follows from a failure. */
export interface FailureFacts {
  /** Calls over HTTP before the run gives up. */
  readonly tries: number;
  readonly text: string;
  readonly failoverReason: string | undefined;
  readonly runtimeFailureKind: string | undefined;
  readonly errorKind: string | undefined;
  /** For how long the provider's models are unavailable afterwards; 0: not at all. */
  readonly cooldownMs: number;
}

const HOURS_5_MS = 18_000_000;

/** The table of what gateway 2026.9.1 tells of each failure. */
export const PROVIDER_FAILURES: Readonly<Record<ProviderFailure, FailureFacts>> = {
  'rate-limit': facts(4, '429 Rate limit reached', 'rate_limit', 'rate_limit', 'rate_limit', 0),
  'insufficient-quota': facts(1, '429 insufficient_quota', 'billing', 'rate_limit', undefined, HOURS_5_MS),
  'payment-required': facts(1, '402 Payment required', 'billing', 'unclassified', undefined, HOURS_5_MS),
  unauthorized: facts(1, '401 Invalid key', 'auth', 'auth_invalid_token', undefined, 30_000),
  forbidden: facts(1, '403 Forbidden', 'auth', 'unclassified', undefined, 30_000),
  'server-error': facts(4, '500 Internal error', 'timeout', 'timeout', 'timeout', 0),
  overloaded: facts(4, '529 Overloaded', 'overloaded', 'timeout', 'rate_limit', 0),
  cooldown: facts(0, 'Provider is in cooldown', undefined, undefined, undefined, 0),
};

/** Which run fails, and where. */
export interface FailingRun {
  readonly runId: string;
  readonly sessionKey: string;
  readonly agentId: string;
  readonly provider: string;
  readonly model: string;
  readonly nowMs: number;
}

/** An event to send. */
export interface SandboxEvent {
  readonly event: 'agent' | 'chat';
  readonly payload: Record<string, unknown>;
}

/** The events of a run that fails, in their order: each try, the last step, the end, and the chat error twice. */
export function failureEvents(kind: ProviderFailure, run: FailingRun): readonly SandboxEvent[] {
  const { tries, text, failoverReason, runtimeFailureKind, errorKind } = PROVIDER_FAILURES[kind];
  const { runId, sessionKey, agentId, provider, model, nowMs } = run;
  const error = `Sandbox: ${text}.`;
  const lifecycle: Record<string, unknown>[] = [];
  for (let tried = 0; tried < Math.max(tries, 1); tried += 1) {
    lifecycle.push({ phase: 'start', startedAt: nowMs });
    if (tries > 0) lifecycle.push({ phase: 'finishing', error, errorObservation: { provider, model } });
  }
  if (failoverReason !== undefined) {
    lifecycle.push({
      phase: 'fallback_step',
      fallbackStepFromFailureReason: failoverReason,
      fallbackStepFromFailureDetail: text,
      fallbackStepFinalOutcome: 'chain_exhausted',
    });
  }
  lifecycle.push({ phase: 'error', error, executionSettled: true, endedAt: nowMs });
  const agentEvents = lifecycle.map((data, index) => ({
    event: 'agent' as const,
    payload: { runId, seq: index + 1, stream: 'lifecycle', ts: nowMs, data },
  }));
  const chat = { runId, sessionKey, agentId, state: 'error', errorMessage: error };
  const errorDetail = { provider, model, failoverReason, providerRuntimeFailureKind: runtimeFailureKind };
  const structured = {
    ...chat,
    seq: lifecycle.length + 1,
    ...(errorKind === undefined ? {} : { errorKind }),
    ...(failoverReason === undefined ? {} : { errorDetail }),
  };
  return [...agentEvents, { event: 'chat', payload: structured }, { event: 'chat', payload: { ...chat, seq: 1 } }];
}

function facts(
  tries: number,
  text: string,
  failoverReason: string | undefined,
  runtimeFailureKind: string | undefined,
  errorKind: string | undefined,
  cooldownMs: number,
): FailureFacts {
  return { tries, text, failoverReason, runtimeFailureKind, errorKind, cooldownMs };
}
