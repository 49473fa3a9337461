import type { AgentSummary, SubscriptionsStatus } from '../../../electron/contract/index.ts';
import { DetailPane } from '../../parts/detail-pane.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { Shape, StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { navigate } from '../../state/use-route.ts';
import { ToldText } from '../../state/use-sentences.tsx';
import type { Ask } from './ask.ts';
import { ResultReason } from './result-reason.tsx';
import { readResult } from './standing.ts';
import type { Act } from './use-act.ts';
import { useWords } from './use-words.ts';

const HEALTH = {
  up: { shape: 'disc', tone: 'well' },
  down: { shape: 'square', tone: 'broken' },
  unknown: { shape: 'ring', tone: 'neutral' },
} as const;

/** All that is known of one agent, and what can be done with it. */
export function AgentDetail({
  agent,
  status,
  act,
  isStale,
  onAsk,
}: {
  agent: AgentSummary;
  status: SubscriptionsStatus;
  act: Act;
  isStale: boolean;
  onAsk: Ask;
}) {
  const { text } = usePage();
  const mine = text.views.subscriptions;
  const { name, subscription, health, shadowedKeys } = agent;
  const isOff = isStale || act.isRunning;
  const isChecking = act.isRunning && act.name === 'checkAgents';
  return (
    <DetailPane
      caption={mine.agentKinds[agent.kind]}
      title={name}
      onClose={() => navigate('subscriptions')}
      buttons={
        <>
          <button
            type="button"
            className="button"
            disabled={isOff}
            onClick={() => onAsk({ kind: 'rotate', agent: name })}
          >
            {mine.rotateOne}
          </button>
          <button
            type="button"
            className="button"
            disabled={isOff}
            onClick={() => onAsk({ kind: 'assign', agent: name })}
          >
            {mine.assign}
          </button>
          <button
            type="button"
            className="button"
            disabled={isOff}
            onClick={() => act.run({ name: 'checkAgents', agent: name })}
          >
            {isChecking ? mine.checking : mine.check}
          </button>
          <button
            type="button"
            className="button"
            disabled={isOff}
            onClick={() => onAsk({ kind: 'remove-agent', agent: name })}
          >
            {mine.remove}
          </button>
        </>
      }
    >
      <div className="standing">
        <StateWord {...HEALTH[health.state]} word={mine.healthStates[health.state]} />
        {health.reason !== null && (
          <p className="second">
            <ToldText told={health.told} value={health.reason} />
          </p>
        )}
        {subscription === null && <p className="second">{mine.unassigned}</p>}
        {shadowedKeys.length > 0 && (
          <p className="second shadowed">
            <Shape name="half" tone="needs-you" />
            <span>{mine.shadowed(shadowedKeys.join(', '))}</span>
          </p>
        )}
      </div>
      <AgentFacts agent={agent} status={status} />
    </DetailPane>
  );
}

function AgentFacts({ agent, status }: { agent: AgentSummary; status: SubscriptionsStatus }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const words = useWords();
  const { facts, reloads, never } = text.views.subscriptions;
  const { subscription, since, cause, result: said, isConfirmed, host, runtime, model, canReload } = agent;
  const { checkedAt } = agent.health;
  const result = readResult(said);
  return (
    <>
      <Facts>
        <Fact
          name={facts.subscription}
          value={subscription ?? text.subscriptions.none}
          hint={subscription ?? undefined}
        />
        {since !== null && (
          <Fact name={facts.since} value={formats.nearTime(since, now)} hint={formats.fullTime(since)} />
        )}
        {cause !== null && <Fact name={facts.why} value={words.why(agent, status)} hint={words.why(agent, status)} />}
        {(said !== null || !isConfirmed) && (
          <Fact name={facts.outcome} value={<StateWord {...result.presentation} word={words.result(result)} />} />
        )}
        <Fact name={facts.jobs} value={words.jobs(agent)} />
        <Fact
          name={facts.checked}
          value={checkedAt === null ? never : formats.nearTime(checkedAt, now)}
          hint={checkedAt === null ? undefined : formats.fullTime(checkedAt)}
        />
        {host !== null && <Fact name={facts.host} value={host} hint={host} isCode />}
        {runtime !== null && <Fact name={facts.runtime} value={runtime} hint={runtime} />}
        {model !== null && <Fact name={facts.model} value={model} hint={model} isCode />}
        <Fact name={facts.reload} value={reloads[canReload]} />
      </Facts>
      {result.reason !== null && (
        <p className="caption">
          <ResultReason reason={result.reason} told={agent.resultTold} />
        </p>
      )}
    </>
  );
}
