import { type HeadroomReading, isBlocking, refusalIn } from '../headroom/reading.ts';
import { type HeaderSource, parseUnifiedHeaders, retryAtMs } from '../headroom/unified-headers.ts';
import { extractFailureText, providerErrorIn } from './extract.ts';
import { FailureText } from './markers.ts';
import type { CooldownHint, FailureVerdict } from './verdict.ts';

/** An answer of the provider itself, as a proxy or a probe on the way sees it. */
export interface ProviderResponse {
  readonly status: number;
  readonly headers: HeaderSource;
  /** What was read of the body; a part is enough. */
  readonly body: string;
}

/**
 * Whether an answer of the provider speaks against the credential. Unlike the answer of an agent, a 429 here is split:
 * a quota of the subscription (`rate_limit`), one of a model (`rate_limit` with the scope `model`), or a throttle or a
 * request that asked too much (`none`: wait for `untilMs` and go on with the same subscription). A verdict that refuses
 * the next request, or an error event inside a stream, counts on a 200 too. `nowMs` is when the answer came.
 */
export function classifyProviderResponse(response: ProviderResponse, nowMs: number): FailureVerdict {
  const { status, headers, body } = response;
  const unified = parseUnifiedHeaders(headers, nowMs);
  const error = providerErrorIn(body);
  const text = new FailureText(error?.message ?? extractFailureText(body));
  const quota = unified === undefined ? undefined : quotaHint({ ...PLAIN, ...unified, fetchedAtMs: nowMs });
  if (status < 400) {
    if (quota !== undefined) return { kind: 'rate_limit', rule: 'header_verdict', cooldownHint: quota };
    return inStream(error?.type, unified !== undefined, waitHint(headers, nowMs));
  }
  if (text.rejectsModel) return { kind: 'none', rule: 'R2' };
  if (status === 429) {
    if (text.isRequestScoped) return wait('request_scoped', headers, nowMs);
    if (quota !== undefined) return { kind: 'rate_limit', rule: 'quota', cooldownHint: quota };
    return wait(unified === undefined ? 'no_unified_headers' : 'throttle', headers, nowMs);
  }
  if (status === 401 || status === 402) return { kind: 'auth', rule: 'R5' };
  if (status === 403) return LACKS_SCOPE.test(body) ? NO_SCOPE : { kind: 'auth', rule: 'R5' };
  if (status === 400 && /credit balance/i.test(error?.message ?? '')) return { kind: 'auth', rule: 'billing' };
  return { kind: 'none', rule: 'R6c' };
}

/** A reading without anything said: what the headers say is laid over it. */
const PLAIN: HeadroomReading = {
  fetchedAtMs: 0,
  source: 'traffic',
  status: 'ok',
  httpStatus: null,
  windows: {},
  verdict: null,
  representativeClaim: null,
  overage: { status: null, isInUse: null, disabledReason: null },
  retryAtMs: null,
};

/** A setup token may infer but not read the profile; that refusal does not make it a dead one. */
const LACKS_SCOPE = /scope requirement|user:profile/i;
const NO_SCOPE: FailureVerdict = { kind: 'none', rule: 'missing_scope' };

/** The hint when the headers refuse: the whole subscription, or one model's window. */
function quotaHint(reading: HeadroomReading): CooldownHint | undefined {
  const refusal = refusalIn(reading);
  if (refusal !== undefined) return hint('subscription', refusal.untilMs, refusal.window);
  const [model] = Object.entries(reading.windows).filter(([, window]) => isBlocking(window.status));
  if (model !== undefined) return hint('model', model[1].resetsAtMs ?? undefined, model[0]);
  const claim = isBlocking(reading.verdict) ? (reading.representativeClaim ?? undefined) : undefined;
  return claim === undefined ? undefined : hint('model', reading.retryAtMs ?? undefined, claim);
}

/** What an error event inside a stream says. After headers that allowed the request, a limit can only be a throttle. */
function inStream(errorType: string | undefined, isAllowed: boolean, waitFor: CooldownHint): FailureVerdict {
  if (errorType === 'rate_limit_error') {
    if (isAllowed) return { kind: 'none', rule: 'throttle', cooldownHint: waitFor };
    return { kind: 'rate_limit', rule: 'stream_error', cooldownHint: { ...waitFor, scope: 'subscription' } };
  }
  const isRefused = errorType === 'authentication_error' || errorType === 'billing_error';
  return isRefused ? { kind: 'auth', rule: 'stream_error' } : { kind: 'none', rule: 'R1' };
}

function wait(rule: string, headers: HeaderSource, nowMs: number): FailureVerdict {
  return { kind: 'none', rule, cooldownHint: waitHint(headers, nowMs) };
}

function waitHint(headers: HeaderSource, nowMs: number): CooldownHint {
  return hint('request', retryAtMs(headers, nowMs) ?? undefined);
}

function hint(scope: CooldownHint['scope'], untilMs?: number, window?: string): CooldownHint {
  return {
    scope,
    ...(untilMs === undefined ? {} : { untilMs }),
    ...(window === undefined ? {} : { window }),
  };
}
