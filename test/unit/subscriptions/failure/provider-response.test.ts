import { describe, expect, it } from 'vitest';
import { classifyProviderResponse } from '../../../../electron/core/subscriptions/index.ts';

const NOW_MS = Date.UTC(2026, 10, 1);
const RESET_S = NOW_MS / 1000 + 3600;
const P = 'anthropic-ratelimit-unified-';

const envelope = (type: string, message: string): string => JSON.stringify({ type: 'error', error: { type, message } });
const spent = (window: string, claim: string): Record<string, string> => ({
  [`${P}status`]: 'rejected',
  [`${P}representative-claim`]: claim,
  [`${P}${window}-status`]: 'rejected',
  [`${P}${window}-utilization`]: '1.0',
  [`${P}${window}-reset`]: String(RESET_S),
});
const allowed = { [`${P}status`]: 'allowed', [`${P}5h-utilization`]: '0.2', [`${P}5h-status`]: 'allowed' };

const classify = (status: number, headers: Record<string, string>, body = '') =>
  classifyProviderResponse({ status, headers, body }, NOW_MS);

describe('an answer of the provider', () => {
  it('is a spent quota when a window refuses, with the reset of that window', () => {
    expect(classify(429, spent('5h', 'five_hour'), envelope('rate_limit_error', 'limit'))).toEqual({
      kind: 'rate_limit',
      rule: 'quota',
      cooldownHint: { scope: 'subscription', untilMs: RESET_S * 1000, window: '5h' },
    });
  });

  it('is a quota of one model when only the window of that model refuses', () => {
    const { kind, cooldownHint } = classify(429, { ...allowed, ...spent('7d_opus', 'seven_day_opus') });
    expect(kind).toBe('rate_limit');
    expect(cooldownHint).toEqual({ scope: 'model', untilMs: RESET_S * 1000, window: '7d_opus' });
  });

  it('is a throttle when all windows allow, to be waited for as long as the provider says', () => {
    expect(classify(429, { ...allowed, 'retry-after': '12' })).toEqual({
      kind: 'none',
      rule: 'throttle',
      cooldownHint: { scope: 'request', untilMs: NOW_MS + 12_000 },
    });
  });

  it('is a throttle when a 429 lacks the unified headers', () => {
    expect(classify(429, {}, envelope('rate_limit_error', 'limit')).rule).toBe('no_unified_headers');
    expect(classify(429, {}).kind).toBe('none');
  });

  it('concerns one request when that asked for a long context without extra usage', () => {
    const body = envelope('rate_limit_error', 'Extra usage is required for long context requests.');
    expect(classify(429, allowed, body)).toMatchObject({ kind: 'none', rule: 'request_scoped' });
  });

  it('does not cool the subscription for refused overage while the windows allow', () => {
    expect(classify(200, { ...allowed, [`${P}overage-status`]: 'rejected' }).kind).toBe('none');
    expect(classify(429, { ...allowed, [`${P}overage-status`]: 'rejected' }).kind).toBe('none');
  });

  it('counts the verdict that refuses the next request on a 200 too', () => {
    expect(classify(200, spent('7d', 'seven_day'))).toMatchObject({ kind: 'rate_limit', rule: 'header_verdict' });
  });

  it('counts an error event in a stream, unless its headers had allowed the request', () => {
    const stream = `event: error\ndata: ${envelope('rate_limit_error', 'limit')}\n\n`;
    expect(classify(200, {}, stream).kind).toBe('rate_limit');
    expect(classify(200, allowed, stream)).toMatchObject({ kind: 'none', rule: 'throttle' });
    expect(classify(200, {}, stream.replace('rate_limit_error', 'authentication_error')).kind).toBe('auth');
  });

  it.each([
    [401, envelope('authentication_error', 'Invalid bearer token'), 'auth'],
    [402, '', 'auth'],
    [403, envelope('permission_error', 'OAuth authentication is not allowed for this organization'), 'auth'],
    [403, envelope('permission_error', 'OAuth token does not meet scope requirement user:profile'), 'none'],
    [400, envelope('invalid_request_error', 'Your credit balance is too low'), 'auth'],
    [400, envelope('invalid_request_error', 'prompt is too long'), 'none'],
    [404, envelope('not_found_error', 'model: x'), 'none'],
    [503, 'Service unavailable', 'none'],
    [529, envelope('overloaded_error', 'Overloaded'), 'none'],
  ])('with %i and %s is %s', (status, body, kind) => {
    expect(classify(status, {}, body).kind).toBe(kind);
  });

  it('with words of a limit in a good answer says nothing', () => {
    expect(classify(200, allowed, '{"content":"usage limit reached, 401"}').kind).toBe('none');
  });
});
