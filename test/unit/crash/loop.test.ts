import { describe, expect, it } from 'vitest';
import { recentCrashes, wantsSoftwareRendering } from '../../../electron/core/crash/loop.ts';
import { type Crash, type CrashRecord, describeRecord, parseRecord } from '../../../electron/core/crash/record.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;

function crash(at: number, changes: Partial<Crash> = {}): Crash {
  return {
    kind: 'crash',
    how: 'vanished',
    at,
    isEarly: true,
    run: `1-${at}`,
    host: 'headless',
    version: '1.0.0',
    startedAt: at - 5_000,
    reason: null,
    stack: null,
    ...changes,
  };
}

const gone = (at: number, changes: Partial<Extract<CrashRecord, { kind: 'gone' }>> = {}): CrashRecord => ({
  kind: 'gone',
  at,
  process: 'GPU',
  reason: 'crashed',
  exitCode: 139,
  ...changes,
});

describe('the crashes that count', () => {
  it('are those of the last ten minutes', () => {
    const records = [crash(NOW - 10 * MINUTE - 1), crash(NOW - 10 * MINUTE), crash(NOW)];
    expect(recentCrashes(records, NOW)).toEqual(records.slice(1));
  });

  it('are early ends and errors that nothing caught, not a run that was killed after an hour', () => {
    const late = crash(NOW, { isEarly: false });
    const error = crash(NOW, { isEarly: false, how: 'exception' });
    expect(recentCrashes([late, error, crash(NOW)], NOW)).toEqual([error, crash(NOW)]);
  });

  it('count also when the clock was set back since', () => {
    expect(recentCrashes([crash(NOW + 60 * MINUTE)], NOW)).toHaveLength(1);
  });

  it('are forgotten when a run proved good or a person said so', () => {
    expect(recentCrashes([crash(NOW), { kind: 'reset', at: NOW }, crash(NOW)], NOW)).toHaveLength(1);
  });

  it('are no restarts of the computer', () => {
    expect(recentCrashes([{ kind: 'restarted', at: NOW, run: 'a', startedAt: NOW }], NOW)).toEqual([]);
  });
});

describe('drawing without the graphics processor', () => {
  it('is chosen after three deaths of its process in a day', () => {
    expect(wantsSoftwareRendering([gone(NOW), gone(NOW)], NOW)).toBe(false);
    expect(wantsSoftwareRendering([gone(NOW), gone(NOW), gone(NOW)], NOW)).toBe(true);
    expect(wantsSoftwareRendering([gone(NOW - 1_441 * MINUTE), gone(NOW), gone(NOW)], NOW)).toBe(false);
  });

  it('is not chosen for other processes, nor for ends that were wanted', () => {
    const others = [
      gone(NOW, { process: 'renderer' }),
      gone(NOW, { reason: 'clean-exit' }),
      gone(NOW, { reason: 'killed' }),
    ];
    expect(wantsSoftwareRendering([...others, ...others, gone(NOW), gone(NOW)], NOW)).toBe(false);
  });
});

describe('a record', () => {
  it('is read back as it was written, and a damaged line is none', () => {
    expect(parseRecord(JSON.stringify(crash(NOW)))).toEqual(crash(NOW));
    expect(parseRecord(JSON.stringify(crash(NOW)).slice(0, 40))).toBeUndefined();
    expect(parseRecord('{"kind":"of another version","at":1}')).toBeUndefined();
    expect(parseRecord(JSON.stringify(crash(1e20)))).toBeUndefined();
  });

  it('is said in words, with its stack', () => {
    const record = crash(NOW, { how: 'exception', reason: 'No such table', stack: 'Error: No such table\n    at a' });
    expect(describeRecord(record)).toEqual([
      '2027-01-15T08:00:00.000Z crashed, headless 1.0.0, started 2027-01-15T07:59:55.000Z, within its first minute: No such table',
      'Error: No such table',
      '    at a',
    ]);
    expect(describeRecord(gone(NOW))).toEqual(['2027-01-15T08:00:00.000Z the GPU process ended: crashed (139)']);
  });
});
