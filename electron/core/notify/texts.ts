import type { NoticeTexts } from './text-shapes.ts';
import { de } from './texts-de.ts';
import { en } from './texts-en.ts';

/** The texts for a locale such as `de-AT`; English for a language that there is no file for. */
export function noticeTexts(locale: string): NoticeTexts {
  return /^de\b/i.test(locale) ? de : en;
}
