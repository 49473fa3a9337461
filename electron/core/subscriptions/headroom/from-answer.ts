import { type HeadroomReading, refusalIn } from './reading.ts';
import { type HeaderSource, parseUnifiedHeaders, retryAtMs, type UnifiedHeaders } from './unified-headers.ts';

/** The head of an answer of the provider. */
export interface AnswerHead {
  readonly status: number;
  readonly headers: HeaderSource;
}

const NOTHING: UnifiedHeaders = {
  windows: {},
  verdict: null,
  representativeClaim: null,
  overage: { status: null, isInUse: null, disabledReason: null },
  retryAtMs: null,
};

/**
 * The reading that a probe's answer makes. 401 and 403 mean the token, 429 a limit (its headers count all the same);
 * a success without the headers is an error, because then nothing was measured.
 */
export function readingFromProbe({ status, headers }: AnswerHead, nowMs: number): HeadroomReading {
  const unified = parseUnifiedHeaders(headers, nowMs);
  const said = unified ?? { ...NOTHING, retryAtMs: retryAtMs(headers, nowMs) };
  return { ...said, fetchedAtMs: nowMs, source: 'probe', status: statusOf(status, unified), httpStatus: status };
}

/** The reading of a probe that had no answer. */
export function readingWithoutAnswer(nowMs: number): HeadroomReading {
  return { ...NOTHING, fetchedAtMs: nowMs, source: 'probe', status: 'error', httpStatus: null };
}

/**
 * The reading that an answer to real work makes, for free. Undefined when it says nothing of the windows, and for a
 * refused token: real traffic can be refused for what it asks, so only a probe condemns a token. A throttle is no limit.
 */
export function readingFromTraffic({ status, headers }: AnswerHead, nowMs: number): HeadroomReading | undefined {
  const unified = parseUnifiedHeaders(headers, nowMs);
  if (unified === undefined || status === 401 || status === 403) return undefined;
  const reading: HeadroomReading = {
    ...unified,
    fetchedAtMs: nowMs,
    source: 'traffic',
    status: 'ok',
    httpStatus: status,
  };
  const isRefused = refusalIn(reading) !== undefined;
  const hasFigure = Object.values(unified.windows).some(window => window.utilizationPct !== null);
  if (!isRefused && !hasFigure) return undefined;
  return status === 429 && isRefused ? { ...reading, status: 'rate_limited' } : reading;
}

function statusOf(status: number, unified: UnifiedHeaders | undefined): HeadroomReading['status'] {
  if (status === 401 || status === 403) return 'invalid_token';
  if (status === 429) return 'rate_limited';
  return status === 200 && unified !== undefined ? 'ok' : 'error';
}
