import { useMemo } from 'react';
import { Days } from '../format/days.ts';
import { localeOf } from '../text/index.ts';
import { usePage } from './page-context.ts';

/** Days and times of day in the language of the page. */
export function useDays(): Days {
  const { language } = usePage();
  return useMemo(() => new Days(localeOf(language, navigator.languages)), [language]);
}
