import type { ReactNode } from 'react';
import type { ActivityEntry } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { CauseText, CoreText } from '../state/use-sentences.tsx';
import { SENTENCES } from '../text/index.ts';
import { Sentence } from './sentence.tsx';

/** The sentence of an entry or of a step: in the page's language where it has one, else the core's, marked as English. */
export function EntrySentence({ code, sentence }: Pick<ActivityEntry, 'code' | 'sentence'>): ReactNode {
  const { language } = usePage();
  const own = SENTENCES[language]?.activity(code, sentence);
  return own === undefined ? <CoreText value={sentence} /> : <Sentence value={own} />;
}

/** The cause of an entry, in the same way. */
export function EntryCause({ code, cause }: { code: string; cause: string }): ReactNode {
  const { language } = usePage();
  const own = SENTENCES[language]?.activityCause(code, cause);
  return own === undefined ? <CauseText value={cause} /> : <Sentence value={own} />;
}

/** The sentence of an entry as plain text, for tooltips. */
export function useEntryHint(): (entry: Pick<ActivityEntry, 'code' | 'sentence'>) => string {
  const { language } = usePage();
  return ({ code, sentence }) => SENTENCES[language]?.activity(code, sentence) ?? sentence;
}
