import type { StatusSnapshot, SubscriptionsStatus } from '../../../electron/contract/index.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { HeadroomList } from '../../parts/headroom-list.tsx';
import { SUBSCRIPTIONS_PRESENTATION } from '../../parts/present.ts';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useOfflineAsOf } from '../../state/use-offline.ts';
import { navigate } from '../../state/use-route.ts';
import { useActions } from '../../state/view-context.ts';
import { GateRow } from './gate-row.tsx';

/** The subscriptions gate: how many are usable, who works on them, what is left, and the button that moves agents. */
export function SubscriptionsGate({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const { subscriptions } = snapshot;
  const { text, formats } = usePage();
  const now = useNow();
  const { rotateSubscription, askRotate } = useActions();
  const asOf = useOfflineAsOf(snapshot, 'subscriptions');
  const { health, state, usableTotal, subscriptionsTotal, nextReturnAt, since, assignedTotal } = subscriptions;
  const limited = subscriptions.subscriptions.filter(one => one.state === 'limited').length;
  const word =
    state === 'usable'
      ? text.subscriptions.usable(formats.number(usableTotal), formats.number(subscriptionsTotal))
      : text.subscriptionsState[state];
  return (
    <GateRow
      health={health}
      title={text.subscriptions.title}
      state={<StateWord {...SUBSCRIPTIONS_PRESENTATION[state]} word={word} />}
      asOf={asOf}
      caption={
        nextReturnAt === null
          ? text.subscriptions.since(formats.time(since, now))
          : text.subscriptions.nextReturn(formats.number(limited), formats.comingTime(nextReturnAt, now))
      }
      captionHint={formats.fullTime(nextReturnAt ?? since)}
      facts={<SubscriptionFacts subscriptions={subscriptions} now={now} />}
      history={<HeadroomList subscriptions={subscriptions.subscriptions} />}
      actions={
        <>
          <button
            type="button"
            className="button"
            disabled={rotateSubscription.isRunning || isStale || assignedTotal === 0}
            aria-keyshortcuts="Control+Shift+S Meta+Shift+S"
            onClick={askRotate}
          >
            {rotateSubscription.isRunning ? text.subscriptions.rotating : text.subscriptions.rotateChoose}
          </button>
          <button type="button" className="button" onClick={() => navigate('subscriptions')}>
            {text.frame.details}
          </button>
        </>
      }
      notes={<CommandNote outcome={rotateSubscription.outcome} />}
    />
  );
}

function SubscriptionFacts({ subscriptions, now }: { subscriptions: SubscriptionsStatus; now: number }) {
  const { text, formats } = usePage();
  const { agents, agentsTotal, lastSwitch, isTryOut, isAutomatic } = subscriptions;
  const used = new Set(agents.map(({ subscription }) => subscription).filter(name => name !== null)).size;
  const jobs = agents.reduce((sum, { health }) => sum + (health.activeTasks ?? 0), 0);
  return (
    <Facts>
      <Fact
        name={text.subscriptions.agents}
        value={text.subscriptions.agentsOn(formats.number(agentsTotal), formats.number(used))}
      >
        {isTryOut && <span className="pin">{text.subscriptions.tryOut}</span>}
        {!isAutomatic && <span className="pin">{text.subscriptions.byHandOnly}</span>}
      </Fact>
      <Fact name={text.subscriptions.jobs} value={text.subscriptions.running(formats.number(jobs))} />
      {lastSwitch === null ? (
        <Fact name={text.subscriptions.last} value={<span className="quiet">{text.subscriptions.noSwitch}</span>} />
      ) : (
        <>
          <Fact name={text.subscriptions.last} value={text.subscriptions.fromTo(lastSwitch.from, lastSwitch.to)} />
          <Fact
            name={text.subscriptions.agent}
            value={`${lastSwitch.agent}, ${formats.time(lastSwitch.at, now)}`}
            hint={`${lastSwitch.agent}, ${formats.fullTime(lastSwitch.at)}`}
          />
          <Fact
            name={text.subscriptions.cause}
            value={[
              text.assignmentCause[lastSwitch.cause] ?? lastSwitch.cause,
              text.switchResult[kindOf(lastSwitch.result)] ?? lastSwitch.result.replaceAll('_', ' '),
            ].join(', ')}
          />
        </>
      )}
    </Facts>
  );
}

/** How a rotation ended, without what the agent says of it. */
function kindOf(result: string): string {
  return result.startsWith('failed') ? 'failed' : result;
}
