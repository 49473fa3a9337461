import { asRecord, asText } from '../untrusted.ts';

/** What the events of one run told about its failure. Everything in it is foreign and short. */
export interface RunFailure {
  readonly runId: string;
  readonly agentId: string | undefined;
  readonly sessionKey: string | undefined;
  readonly provider: string | undefined;
  readonly model: string | undefined;
  readonly failoverReason: string | undefined;
}

/** What an event means for the run it is about. */
export type RunNews =
  /** Something to remember in case the run fails. */
  | { readonly type: 'hint'; readonly failure: RunFailure }
  /** It failed; more may be told in a moment. */
  | { readonly type: 'failed'; readonly failure: RunFailure }
  /** It ended otherwise. */
  | { readonly type: 'ended'; readonly runId: string };

/** Codes such as `rate_limit`; the schema of gateway 2026.9.1 allows any text of 300 characters. */
const CODE = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * Reads an `agent`, `chat` or `heartbeat` event of gateway 2026.9.1; undefined for all that tells nothing about a
 * failure. `finishing` is no failure: the gateway may try again by itself.
 */
export function readRunNews(event: string, payload: unknown): RunNews | undefined {
  const news = asRecord(payload);
  if (news === undefined) return undefined;
  if (event === 'heartbeat') return heartbeatNews(news);
  const runId = asText(news['runId'], 128);
  if (runId === undefined) return undefined;
  if (event === 'chat') return chatNews(runId, news);
  return event === 'agent' ? agentNews(runId, news) : undefined;
}

type News = Readonly<Record<string, unknown>>;

function chatNews(runId: string, news: News): RunNews | undefined {
  const { state } = news;
  if (state === 'final' || state === 'aborted') return { type: 'ended', runId };
  if (state !== 'error') return undefined;
  return { type: 'failed', failure: failureOf(runId, news, asRecord(news['errorDetail']) ?? {}, 'failoverReason') };
}

function agentNews(runId: string, news: News): RunNews | undefined {
  const data = asRecord(news['data']);
  if (data === undefined || news['stream'] !== 'lifecycle') return undefined;
  switch (data['phase']) {
    case 'finishing':
      return {
        type: 'hint',
        failure: failureOf(runId, news, asRecord(data['errorObservation']) ?? {}, 'failoverReason'),
      };
    case 'fallback_step':
      return { type: 'hint', failure: failureOf(runId, news, data, 'fallbackStepFromFailureReason') };
    case 'error':
      return data['executionSettled'] === true
        ? { type: 'failed', failure: failureOf(runId, news, {}, 'failoverReason') }
        : undefined;
    case 'end':
      return { type: 'ended', runId };
    default:
      return undefined;
  }
}

/** A heartbeat that fails raises this event and no other, and has no run id. */
function heartbeatNews(news: News): RunNews | undefined {
  if (news['status'] !== 'failed' || news['reason'] !== 'agent-runner-failure') return undefined;
  const { ts } = news;
  if (typeof ts !== 'number') return undefined;
  return { type: 'failed', failure: failureOf(`heartbeat:${ts}`, news, {}, 'failoverReason') };
}

function failureOf(runId: string, news: News, detail: News, reasonKey: string): RunFailure {
  const reason = asText(detail[reasonKey], 64);
  return {
    runId,
    agentId: asText(news['agentId'], 128),
    sessionKey: asText(news['sessionKey'], 256),
    provider: asText(detail['provider'], 128),
    model: asText(detail['model'], 128),
    failoverReason: reason !== undefined && CODE.test(reason) ? reason : undefined,
  };
}

/** Both together; what `later` tells goes before what was told earlier. */
export function merged(earlier: RunFailure | undefined, later: RunFailure): RunFailure {
  if (earlier === undefined) return later;
  return {
    runId: later.runId,
    agentId: later.agentId ?? earlier.agentId,
    sessionKey: later.sessionKey ?? earlier.sessionKey,
    provider: later.provider ?? earlier.provider,
    model: later.model ?? earlier.model,
    failoverReason: later.failoverReason ?? earlier.failoverReason,
  };
}
