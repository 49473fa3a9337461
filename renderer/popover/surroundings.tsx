import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { EntrySentence } from '../parts/entry-text.tsx';
import { Glyph } from '../parts/glyph.tsx';
import { PROXY_PRESENTATION } from '../parts/present.ts';
import { StateWord } from '../parts/shape.tsx';
import { showWhole } from '../parts/show-whole.ts';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';
import { useSentences } from '../state/use-sentences.tsx';
import { type Actions, useActions } from '../state/view-context.ts';
import { WindowLink } from './links.tsx';

/** One less where the sandbox's line takes its room. */
const SHOWN_EVENTS = { sandbox: 1, real: 2 };

/** Says above everything else that this is no real network. */
export function SandboxLine({ snapshot: { sandbox, gateways } }: { snapshot: StatusSnapshot }) {
  const { text } = usePage();
  if (sandbox === null) return null;
  const hasRealGateway = gateways.some(({ source }) => source !== 'sandbox');
  return <p className="pop-sandbox cut">{hasRealGateway ? text.sandbox.inferenceOnly : text.sandbox.title}</p>;
}

/** The answer to "is it open", and the pause. */
export function Head({ snapshot }: { snapshot: StatusSnapshot }) {
  const { text } = usePage();
  const say = useSentences();
  const caption = useCaption(snapshot);
  const { pause, askPause } = useActions();
  const isPaused = snapshot.paused !== null;
  return (
    <header className="pop-head">
      <Glyph health={snapshot.health} size={22} />
      <div>
        <h1>{say.headline(snapshot)}</h1>
        <p className="caption">{caption}</p>
      </div>
      <button
        type="button"
        className={isPaused ? 'button primary' : 'button'}
        disabled={pause.isRunning || snapshot.safeMode !== null}
        aria-keyshortcuts="Control+P Meta+P"
        onClick={askPause}
      >
        {isPaused ? text.frame.resume : text.frame.pause}
      </button>
    </header>
  );
}

function useCaption({ paused, health, offline }: StatusSnapshot): string {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  if (paused === null && offline !== undefined && health === 'working')
    return text.frame.offlineBrief(formats.time(offline.since, now));
  if (paused === null) return health === 'well' ? text.head.nothing : text.health[health];
  if (paused.until === null) return text.head.pausedUntilResumed;
  return text.head.paused(formats.comingTime(paused.until, now));
}

/** What goes into a client's settings. */
export function EndpointPart({ proxy, actions }: { proxy: StatusSnapshot['proxy']; actions: Actions }) {
  const { text } = usePage();
  const { endpoint, state } = proxy;
  const { result, copy } = actions.copyEndpoint;
  return (
    <section className="pop-endpoint" aria-label={text.endpoint.label}>
      {endpoint === null ? (
        <StateWord {...PROXY_PRESENTATION[state]} word={`${text.endpoint.label}: ${text.proxyState[state]}`} />
      ) : (
        <>
          <code className="cut" title={endpoint}>
            {endpoint}
          </code>
          <button
            type="button"
            className="button small fixed"
            aria-keyshortcuts="Control+Shift+C Meta+Shift+C"
            onClick={() => copy(endpoint)}
          >
            {result === 'copied'
              ? text.endpoint.copied
              : result === 'failed'
                ? text.endpoint.copyFailed
                : text.endpoint.copy}
          </button>
        </>
      )}
    </section>
  );
}

/** What happened last. */
export function Events({ snapshot: { activity, sandbox } }: { snapshot: StatusSnapshot }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const shown = activity
    .filter(({ code }) => code !== 'answerVerified')
    .slice(0, sandbox === null ? SHOWN_EVENTS.real : SHOWN_EVENTS.sandbox);
  if (shown.length === 0) return null;
  return (
    <section className="pop-events" aria-label={text.activity.title}>
      <ol>
        {shown.map(({ id, at, event, sentence }) => (
          <li key={id}>
            <time className="quiet" dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
              {formats.time(at, now)}
            </time>
            <span className="cut" onPointerEnter={showWhole}>
              <EntrySentence event={event} sentence={sentence} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The ways into the full window. */
export function Foot() {
  const { text } = usePage();
  return (
    <footer className="pop-foot">
      <WindowLink view="overview">{text.frame.openWindow}</WindowLink>
      <WindowLink view="activity">{text.frame.names.activity}</WindowLink>
      <WindowLink view="settings">{text.frame.names.settings}</WindowLink>
    </footer>
  );
}
