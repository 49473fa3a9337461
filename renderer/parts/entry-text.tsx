import { type ReactNode, useCallback } from 'react';
import type { ActivityEntry } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { CauseText, CoreText } from '../state/use-sentences.tsx';
import { SENTENCES } from '../text/index.ts';
import type { OwnLine } from '../text/sentences.ts';
import { OwnSentence } from './own-sentence.tsx';
import { Quoted } from './quoted.tsx';
import { Sentence } from './sentence.tsx';

type Told = { readonly event: ActivityEntry['event'] };

/** The sentence of an entry or of a step: in the page's language where it has one, else the core's, marked as English. */
export function EntrySentence({ sentence, event }: Told & { sentence: string }): ReactNode {
  const own = useOwnLine()({ event });
  return own === undefined ? <CoreText value={sentence} /> : <Sentence value={own.sentence} />;
}

/** The second line of an entry, in the same way. */
export function EntryCause({ cause, event }: Told & { cause: string }): ReactNode {
  const own = useOwnLine()({ event });
  if (own?.isQuoted === true) return <Quoted value={own.cause ?? cause} />;
  return own?.cause === undefined ? <CauseText value={cause} /> : <OwnSentence value={own.cause} told={own.told} />;
}

/** Undefined where the core's own line is shown. */
export function useOwnLine(): (entry: Partial<Told>) => OwnLine | undefined {
  const { language, formats } = usePage();
  return useCallback(
    ({ event }) =>
      event === undefined
        ? undefined
        : (SENTENCES[language]?.activity(event, { formats, now: Date.now() }) ?? undefined),
    [language, formats],
  );
}
