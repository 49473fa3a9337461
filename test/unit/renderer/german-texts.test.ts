import { describe, expect, it } from 'vitest';
import { ERROR_CODES, REMEDY_CODES, TOLD_CODES } from '../../../electron/contract/index.ts';
import { Formats } from '../../../renderer/format/formats.ts';
import { de } from '../../../renderer/text/de.ts';
import { gatewayRemedies } from '../../../renderer/text/de-gateway-told.ts';
import { sentences } from '../../../renderer/text/de-sentences.ts';
import { settingFields } from '../../../renderer/text/de-view-settings-fields.ts';
import { englishWord } from '../../helpers/english.ts';
import { everyEvent } from '../../helpers/every-event.ts';
import { germanFault } from '../../helpers/german.ts';

const kit = { formats: new Formats('de-DE', 'UTC'), now: 90_000 };

/** The texts in an object of messages, by their path. Functions are called with figures; what asks for more than that is left out. */
function said(texts: unknown, path: string): [path: string, text: string][] {
  if (typeof texts === 'string') return [[path, texts]];
  if (typeof texts === 'function') {
    const answers = [1, 2].map(figure => {
      try {
        return (texts as (...values: string[]) => unknown)(...Array.from({ length: texts.length }, () => `${figure}`));
      } catch {
        return undefined;
      }
    });
    return answers.flatMap(answer => (typeof answer === 'string' ? said(answer, path) : []));
  }
  if (typeof texts !== 'object' || texts === null) return [];
  return Object.entries(texts).flatMap(([key, value]) => said(value, `${path}.${key}`));
}

const ALL: readonly (readonly [path: string, text: string])[] = [
  ...said(de, 'de'),
  ...said(settingFields, 'settings'),
  ...said(gatewayRemedies, 'gateway'),
  ...ERROR_CODES.flatMap(code => said([sentences.error(code), sentences.errorRemedy(code)], `error.${code}`)),
  ...REMEDY_CODES.flatMap(code => said(sentences.remedy(code), `remedy.${code}`)),
  ...TOLD_CODES.flatMap(code => said(sentences.told({ code, name: 'x', count: 2, total: 3 }, kit), `told.${code}`)),
  ...everyEvent().flatMap(event => said(sentences.activity(event, kit)?.sentence, `activity.${event.type}`)),
];

/** Values of settings and names of languages, which are written as they are. */
const AS_THEY_ARE = new Set(['English']);

describe('the German texts', () => {
  it('are all read', () => {
    expect(ALL.length).toBeGreaterThan(900);
  });

  it('have no English word', () => {
    expect(ALL.filter(([, text]) => !AS_THEY_ARE.has(text) && englishWord(text) !== undefined)).toEqual([]);
  });

  it('address nobody, order nothing and are set as German is', () => {
    expect(ALL.map(entry => [...entry, germanFault(entry[1])]).filter(([, , fault]) => fault !== undefined)).toEqual(
      [],
    );
  });

  it('would be found if they did', () => {
    expect(englishWord('Nothing was changed.')).toBe('Nothing');
    expect(englishWord('Es war nichts zu tun.')).toBeUndefined();
    for (const fault of [
      'Prüfe das Netz.',
      'Kein Netz: Melde dich an.',
      '5 %',
      'so "wie" hier',
      'Lädt…',
      'Bitte warten',
    ]) {
      expect(germanFault(fault), fault).toEqual(expect.any(String));
    }
    expect(germanFault('Das Netz prüfen, um es „frei“ zu haben: 5\u00a0% …')).toBeUndefined();
  });

  it('use one word for one thing', () => {
    const others =
      /Kommandozeile|Kennwort|Bewährung|Unterschrift|unterschrieben|Aktivität|Diagnosebündel|Besitzer|(?<![Aa]b)[Gg]esichert|Sichert|Hexziffer|TEE-ID|Chain-ID/;
    expect(ALL.filter(([, text]) => others.test(text))).toEqual([]);
  });
});
