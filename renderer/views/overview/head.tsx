import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { Glyph } from '../../parts/glyph.tsx';
import { headSentence } from '../../parts/present.ts';
import { Sentence } from '../../parts/sentence.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useActions } from '../../state/view-context.ts';

/** The answer to "is it open", and what changed last. */
export function Head({
  snapshot,
  asOf,
  isStale,
}: {
  snapshot: StatusSnapshot;
  asOf: string | undefined;
  isStale: boolean;
}) {
  const { text } = usePage();
  const { pause, askPause } = useActions();
  const now = useNow(60_000);
  return (
    <header className="head">
      <Glyph health={snapshot.health} size={28} />
      <div>
        <h1 tabIndex={-1}>
          {snapshot.headline}
          <span className="hidden">({text.health[snapshot.health]})</span>
          {asOf !== undefined && <span className="as-of">{asOf}</span>}
        </h1>
        <p>
          <HeadSentence snapshot={snapshot} now={now} />
        </p>
      </div>
      <button
        type="button"
        className="button"
        disabled={pause.isRunning || isStale}
        aria-keyshortcuts="Control+P Meta+P"
        onClick={askPause}
      >
        {snapshot.paused === null ? text.frame.pause : text.frame.resume}
      </button>
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
