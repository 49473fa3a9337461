import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { AddAgent } from './add-agent.tsx';
import { AddSubscription } from './add-subscription.tsx';
import { Checks } from './checks.tsx';
import { type PageProps, type Primary, QuestionPage, standingPrimary } from './page.tsx';

/** The third question: which subscriptions and agents there are. */
export function SubscriptionsPage(props: PageProps) {
  const { snapshot, step, act } = props;
  const { setup } = snapshot;
  const { subscriptions, agents } = snapshot.subscriptions;
  const { text } = usePage();
  const { firstRun } = text;
  const words = firstRun.subscriptions;
  const isLast = setup.steps.at(-1)?.name === step.name;
  const isEmpty = subscriptions.length + agents.length === 0;
  // A row that came after the check is not in it.
  const isChecked = [...subscriptions, ...agents].every(({ name }) => step.checks.some(({ about }) => about === name));
  const primary = (): Primary => {
    if (isEmpty) {
      const label = isLast ? words.finishWithout : words.without;
      return { label, hint: words.withoutHint, isSkip: true, run: () => act.run([{ name: 'setupSkip' }]) };
    }
    if (step.state === 'checking' || (step.state === 'ok' && (isChecked || step.checks.length === 0))) {
      return standingPrimary(props, firstRun);
    }
    const label = step.state === 'failed' && isChecked ? firstRun.checkAgain : words.act;
    return { label, hint: words.hint, run: () => act.run([{ name: 'setupCheck' }]) };
  };
  return (
    <QuestionPage
      {...props}
      question={words.question}
      detail={words.detail}
      primary={primary()}
      canGoOnAnyway={step.state === 'failed'}
    >
      {isEmpty ? <p className="quiet listed">{words.none}</p> : <Listed {...props} />}
      <Checks step={step} switching={setup.switching} />
      <AddSubscription {...props} />
      <AddAgent {...props} />
    </QuestionPage>
  );
}

/** What there is, each agent with the subscription that it works on. */
function Listed({ snapshot, act, isStale }: PageProps) {
  const { text } = usePage();
  const words = text.firstRun.subscriptions;
  const { subscriptions, agents, isTryOut } = snapshot.subscriptions;
  return (
    <section className="listed" aria-label={words.listed}>
      {isTryOut && <p className="second">{words.tryOut}</p>}
      <ul>
        {subscriptions.map(({ id, name }) => (
          <li key={id}>
            <span className="quiet">{words.subscription}</span>
            <span className="cut" title={name}>
              {name}
            </span>
          </li>
        ))}
        {agents.map(agent => (
          <AgentLine
            key={agent.name}
            agent={agent}
            subscriptions={isTryOut ? [] : subscriptions.map(({ name }) => name)}
            isDisabled={act.isRunning || isStale}
            onAssign={subscription => act.run([{ name: 'assignSubscription', agent: agent.name, subscription }])}
          />
        ))}
      </ul>
    </section>
  );
}

function AgentLine({
  agent: { name, subscription },
  subscriptions,
  isDisabled,
  onAssign,
}: {
  agent: StatusSnapshot['subscriptions']['agents'][number];
  subscriptions: readonly string[];
  isDisabled: boolean;
  onAssign: (subscription: string) => void;
}) {
  const { text } = usePage();
  const words = text.firstRun.subscriptions;
  return (
    <li>
      <span className="quiet">{words.agent}</span>
      <span className="cut" title={name}>
        {name}
      </span>
      {subscription !== null || subscriptions.length === 0 ? (
        <span className="second cut">{subscription === null ? words.onNone : words.onto(subscription)}</span>
      ) : (
        <select
          className="input"
          aria-label={words.putOn(name)}
          value=""
          disabled={isDisabled}
          onChange={event => onAssign(event.target.value)}
        >
          <option value="">{words.choose}</option>
          {subscriptions.map(one => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      )}
    </li>
  );
}
