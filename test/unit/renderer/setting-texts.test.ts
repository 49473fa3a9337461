import { describe, expect, it } from 'vitest';
import type { Told } from '../../../electron/contract/index.ts';
import { leafSettings } from '../../../electron/core/config/leaves.ts';
import { problemOf } from '../../../electron/core/config/problem.ts';
import { Formats } from '../../../renderer/format/formats.ts';
import { de } from '../../../renderer/text/de.ts';
import { toldSentence } from '../../../renderer/text/de-told.ts';
import { settingFields } from '../../../renderer/text/de-view-settings-fields.ts';
import { en } from '../../../renderer/text/en.ts';
import { settingNames } from '../../../renderer/text/en-view-settings-fields.ts';

const kit = { formats: new Formats('de-DE', 'UTC'), now: 0 };
const paths = [...leafSettings().keys()];

/** Values that one setting or another has to refuse. */
const BAD_VALUES = [
  null,
  -1,
  0.5,
  3_000_000_000_000,
  'x y',
  '',
  'q'.repeat(200),
  true,
  [],
  ['nothing'],
  5,
  'https://u:p@h/',
  'ws://h/?a=b',
];

describe('the names of settings', () => {
  it('has an English name for every setting, and none for what is no setting', () => {
    expect(Object.keys(settingNames)).toEqual(paths);
  });

  it('has a German name and description for every setting, and none for what is no setting', () => {
    expect(Object.keys(settingFields)).toEqual(paths);
    for (const [name, description] of Object.values(settingFields)) {
      expect(name).not.toBe('');
      expect(description).toMatch(/[.]$/);
    }
  });

  it('has a title in both languages for every section', () => {
    const sections = [...new Set(paths.map(path => path.split('.')[0] ?? path))].sort();
    for (const { views } of [en, de]) expect(Object.keys(views.settings.titles).sort()).toEqual(sections);
  });

  it('gives no two settings of a section the same name', () => {
    for (const { views } of [en, de]) {
      const names = paths.map(path => `${path.split('.')[0]}: ${views.settings.name(path)}`);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('says in German what the schema says of bad values', () => {
    const problems = new Map<string, Told | undefined>();
    for (const { schema, kind } of leafSettings().values()) {
      if (kind === 'json') continue;
      for (const value of BAD_VALUES) {
        const parsed = schema.safeParse(value);
        if (!parsed.success) problems.set(problemOf(parsed.error).problem, problemOf(parsed.error).told);
      }
    }
    expect(problems.size).toBeGreaterThan(20);
    const missing = [...problems].filter(
      ([problem, told]) => (told && toldSentence(told, kit)) === undefined || problem.startsWith('{'),
    );
    expect(missing).toEqual([]);
  });
});
