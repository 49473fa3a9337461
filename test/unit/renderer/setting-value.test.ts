import { describe, expect, it } from 'vitest';
import { Formats } from '../../../renderer/format/formats.ts';
import { en } from '../../../renderer/text/en.ts';
import { findMatches } from '../../../renderer/views/diagnostics/find-matches.ts';
import { programOf } from '../../../renderer/views/diagnostics/program.ts';
import { entriesOf, readableAmount, valueOfDraft, valueText } from '../../../renderer/views/settings/setting-value.ts';

const formats = new Formats('en-GB', 'UTC');
const NUMBER = { kind: 'number', min: 0, max: 10, unit: 'seconds', offAtZero: false } as const;

describe('what is typed for a setting', () => {
  it.each([
    ['12', false, 12],
    [' 12 ', false, 12],
    ['-1', false, -1],
    ['1.5', false, 1.5],
    ['twelve', false, 'twelve'],
    ['', false, ''],
    ['', true, null],
  ])(
    '%j means a number where it is one, and stays a text for the schema to refuse otherwise',
    (draft, nullable, value) => {
      expect(valueOfDraft(draft, { shape: NUMBER, nullable })).toBe(value);
    },
  );

  it('is trimmed where it is an address, and kept where it is a text', () => {
    expect(valueOfDraft(' x ', { shape: { kind: 'url', schemes: ['https'] }, nullable: false })).toBe('x');
    expect(valueOfDraft(' x ', { shape: { kind: 'text' }, nullable: false })).toBe(' x ');
  });

  it('leaves empty entries out of a list', () => {
    expect(entriesOf([' a ', '', '  ', 'b'])).toEqual(['a', 'b']);
  });
});

describe('a value in words', () => {
  it.each([
    [300, 'seconds', '5 min'],
    [59, 'seconds', undefined],
    [1_500, 'milliseconds', '1.5 s'],
    [250, 'milliseconds', undefined],
    [7_200, 'seconds', '2 h'],
    [33_554_432, 'bytes', '32 MiB'],
    [512, 'bytes', undefined],
    [75, 'percent', undefined],
  ])('%d %s are %s', (value, unit, expected) => {
    expect(readableAmount(value, unit, formats)).toBe(expected);
  });

  it('names what is empty, off, or one of a few', () => {
    const text = en.views.settings;
    const say = (path: string, value: null | boolean | string | number) =>
      valueText({ path, shape: NUMBER }, value, text, formats);
    expect([say('x', null), say('x', false), say('log.level', 'warn'), say('x', 300)]).toEqual([
      'none',
      'off',
      'Warning',
      '300 s (5 min)',
    ]);
  });
});

describe('the bundle and what shows it', () => {
  it('finds all places, case aside, and none for nothing', () => {
    expect(findMatches('Log log LOG', ' log ')).toEqual([0, 4, 8]);
    expect(findMatches('Log', ' ')).toEqual([]);
    expect(findMatches('a'.repeat(2_000), 'a')).toHaveLength(500);
  });

  it('names the program by its user agent', () => {
    expect(programOf('Mozilla/5.0 Chrome/156.0.1 Electron/45.4.1 Safari/537')).toBe('Electron 45.4.1, Chromium 156');
    expect(programOf('Mozilla/5.0 Gecko Firefox/140.0')).toBe('Firefox 140');
    expect(programOf('curl')).toBeNull();
  });
});
