import type { NoticeTexts } from './text-shapes.ts';
import { de } from './texts-de.ts';
import { en } from './texts-en.ts';
import { clockOf } from './words.ts';

/**
 * The texts for a locale such as `de-AT`; English for a language that there is no file for. `region`: a locale by whose
 * region times are written; in 24 hours without one.
 */
export function noticeTexts(locale: string, region?: string): NoticeTexts {
  return { ...(/^de\b/i.test(locale) ? de : en), timeOfDay: clockOf(region) };
}
