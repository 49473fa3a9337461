import type { MenuLabels, Platform, TrayTexts } from './text-shapes.ts';
import { de } from './texts-de.ts';
import { en } from './texts-en.ts';

const LANGUAGES: Readonly<Record<string, TrayTexts>> = { en, de };

/** The texts for a locale such as `de-AT`; English for a language that there is no file for. */
export function trayTexts(locale: string): TrayTexts {
  const [language = ''] = locale.toLowerCase().split(/[-_]/);
  return Object.hasOwn(LANGUAGES, language) ? (LANGUAGES[language] ?? en) : en;
}

/** The labels as the system's own menus would put them. */
export function labelsFor(texts: TrayTexts, platform: Platform): MenuLabels {
  return { ...texts.labels, ...texts.platformLabels[platform] };
}
