import { describe, expect, it } from 'vitest';
import { nativeTexts } from '../../../../electron/shell/native-texts.ts';
import { trayTexts } from '../../../../electron/shell/tray/texts.ts';
import { englishWord } from '../../../helpers/english.ts';
import { germanFault } from '../../../helpers/german.ts';

/** Everything in an object of texts. Functions are called with a figure, which is a version as well. */
function saidIn(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts];
  if (typeof texts === 'function') return saidIn((texts as (...values: number[]) => unknown)(2, 10));
  return typeof texts === 'object' && texts !== null ? Object.values(texts).flatMap(saidIn) : [];
}

describe.each([
  ['the tray', trayTexts('de')],
  ['menus, dialogs and the last notice of the application', nativeTexts('de-DE')],
])('what %s say in German', (_, texts) => {
  it('has no English word', () => {
    expect(saidIn(texts).filter(text => englishWord(text) !== undefined)).toEqual([]);
  });

  it('is written as all German texts are', () => {
    expect(
      saidIn(texts)
        .map(text => [text, germanFault(text)])
        .filter(([, fault]) => fault !== undefined),
    ).toEqual([]);
  });

  it('differs from the English', () => {
    expect(saidIn(texts).length).toBeGreaterThan(30);
    expect(saidIn(texts)).not.toEqual(saidIn(texts === trayTexts('de') ? trayTexts('en') : nativeTexts('en-GB')));
  });
});
