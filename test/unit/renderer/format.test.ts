import { describe, expect, it } from 'vitest';
import { reconnectDelayMs, tokenOf } from '../../../renderer/bridge/backoff.ts';
import { environmentLines } from '../../../renderer/format/environment.ts';
import { Formats } from '../../../renderer/format/formats.ts';
import { hostOf, shortId, splitIds } from '../../../renderer/format/id.ts';
import { percentiles, roundTrips } from '../../../renderer/format/series.ts';

const ID = `0x7f3a9c${'5'.repeat(52)}e21b04`;

describe('ids', () => {
  it('show their first and last six digits, and stay whole when there is nothing to cut', () => {
    expect(shortId(ID)).toBe('0x7f3a9c…e21b04');
    expect(shortId(ID.slice(2))).toBe('7f3a9c…e21b04');
    expect(shortId('0x1234')).toBe('0x1234');
    expect(shortId('')).toBe('');
  });

  it('are found in sentences, whole or shortened by the host', () => {
    expect(splitIds(`From ${ID} to 0x19c2d0…47aa9e.`)).toEqual([
      { kind: 'text', value: 'From ' },
      { kind: 'id', value: ID },
      { kind: 'text', value: ' to ' },
      { kind: 'id', value: '0x19c2d0…47aa9e' },
      { kind: 'text', value: '.' },
    ]);
    expect(splitIds('Nothing here: 0x12.')).toEqual([{ kind: 'text', value: 'Nothing here: 0x12.' }]);
    expect(splitIds('')).toEqual([]);
  });

  it('leave endpoints readable: host and port, or the text itself', () => {
    expect(hostOf('https://enclave.example/v1')).toBe('enclave.example');
    expect(hostOf('https://enclave.example:8443')).toBe('enclave.example:8443');
    expect(hostOf('no address')).toBe('no address');
  });
});

describe('times and numbers', () => {
  const now = Date.UTC(2026, 10, 20, 14, 2, 11);
  const english = new Formats('en-GB', 'UTC');
  const german = new Formats('de', 'UTC');

  it('tell whether AM and PM follow the time of day', () => {
    expect(['en-US', 'en-GB', 'de-DE'].map(locale => new Formats(locale).isTwelveHour)).toEqual([true, false, false]);
  });

  it('follow the locale', () => {
    expect(english.time(now, now)).toBe('14:02');
    expect(english.exactTime(now, now)).toBe('14:02:11');
    expect(new Formats('en-US', 'UTC').time(now, now)).toMatch(/^02:02\sPM$/);
    expect(english.number(12_345)).toBe('12,345');
    expect(german.number(12_345)).toBe('12.345');
    expect(german.latencies(612, 1_380)).toBe('0,6 / 1,4 s');
  });

  it('name the day once the time alone would mislead', () => {
    const dayMs = 86_400_000;
    expect(english.time(now - dayMs + 1, now)).toBe('14:02');
    expect(english.time(now - dayMs, now)).toContain('19 Nov');
    expect(english.exactTime(now - dayMs, now)).toContain('19 Nov');
  });

  it('name the day of the week as long as it means only one day, and the date alone beyond', () => {
    const dayMs = 86_400_000;
    expect(english.nearTime(now + dayMs - 1, now)).toBe('14:02');
    expect(english.nearTime(now + 3 * dayMs, now)).toBe('Mon 14:02');
    expect(english.nearTime(now - 2 * dayMs, now)).toBe('Wed 14:02');
    expect(english.nearTime(now + 7 * dayMs, now)).toBe('27 Nov');
    expect([english.weekday(now), english.day(now), english.month(now)]).toEqual(['Fri', '20 Nov', 'Nov 2026']);
  });

  it.each([
    [-5, '0 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [3_599_999, '59 min'],
    [3_600_000, '1 h'],
  ])('say a duration of %d ms as %s', (durationMs, text) => {
    expect(english.duration(durationMs)).toBe(text);
  });

  it.each([
    [612, 1_380, '0.6 / 1.4 s'],
    [84, 210, '84 / 210 ms'],
    [3.14, 9.9, '3.1 / 9.9 ms'],
    [999, 1_000, '1.0 / 1.0 s'],
  ])('show %d and %d ms in one unit', (p50, p95, text) => {
    expect(english.latencies(p50, p95)).toBe(text);
  });
});

describe('the charts', () => {
  const outages = [{ from: 250, to: 300, sentence: 'No answer.' }];
  const points = [100, 200, 300, 400].map(at => ({ at, roundTripMs: at / 10, profile: 'studio' }));

  it('leave a gap where no gateway could be used, and begin where they are told to', () => {
    expect(roundTrips({ since: 0, points, outages }, 150)).toEqual({
      times: [200, 250, 300, 400],
      values: [20, null, 30, 40],
    });
  });

  it('take each percentile from the last twenty latencies', () => {
    const { p50, p95 } = percentiles([10, 30, 20, ...Array.from({ length: 20 }, () => 5), 500]);

    expect([p50[0], p50[2], p95[2]]).toEqual([10, 20, 30]);
    expect(p95[22]).toBe(5);
    expect([p50.at(-1), p95.at(-1)]).toEqual([5, 5]);
  });

  it('have nothing to draw while nothing is known', () => {
    expect(percentiles([])).toEqual({ p50: [], p95: [] });
    expect(roundTrips({ since: 0, points: [], outages: [] }, 0)).toEqual({ times: [], values: [] });
  });
});

describe('the environment to copy', () => {
  it('is in the words of the shell that the system has', () => {
    const endpoint = 'http://127.0.0.1:11435/v1';
    expect(environmentLines(endpoint, 'Mozilla/5.0 (X11; Linux x86_64)')).toBe(
      'export OPENAI_BASE_URL=http://127.0.0.1:11435/v1\nexport OPENAI_API_KEY=gatehouse',
    );
    expect(environmentLines(endpoint, 'Mozilla/5.0 (Windows NT 10.0)')).toContain(
      '$env:OPENAI_BASE_URL = "http://127.0.0.1:11435/v1"',
    );
  });
});

describe('reconnecting', () => {
  it('waits longer with each attempt, up to ten seconds, spread upward by at most a fifth', () => {
    expect([0, 1, 2, 3, 4, 5, 50].map(attempt => reconnectDelayMs(attempt, 0))).toEqual([
      500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000,
    ]);
    expect(reconnectDelayMs(0, 1)).toBe(600);
  });

  it('finds the token in the fragment only', () => {
    expect(tokenOf('#token=abc')).toBe('abc');
    expect(tokenOf('#overview')).toBeUndefined();
    expect(tokenOf('')).toBeUndefined();
  });
});
