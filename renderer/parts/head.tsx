import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';
import { Glyph } from './glyph.tsx';
import { headSentence } from './present.ts';
import { Sentence } from './sentence.tsx';

/** The answer to "is it open", and what changed last. */
export function Head({ snapshot, asOf }: { snapshot: StatusSnapshot; asOf: string | undefined }) {
  const { text } = usePage();
  const now = useNow(60_000);
  return (
    <header className="head">
      <Glyph health={snapshot.health} size={28} />
      <div>
        <h1>
          {snapshot.headline}
          <span className="hidden">({text.health[snapshot.health]})</span>
          {asOf !== undefined && <span className="as-of">{text.connection.asOf(asOf)}</span>}
        </h1>
        <p>
          <HeadSentence snapshot={snapshot} now={now} />
        </p>
      </div>
    </header>
  );
}

function HeadSentence({ snapshot, now }: { snapshot: StatusSnapshot; now: number }) {
  const { text, formats } = usePage();
  if (snapshot.health !== 'well' && snapshot.health !== 'paused') return <Sentence value={headSentence(snapshot)} />;
  // A verified answer is the normal course and changes nothing.
  const last = snapshot.activity.find(({ code }) => code !== 'answerVerified');
  return (
    <>
      {text.head.nothing}
      {last !== undefined && (
        <>
          {' '}
          <Sentence value={text.head.lastChange(formats.time(last.at, now), last.sentence)} />
        </>
      )}
    </>
  );
}
