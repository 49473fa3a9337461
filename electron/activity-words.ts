import { Formats } from '../renderer/format/formats.ts';
import { LANGUAGES, type Language, localeOf, SENTENCES } from '../renderer/text/index.ts';
import type { ShownLine } from './core/status/index.ts';

/**
 * What an entry of the activity says in the window of a language, so that a search finds there what it shows. Undefined
 * where the window shows the core's words.
 */
export function activityWords(): ShownLine {
  // Thousands of entries are looked at in one search, and formats take longer to make than sentences.
  const formats = new Map<Language, Formats>();
  const formatsOf = (language: Language): Formats => {
    const known = formats.get(language) ?? new Formats(localeOf(language, []));
    formats.set(language, known);
    return known;
  };
  return ({ event, cause }, language) => {
    if (event === undefined || !isLanguage(language)) return undefined;
    const own = SENTENCES[language]?.activity(event, { formats: formatsOf(language), now: Date.now() });
    return own == null ? undefined : [own.sentence, own.cause ?? cause ?? '', own.reason ?? ''];
  };
}

function isLanguage(language: string): language is Language {
  return Object.hasOwn(LANGUAGES, language);
}
