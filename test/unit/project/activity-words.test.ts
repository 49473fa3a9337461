import { describe, expect, it } from 'vitest';
import { activityWords } from '../../../electron/activity-words.ts';
import type { ActivityEntry } from '../../../electron/contract/index.ts';
import { activityLine } from '../../../electron/core/status/activity-table.ts';
import { everyEvent } from '../../helpers/every-event.ts';

const entries: readonly ActivityEntry[] = everyEvent().flatMap((event, index) => {
  const line = activityLine(event);
  return line === null ? [] : [{ ...line, id: index + 1, at: event.at, code: event.type, count: 1, event }];
});

const wordsOf = activityWords();

describe('what a search of the activity looks at', () => {
  it('is the German line of each entry in the German window', () => {
    expect(entries.length).toBeGreaterThan(50);
    const unsaid = entries.filter(entry => (wordsOf(entry, 'de')?.[0] ?? entry.sentence) === entry.sentence);
    expect(unsaid.map(({ code }) => code)).toEqual([]);
  });

  it('is what the core says in English, in a language that is not known, and of what an earlier version wrote', () => {
    const [entry] = entries;
    expect(wordsOf(entry!, 'en')).toBeUndefined();
    expect(wordsOf(entry!, 'fr')).toBeUndefined();
    expect(wordsOf({ ...entry!, event: undefined }, 'de')).toBeUndefined();
  });
});
