import type { SubscriptionSummary, SubscriptionsStatus } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import type { Runner } from '../state/use-command.ts';
import { useNow } from '../state/use-now.ts';
import { CommandNote } from './command-note.tsx';
import { Glyph } from './glyph.tsx';
import { HeadroomBar } from './headroom-bar.tsx';
import { SUBSCRIPTIONS_PRESENTATION } from './present.ts';
import { StateWord } from './shape.tsx';

/** More do not fit the row; the table has them all. */
const MOST_BARS = 5;

/** The subscriptions gate: how many are usable, who works on them, what is left, and the button that moves agents. */
export function SubscriptionsGate({
  subscriptions,
  rotate,
  isStale,
}: {
  subscriptions: SubscriptionsStatus;
  rotate: Runner;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const now = useNow();
  const { health, state, usableTotal, subscriptionsTotal, nextReturnAt, since, assignedTotal } = subscriptions;
  const word =
    state === 'usable'
      ? text.subscriptions.usable(formats.number(usableTotal), formats.number(subscriptionsTotal))
      : text.subscriptionsState[state];
  return (
    <section className="gate" aria-labelledby="subscriptions-title">
      <div className="identity">
        <Glyph health={health} size={22} />
        <div>
          <h2 id="subscriptions-title">{text.subscriptions.title}</h2>
          <StateWord {...SUBSCRIPTIONS_PRESENTATION[state]} word={word} />
          <p className="caption" title={formats.fullTime(nextReturnAt ?? since)}>
            {nextReturnAt === null
              ? text.subscriptions.since(formats.time(since, now))
              : text.subscriptions.nextReturn(formats.time(nextReturnAt, now))}
          </p>
        </div>
      </div>
      <SubscriptionFacts subscriptions={subscriptions} now={now} />
      <div className="history">
        <Bars subscriptions={subscriptions.subscriptions} />
      </div>
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={rotate.isRunning || isStale || assignedTotal === 0}
          aria-keyshortcuts="Control+Shift+S Meta+Shift+S"
          onClick={() => rotate.run({ name: 'rotateSubscription' })}
        >
          {rotate.isRunning ? text.subscriptions.rotating : text.subscriptions.rotateAll}
        </button>
      </div>
      <CommandNote outcome={rotate.outcome} />
    </section>
  );
}

function SubscriptionFacts({ subscriptions, now }: { subscriptions: SubscriptionsStatus; now: number }) {
  const { text, formats } = usePage();
  const { agents, agentsTotal, lastSwitch, isTryOut, isAutomatic } = subscriptions;
  const used = new Set(agents.map(({ subscription }) => subscription).filter(name => name !== null)).size;
  const jobs = agents.reduce((sum, { health }) => sum + (health.activeTasks ?? 0), 0);
  return (
    <dl className="facts">
      <dt>{text.subscriptions.agents}</dt>
      <dd>
        <span className="cut">{text.subscriptions.agentsOn(formats.number(agentsTotal), formats.number(used))}</span>
        {isTryOut && <span className="pin">{text.subscriptions.tryOut}</span>}
        {!isAutomatic && <span className="pin">{text.subscriptions.byHandOnly}</span>}
      </dd>
      <dt>{text.subscriptions.jobs}</dt>
      <dd>
        <span className="cut">{text.subscriptions.running(formats.number(jobs))}</span>
      </dd>
      {lastSwitch !== null && (
        <>
          <dt>{text.subscriptions.last}</dt>
          <dd>
            <span className="cut" title={lastSwitch.reason}>
              {text.subscriptions.fromTo(lastSwitch.from, lastSwitch.to)}
            </span>
          </dd>
          <dt>{text.subscriptions.agent}</dt>
          <dd>
            <span className="cut">
              {lastSwitch.agent}, {formats.time(lastSwitch.at, now)}
            </span>
          </dd>
          <dt>{text.subscriptions.cause}</dt>
          <dd>
            <span className="cut">
              {text.assignmentCause[lastSwitch.cause] ?? lastSwitch.cause}, {lastSwitch.result.replaceAll('_', ' ')}
            </span>
          </dd>
        </>
      )}
    </dl>
  );
}

function Bars({ subscriptions }: { subscriptions: readonly SubscriptionSummary[] }) {
  const { text, formats } = usePage();
  const shown = subscriptions.filter(({ kind, state }) => kind === 'setup_token' && state !== 'removing');
  if (shown.length === 0) return null;
  return (
    <>
      <p className="chart-line">
        <span>{text.subscriptions.fiveHours}</span>
        <span>{text.subscriptions.left}</span>
      </p>
      <ul className="bars">
        {shown.slice(0, MOST_BARS).map(one => {
          const leftPct = leftOf(one, '5h');
          return (
            <li key={one.id}>
              <span className="cut" title={one.name}>
                {one.name}
              </span>
              <HeadroomBar leftPct={leftPct} />
              <span>{leftPct === null ? text.subscriptions.unknownShort : text.percent(formats.number(leftPct))}</span>
            </li>
          );
        })}
      </ul>
      {shown.length > MOST_BARS && (
        <p className="caption">{text.subscriptions.more(formats.number(shown.length - MOST_BARS))}</p>
      )}
    </>
  );
}

/** Percent that is left of a window; null when nobody knows. */
export function leftOf({ headroom }: SubscriptionSummary, name: string): number | null {
  const used = headroom.windows.find(({ window }) => window === name)?.usedPct ?? null;
  return used === null ? null : Math.max(0, Math.round(100 - used));
}
