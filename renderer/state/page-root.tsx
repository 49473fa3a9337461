import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { LiveBridge } from '../bridge/live-bridge.ts';
import { Formats } from '../format/formats.ts';
import { LANGUAGES, type LanguageSetting, languageOf, localeOf } from '../text/index.ts';
import { PageContext } from './page-context.ts';
import type { QueryCache } from './query-cache.ts';

/** Gives the page its surroundings, in the language of the person or of the setting. */
export function PageRoot({
  bridge,
  queries,
  children,
}: {
  bridge: LiveBridge;
  queries: QueryCache;
  children: ReactNode;
}) {
  const [setting, setLanguage] = useState<LanguageSetting>('auto');
  const language = languageOf(setting, navigator.languages);

  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const page = useMemo(() => {
    const formats = new Formats(localeOf(language, navigator.languages));
    return { bridge, queries, language, text: LANGUAGES[language], formats, setLanguage };
  }, [bridge, queries, language]);
  const { isTwelveHour } = page.formats;
  useEffect(() => {
    document.documentElement.dataset['hours'] = isTwelveHour ? '12' : '24';
  }, [isTwelveHour]);
  return <PageContext value={page}>{children}</PageContext>;
}
