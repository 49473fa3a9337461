import { createContext, useContext } from 'react';
import type { LiveBridge } from '../bridge/live-bridge.ts';
import type { Formats } from '../format/formats.ts';
import type { Language, LanguageSetting, Messages } from '../text/index.ts';
import type { QueryCache } from './query-cache.ts';

/** What every part of the page may use. */
export interface Page {
  readonly bridge: LiveBridge;
  readonly text: Messages;
  readonly formats: Formats;
  readonly queries: QueryCache;
  readonly language: Language;
  /** Follows the setting; `auto` is the person's own language. */
  readonly setLanguage: (setting: LanguageSetting) => void;
}

export const PageContext = createContext<Page | undefined>(undefined);

/** The page's surroundings. Throws outside of the page. */
export function usePage(): Page {
  const page = useContext(PageContext);
  if (page === undefined) throw new Error('This part stands outside of the page.');
  return page;
}
