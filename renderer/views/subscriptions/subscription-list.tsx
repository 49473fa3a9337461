import type { AgentSummary, SubscriptionSummary, SubscriptionsStatus } from '../../../electron/contract/index.ts';
import { leftOf } from '../../format/headroom.ts';
import { HeadroomBar } from '../../parts/headroom-bar.tsx';
import { SUBSCRIPTION_PRESENTATION } from '../../parts/present.ts';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import type { Runner } from '../../state/use-command.ts';
import { useNow } from '../../state/use-now.ts';

/** All subscriptions with what is left of them, and all agents with a button each; nothing when there are none. */
export function SubscriptionList({
  subscriptions,
  rotate,
  isStale,
}: {
  subscriptions: SubscriptionsStatus;
  rotate: Runner;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const { subscriptions: all, agents, agentsTotal } = subscriptions;
  if (all.length === 0 && agents.length === 0) return null;
  return (
    <section className="records subscriptions" aria-labelledby="subscription-list-title">
      <h2 id="subscription-list-title">
        {text.subscriptions.listTitle}
        <span className="second">{text.subscriptions.agentCount(agentsTotal, formats.number(agentsTotal))}</span>
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.subscriptions.name}</th>
            <th scope="col">{text.subscriptions.fiveHours}</th>
            <th scope="col">{text.subscriptions.sevenDays}</th>
            <th scope="col">{text.subscriptions.state}</th>
          </tr>
        </thead>
        <tbody>
          {all.map(one => (
            <SubscriptionRow key={one.id} one={one} />
          ))}
        </tbody>
      </table>
      {agents.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{text.subscriptions.agent}</th>
              <th scope="col">{text.subscriptions.on}</th>
              <th scope="col">{text.subscriptions.how}</th>
              <th scope="col">{text.subscriptions.choice}</th>
            </tr>
          </thead>
          <tbody>
            {agents.map(agent => (
              <AgentRow key={agent.name} agent={agent} rotate={rotate} isStale={isStale} />
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

function SubscriptionRow({ one }: { one: SubscriptionSummary }) {
  const { text, formats } = usePage();
  const { name, tier, agents, state, sentence, expiresAt } = one;
  return (
    <tr>
      <td title={expiresAt === null ? undefined : text.subscriptions.until(formats.fullTime(expiresAt))}>
        <span className="cut">{name}</span>
        <p className="caption">
          {tier !== null && `${tier}, `}
          {text.subscriptions.agentCount(agents, formats.number(agents))}
        </p>
      </td>
      <td>
        <Window one={one} window="5h" />
      </td>
      <td>
        <Window one={one} window="7d" />
      </td>
      <td title={sentence}>
        <StateWord {...SUBSCRIPTION_PRESENTATION[state]} word={text.subscriptionState[state]} />
        <p className="caption cut">{sentence}</p>
      </td>
    </tr>
  );
}

function Window({ one, window }: { one: SubscriptionSummary; window: string }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const leftPct = leftOf(one, window);
  const found = one.headroom.windows.find(each => each.window === window);
  if (one.kind === 'api_key') return <span className="quiet">{text.subscriptions.noWindows}</span>;
  return (
    <>
      <span className="bar-line">
        <HeadroomBar leftPct={leftPct} />
        <span>
          {leftPct === null ? text.subscriptions.unknown : text.subscriptions.leftOf(formats.percent(leftPct))}
        </span>
      </span>
      {found?.resetsAt != null && (
        <p className="caption" title={formats.fullTime(found.resetsAt)}>
          {found.wallAt === null
            ? text.subscriptions.resets(formats.comingTime(found.resetsAt, now))
            : text.subscriptions.lasts(formats.comingTime(found.wallAt, now), formats.comingTime(found.resetsAt, now))}
        </p>
      )}
    </>
  );
}

function AgentRow({ agent, rotate, isStale }: { agent: AgentSummary; rotate: Runner; isStale: boolean }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const { name, subscription, since, cause, isConfirmed, result, health, shadowedKeys } = agent;
  const notes = [
    ...(health.state === 'down' ? [health.reason ?? text.subscriptions.noAnswer] : []),
    ...(isConfirmed || result === null ? [] : [result.replaceAll('_', ' ')]),
    ...(shadowedKeys.length === 0 ? [] : [text.subscriptions.shadowed(shadowedKeys.join(', '))]),
    ...(health.activeTasks === null ? [] : [text.subscriptions.running(formats.number(health.activeTasks))]),
  ];
  return (
    <tr>
      <td>
        <span className="cut" title={name}>
          {name}
        </span>
      </td>
      <td>
        {subscription ?? <span className="quiet">{text.subscriptions.none}</span>}
        {since !== null && cause !== null && (
          <p className="caption">
            {formats.time(since, now)}, {text.assignmentCause[cause] ?? cause}
          </p>
        )}
      </td>
      <td className="reason">{notes.join('; ')}</td>
      <td>
        <button
          type="button"
          className="button"
          disabled={rotate.isRunning || isStale}
          aria-label={text.subscriptions.rotateName(name)}
          onClick={() => rotate.run({ name: 'rotateSubscription', agent: name })}
        >
          {text.subscriptions.rotate}
        </button>
      </td>
    </tr>
  );
}
