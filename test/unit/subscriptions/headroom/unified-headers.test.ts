import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseUnifiedHeaders } from '../../../../electron/core/subscriptions/headroom/unified-headers.ts';

const NOW_MS = Date.UTC(2026, 10, 1);
const P = 'anthropic-ratelimit-unified-';
const parse = (fields: Record<string, string>) =>
  parseUnifiedHeaders(Object.fromEntries(Object.entries(fields).map(([name, value]) => [P + name, value])), NOW_MS);

describe('the unified limit headers', () => {
  it.each([
    ['0.42', 42],
    ['1.0', 100],
    ['37.5', 37.5],
    ['1.03', 103],
    ['0.1234', 12.3],
    ['0', 0],
    ['nan', null],
    ['-0.1', null],
    ['', null],
    ['abc', null],
    ['Infinity', null],
    ['1e3', null],
  ])('read a utilization of "%s" as %s percent', (text, pct) => {
    expect(parse({ status: 'allowed', '5h-utilization': text })?.windows['5h']?.utilizationPct).toBe(pct);
  });

  it('fix the unit for all windows of an answer, not for each value', () => {
    const windows = parse({ '5h-utilization': '1.03', '7d-utilization': '0.4' })?.windows;
    expect([windows?.['5h']?.utilizationPct, windows?.['7d']?.utilizationPct]).toEqual([103, 40]);
    const percents = parse({ '5h-utilization': '0.8', '7d-utilization': '37.5' })?.windows;
    expect([percents?.['5h']?.utilizationPct, percents?.['7d']?.utilizationPct]).toEqual([0.8, 37.5]);
  });

  it.each([
    ['1760000400', Date.UTC(2025, 9, 9, 9)],
    ['soon', null],
    ['', null],
    ['-5', null],
    ['99999999999999', null],
  ])('read a reset of "%s" as %s', (text, atMs) => {
    expect(parse({ '5h-utilization': '0', '5h-reset': text })?.windows['5h']?.resetsAtMs).toBe(atMs);
  });

  it('say nothing when both utilizations and the verdict are missing', () => {
    expect(parse({ '5h-reset': '1760000400', 'representative-claim': 'five_hour' })).toBeUndefined();
    expect(parseUnifiedHeaders({}, NOW_MS)).toBeUndefined();
  });

  it('keep windows that nobody has heard of', () => {
    const said = parse({
      status: 'allowed',
      '7d_opus-utilization': '0.5',
      '30d-status': 'rejected',
      'upgrade-paths': 'x',
    });
    expect(said?.windows).toEqual({
      '7d_opus': { utilizationPct: 50, resetsAtMs: null, status: null },
      '30d': { utilizationPct: null, resetsAtMs: null, status: 'rejected' },
    });
  });

  it('carry the verdict, the claim and the overage', () => {
    const said = parse({
      status: 'allowed_warning',
      'representative-claim': 'seven_day',
      'overage-status': 'rejected',
      'overage-in-use': 'false',
      'overage-disabled-reason': 'org_level_disabled',
    });
    expect(said).toMatchObject({
      verdict: 'allowed_warning',
      representativeClaim: 'seven_day',
      overage: { status: 'rejected', isInUse: false, disabledReason: 'org_level_disabled' },
    });
  });

  it('drop words that are none', () => {
    expect(parse({ status: 'x'.repeat(65), '5h-utilization': '0' })?.verdict).toBeNull();
    expect(parse({ status: '<b>', '5h-utilization': '0' })?.verdict).toBeNull();
  });

  it.each([
    ['30', NOW_MS + 30_000],
    ['Sun, 01 Nov 2026 00:01:00 GMT', NOW_MS + 60_000],
    ['later', null],
    ['-1', null],
  ])('come with a retry-after of "%s"', (text, atMs) => {
    expect(parseUnifiedHeaders({ [`${P}status`]: 'allowed', 'Retry-After': text }, NOW_MS)?.retryAtMs).toBe(atMs);
  });

  it('are read alike from fetch and from node', () => {
    const fields = { [`${P}status`]: 'allowed', [`${P}5h-utilization`]: '0.2' };
    expect(parseUnifiedHeaders(new Headers(fields), NOW_MS)).toEqual(parseUnifiedHeaders(fields, NOW_MS));
    expect(parseUnifiedHeaders({ [`${P}status`]: ['allowed', 'x'] }, NOW_MS)?.verdict).toBe('allowed');
  });

  it('make no more than 16 windows and no number that is none, whatever comes', () => {
    const name = fc.oneof(
      fc.stringMatching(/^(5h|7d|[0-9]{1,3}[hd]_[a-z]{1,8})-(utilization|reset|status)$/),
      fc.string({ maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(fc.string(), fc.double().map(String)), { maxKeys: 60 }), fields => {
        const windows = Object.values(parse({ ...fields, status: 'allowed' })?.windows ?? {});
        expect(windows.length).toBeLessThanOrEqual(16);
        for (const { utilizationPct, resetsAtMs } of windows) {
          expect(utilizationPct === null || (Number.isFinite(utilizationPct) && utilizationPct >= 0)).toBe(true);
          expect(resetsAtMs === null || Number.isSafeInteger(resetsAtMs)).toBe(true);
        }
      }),
    );
  });
});
