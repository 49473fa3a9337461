import { describe, expect, it } from 'vitest';
import type { ActivityEntry } from '../../../electron/contract/index.ts';
import { Days } from '../../../renderer/format/days.ts';
import { otherFacts, subjectKind } from '../../../renderer/views/activity/fact-names.ts';
import { shapeOf } from '../../../renderer/views/activity/line-shape.ts';
import { byDay, filterFields, fits, withLive } from '../../../renderer/views/activity/lines.ts';

const entry = (id: number, changes: Partial<ActivityEntry> = {}): ActivityEntry => ({
  id,
  at: id * 1_000,
  gate: 'tee',
  tone: 'well',
  code: 'teeSelected',
  sentence: 'Requests are sealed to 0x7f3a9c…e21b04.',
  cause: null,
  count: 1,
  ...changes,
});

describe('the filter of the activity', () => {
  it('asks for a gate, for problems, or for everything', () => {
    expect(filterFields('all')).toEqual({});
    expect(filterFields('gateway')).toEqual({ gate: 'gateway' });
    expect(filterFields('problems')).toEqual({ problemsOnly: true });
  });

  it('lets a new entry in as the host would', () => {
    expect(fits(entry(1), 'all', '')).toBe(true);
    expect(fits(entry(1), 'tee', 'SEALED 7f3a9c')).toBe(true);
    expect(fits(entry(1), 'tee', 'sealed nobody')).toBe(false);
    expect(fits(entry(1), 'gateway', '')).toBe(false);
    expect(fits(entry(1), 'problems', '')).toBe(false);
    expect(fits(entry(1, { tone: 'broken' }), 'problems', '')).toBe(true);
    expect(fits(entry(1, { cause: 'keys changed' }), 'all', 'keys')).toBe(true);
  });

  it('looks at the line of the page’s language where it has one', () => {
    const own = { sentence: 'Anfragen werden versiegelt.', reason: 'Der Grund.' };
    expect(fits(entry(1), 'all', 'versiegelt grund', own)).toBe(true);
    expect(fits(entry(1), 'all', 'sealed', own)).toBe(false);
  });
});

describe('the entries', () => {
  it('take what happens meanwhile at the top, and a higher count at its place', () => {
    const known = [entry(3), entry(2), entry(1)];
    const merged = withLive(known, [entry(5), entry(4), entry(3, { count: 7 })]);
    expect(merged.map(({ id, count }) => [id, count])).toEqual([
      [5, 1],
      [4, 1],
      [3, 7],
      [2, 1],
      [1, 1],
    ]);
    expect(withLive(known, [])).toBe(known);
  });

  it('stand under their days', () => {
    const days = byDay([entry(5), entry(4), entry(1)], at => (at > 2_000 ? 'later' : 'earlier'));
    expect(days.map(({ at, entries }) => [at, entries.map(({ id }) => id)])).toEqual([
      [5_000, [5, 4]],
      [1_000, [1]],
    ]);
    expect(byDay([], String)).toEqual([]);
  });

  it('have the shape of their tone, or the one that the status language gives them', () => {
    expect(shapeOf(entry(1))).toEqual({ shape: 'disc', tone: 'well' });
    expect(shapeOf(entry(1, { code: 'teeQuarantined', tone: 'needs-you' }))).toEqual({
      shape: 'slash',
      tone: 'broken',
    });
    expect(shapeOf(entry(1, { code: 'headroomLow', tone: 'info' })).shape).toBe('clock');
    expect(shapeOf(entry(1, { code: 'headroomLow', tone: 'needs-you' })).shape).toBe('half');
  });
});

describe('the facts of an entry', () => {
  it('name whom it is about', () => {
    expect(subjectKind('subscriptionSwitched')).toBe('agent');
    expect(subjectKind('gatewayRestarted')).toBe('gateway');
    expect(subjectKind('accountSwitched')).toBe('account');
    expect(subjectKind('somethingNew')).toBe('other');
  });

  it('say nothing twice', () => {
    const facts = {
      ...{ subject: null, from: null, to: null, inFlight: null, lost: null, lastedMs: null, until: null },
      ...{ teeId: null, model: null, receiptId: null, causeCode: 'signature' },
    };
    const others = [
      { name: 'reason', value: 'no route' },
      { name: 'check', value: 'signature' },
      { name: 'status', value: '503' },
    ];
    expect(otherFacts(entry(1, { cause: 'no route' }), { ...facts, others })).toEqual([
      { name: 'status', value: '503' },
    ]);
    const rotation = entry(1, { code: 'subscriptionSwitched', cause: 'no job was ended' });
    expect(otherFacts(rotation, { ...facts, others: [{ name: 'result', value: 'hot_reloaded' }] })).toEqual([]);
  });
});

describe('days', () => {
  const now = new Date(2026, 10, 21, 0, 30).getTime();
  const ago = (minutes: number): number => now - minutes * 60_000;

  it('are today and yesterday by the calendar, and dates before', () => {
    const days = new Days('en-GB');
    expect(days.name(ago(20), now)).toBe('Today');
    expect(days.name(ago(40), now)).toBe('Yesterday');
    expect(days.name(ago(3 * 24 * 60), now)).toMatch(/^Wednesday,? 18 November$/);
    expect(days.name(new Date(2025, 0, 2).getTime(), now)).toMatch(/^Thursday,? 2 January 2025$/);
    expect(new Days('de-DE').name(ago(40), now)).toBe('Gestern');
  });

  it('have times of day to the minute and to the millisecond', () => {
    const at = new Date(2026, 10, 21, 13, 41, 8, 214).getTime();
    expect(new Days('en-GB').clock(at)).toBe('13:41');
    expect(new Days('en-GB').preciseClock(at)).toBe('13:41:08.214');
    expect(new Days('de-DE').preciseClock(at)).toBe('13:41:08,214');
  });
});
