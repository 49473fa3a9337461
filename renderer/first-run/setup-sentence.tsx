import { Sentence } from '../parts/sentence.tsx';
import { usePage } from '../state/page-context.ts';
import { CoreText } from '../state/use-sentences.tsx';
import { SETUP_SENTENCES } from '../text/index.ts';

/** A sentence of the first run: in the page's language where it has one, else the core's own, marked as English. */
export function SetupSentence({ value }: { value: string }) {
  const { language } = usePage();
  const own = SETUP_SENTENCES[language]?.(value);
  return own === undefined ? <CoreText value={value} /> : <Sentence value={own} />;
}
