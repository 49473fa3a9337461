import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { EntrySentence } from '../../parts/entry-text.tsx';
import { Glyph } from '../../parts/glyph.tsx';
import { decidingPart } from '../../parts/present.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { type Said, useSentences } from '../../state/use-sentences.tsx';
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
  const say = useSentences();
  const now = useNow(60_000);
  return (
    <header className="head">
      <Glyph health={snapshot.health} size={28} />
      <div>
        <h1 tabIndex={-1}>
          {say.headline(snapshot)}
          <span className="hidden">({text.health[snapshot.health]})</span>
          {asOf !== undefined && <span className="as-of">{asOf}</span>}
        </h1>
        <p className={snapshot.health === 'well' ? 'cut' : undefined}>
          <HeadSentence snapshot={snapshot} now={now} />
        </p>
      </div>
      <button
        type="button"
        className={snapshot.paused === null ? 'button' : 'button primary'}
        disabled={pause.isRunning || isStale || snapshot.safeMode !== null}
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
  const say = useSentences();
  const { paused, offline } = snapshot;
  const { safeMode } = snapshot;
  if (safeMode?.lostSettings !== undefined) return text.safeMode.lostSettings.detail(safeMode.lostSettings.file);
  if (safeMode !== null) return text.safeMode.detail;
  if (paused !== null) {
    return paused.until === null
      ? text.head.pausedUntilResumed
      : text.head.paused(formats.comingTime(paused.until, now));
  }
  if (offline !== undefined && snapshot.health === 'working')
    return text.frame.offlineDetail(formats.time(offline.since, now));
  if (snapshot.health !== 'well') return <DecidingSentence snapshot={snapshot} say={say} />;
  // A verified answer is the normal course and changes nothing.
  const last = snapshot.activity.find(({ code }) => code !== 'answerVerified');
  return (
    <>
      {text.head.nothing}
      {last !== undefined && (
        <>
          {' '}
          <span>
            {text.head.lastChange(formats.time(last.at, now))}{' '}
            <EntrySentence event={last.event} sentence={last.sentence} />
          </span>
        </>
      )}
    </>
  );
}

/** The sentence of the part that decides how all of it stands. */
function DecidingSentence({ snapshot, say }: { snapshot: StatusSnapshot; say: Said }) {
  const part = decidingPart(snapshot);
  if (part === 'gateway') return snapshot.gateway === null ? null : say.gateway(snapshot.gateway);
  if (part === 'account') return say.account(snapshot.account);
  if (part === 'tee') return say.tee(snapshot.tee);
  if (part === 'subscriptions') return say.subscriptions(snapshot.subscriptions);
  if (part === 'storage') return snapshot.storage === undefined ? null : say.storage(snapshot.storage);
  return say.proxy(snapshot.proxy);
}
