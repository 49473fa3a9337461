import { type ReactNode, useMemo } from 'react';
import type { Remedy, Told } from '../../electron/contract/index.ts';
import { OwnSentence } from '../parts/own-sentence.tsx';
import { Sentence } from '../parts/sentence.tsx';
import { SENTENCES } from '../text/index.ts';
import type { SentenceKit, Sentences } from '../text/sentences.ts';
import { type Failure, PAGE_FAILURES } from './failure.ts';
import { usePage } from './page-context.ts';
import { useNow } from './use-now.ts';

/** What the core's headline ends with in the sandbox. Where a headline is shown, the banner says it already. */
const SANDBOX_NOTE = ' This is the sandbox, not a real network.';

/** One function for each kind of sentence: what it is about in, the sentence to show out. */
export type Said = {
  readonly [Name in Exclude<keyof Sentences, 'cause' | 'activity' | 'error' | 'errorRemedy' | 'told' | 'remedy'>]: (
    about: Parameters<Sentences[Name]>[0],
  ) => ReactNode;
};

/** The sentences of the states in the page's language; the core's own where the language has none. */
export function useSentences(): Said {
  const { language, formats } = usePage();
  const now = useNow(10_000);
  return useMemo(() => {
    const kit: SentenceKit = { formats, now };
    const own = SENTENCES[language];
    const say = (mine: string | undefined, cores: string, told?: Told): ReactNode =>
      mine === undefined ? <CoreText value={cores} /> : <OwnSentence value={mine} told={told} />;
    return {
      headline: about => say(own?.headline(about, kit), about.headline.replace(SANDBOX_NOTE, '')),
      gateway: about => say(own?.gateway(about, kit), about.sentence),
      tee: about => say(own?.tee(about, kit), about.sentence),
      subscriptions: about => say(own?.subscriptions(about, kit), about.sentence, about.told),
      subscription: about => say(own?.subscription(about, kit), about.sentence),
      account: about => say(own?.account(about, kit), about.sentence),
      storage: about => say(own?.storage(about, kit), about.sentence),
      proxy: about => say(own?.proxy(about, kit), about.sentence),
      updates: about => say(own?.updates(about, kit), about.sentence),
      updatesRemedy: about => (about.remedy === null ? null : say(own?.updatesRemedy(about, kit), about.remedy.text)),
    };
  }, [language, formats, now]);
}

/** The headline as plain text, for the window's title and to be read out. */
export function useHeadline(snapshot: Parameters<Sentences['headline']>[0]): string {
  const { language, formats } = usePage();
  return SENTENCES[language]?.headline(snapshot, { formats, now: Date.now() }) ?? snapshot.headline;
}

/** A sentence of the core, which is English whatever the page speaks; a screen reader is told so. */
export function CoreText({ value }: { value: string }) {
  const { language } = usePage();
  return language === 'en' ? (
    <Sentence value={value} />
  ) : (
    <span lang="en">
      <Sentence value={value} />
    </span>
  );
}

/** A cause of the activity: the known ones in the page's language. */
export function CauseText({ value }: { value: string }) {
  const { language } = usePage();
  const own = SENTENCES[language]?.cause(value);
  return own === undefined ? <CoreText value={value} /> : own;
}

/** What can be done about a state: in the page's language by its code, else the core's words. */
export function RemedyText({ remedy: { code, text } }: { remedy: Remedy }) {
  const { language } = usePage();
  const own = code === undefined ? undefined : SENTENCES[language]?.remedy(code);
  return own === undefined ? <CoreText value={text} /> : <Sentence value={own} />;
}

/** Why something failed, and what can be done about it. */
export function FailureText({ failure: { code, sentence, remedy } }: { failure: Failure }) {
  return (
    <>
      <ErrorText code={code} part="error" value={sentence} />
      {remedy !== null && (
        <>
          {' '}
          <ErrorText code={code} part="errorRemedy" value={remedy} />
        </>
      )}
    </>
  );
}

/** A sentence of the core: in the page's language where the core says by a code what it is about, else its own words. */
export function ToldText({ told, value }: { told: Told | undefined; value: string }) {
  const own = useToldSentence()(told);
  return own === undefined ? <CoreText value={value} /> : <OwnSentence value={own} told={told} />;
}

/** The same as plain text; undefined where the core's own words stand. */
export function useToldSentence(): (told: Told | undefined) => string | undefined {
  const { language, formats } = usePage();
  return told => (told === undefined ? undefined : SENTENCES[language]?.told(told, { formats, now: Date.now() }));
}

/** What went wrong, or what can be done about it, in the same way. `code` null: nobody said more than the text. */
export function ErrorText({
  code,
  part,
  value,
}: {
  code: string | null;
  part: 'error' | 'errorRemedy';
  value: string;
}) {
  const { language } = usePage();
  if (code !== null && PAGE_FAILURES.has(code)) return <Sentence value={value} />;
  const own = code === null ? undefined : SENTENCES[language]?.[part](code);
  return own === undefined ? <CoreText value={value} /> : <Sentence value={own} />;
}
