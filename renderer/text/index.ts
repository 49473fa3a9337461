import { de } from './de.ts';
import { sentences as deSentences } from './de-sentences.ts';
import { en } from './en.ts';
import type { Sentences } from './sentences.ts';

export type { Messages } from './messages.ts';

/** The languages of the page. */
export const LANGUAGES = { en, de } as const;
export type Language = keyof typeof LANGUAGES;

/** What a language says itself of the states; English is what the core speaks. */
export const SENTENCES: Readonly<Record<Language, Sentences | null>> = { en: null, de: deSentences };

/** The setting `window.language`. */
export type LanguageSetting = 'auto' | Language;

/** Whether `value` is one that the setting can have. */
export function isLanguageSetting(value: unknown): value is LanguageSetting {
  return value === 'auto' || value === 'en' || value === 'de';
}

/** The language of the setting, or the first of the person's languages that there is; English otherwise. */
export function languageOf(setting: LanguageSetting, preferred: readonly string[]): Language {
  if (setting !== 'auto') return setting;
  for (const tag of preferred) {
    const base = tag.toLowerCase().split('-')[0];
    if (base === 'en' || base === 'de') return base;
  }
  return 'en';
}

/** The locale of numbers and times: the person's own where it is of the page's language. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  return preferred.find(tag => tag.toLowerCase().split('-')[0] === language) ?? (language === 'de' ? 'de-DE' : 'en-GB');
}
