import { describe, expect, it } from 'vitest';
import type { ActivityEntry, ActivityFacts } from '../../../../electron/contract/index.ts';
import { activityExport } from '../../../../electron/core/app/queries/activity-export.ts';
import { Redactor } from '../../../../electron/core/platform/index.ts';
import { NO_FACTS } from '../../../../electron/core/status/activity-facts.ts';
import { ActivityBook } from '../../../../electron/core/status/index.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const NOON = Date.UTC(2026, 10, 21, 12);

function partsWith(entries: readonly (Partial<ActivityEntry> & { facts?: Partial<ActivityFacts> })[]) {
  const book = new ActivityBook();
  for (const [index, { facts, ...changes }] of entries.entries()) {
    const entry: ActivityEntry = {
      id: index + 1,
      at: NOON + index * 1_000,
      gate: 'tee',
      tone: 'info',
      code: 'registryRead',
      sentence: 'The registry was read.',
      cause: null,
      count: 1,
      ...changes,
    };
    book.take({ entry, facts: { ...NO_FACTS, ...facts }, steps: [] });
  }
  const scrubber = new Redactor();
  scrubber.add('planted-secret-value');
  return { book, scrubber, clock: new VirtualClock(NOON) };
}

describe('an export of the activity', () => {
  it('has an object with all that is known per line, oldest first, as JSON Lines', () => {
    const parts = partsWith([{}, { code: 'teeSwitched', cause: 'by hand', facts: { from: '0xa', to: '0xb' } }]);

    const { text, fileName, count } = activityExport({ filter: {}, format: 'jsonl' }, parts);

    expect([fileName, count]).toEqual(['gatehouse-activity-2026-11-21.jsonl', 2]);
    const [first, second, rest] = text.split('\n');
    expect(JSON.parse(first!)).toEqual({
      time: '2026-11-21T12:00:00.000Z',
      at: NOON,
      id: 1,
      gate: 'tee',
      tone: 'info',
      code: 'registryRead',
      sentence: 'The registry was read.',
      cause: null,
      count: 1,
    });
    expect(JSON.parse(second!)).toMatchObject({ code: 'teeSwitched', facts: { from: '0xa', to: '0xb' } });
    expect(rest).toBe('');
  });

  it('is a table as RFC 4180 has it, whatever the sentences hold, as CSV', () => {
    const parts = partsWith([
      { sentence: 'studio, "the big one"\nis back.', cause: '=HYPERLINK("http://evil.example")', count: 3 },
    ]);

    const { text, fileName } = activityExport({ filter: {}, format: 'csv' }, parts);

    expect(fileName).toBe('gatehouse-activity-2026-11-21.csv');
    expect(text).toBe(
      '\uFEFFtime,gate,tone,code,sentence,cause,count,id\r\n' +
        '2026-11-21T12:00:00.000Z,tee,info,registryRead,"studio, ""the big one""\nis back.",' +
        '"\'=HYPERLINK(""http://evil.example"")",3,1\r\n',
    );
  });

  it('has every entry that the filter lets through and no other, however many there are', () => {
    const parts = partsWith([
      ...Array.from({ length: 450 }, () => ({})),
      { gate: 'gateway', tone: 'broken', sentence: 'studio cannot be reached.' },
      { gate: 'gateway', sentence: 'studio is ready.' },
    ]);
    const count = (filter: Parameters<typeof activityExport>[0]['filter']): number =>
      activityExport({ filter, format: 'jsonl' }, parts).count;

    expect(count({ gate: 'tee' })).toBe(450);
    expect(count({ problemsOnly: true })).toBe(1);
    expect(count({ search: 'STUDIO ready' })).toBe(1);
    expect(count({})).toBe(452);
  });

  it.each(['jsonl', 'csv'] as const)('holds no known secret as %s', format => {
    const parts = partsWith([
      { sentence: 'It said planted-secret-value.', facts: { subject: 'planted-secret-value' } },
    ]);

    expect(activityExport({ filter: {}, format }, parts).text).not.toContain('planted');
  });
});
