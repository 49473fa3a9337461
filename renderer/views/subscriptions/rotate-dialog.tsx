import { type FormEvent, useState } from 'react';
import type { AgentOutcomeRow, SubscriptionsStatus, Told } from '../../../electron/contract/index.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { SelectField } from '../../parts/field-controls.tsx';
import { ProgressLine } from '../../parts/progress-line.tsx';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { ToldText } from '../../state/use-sentences.tsx';
import { useActions } from '../../state/view-context.ts';
import { FailureBand } from './act-note.tsx';
import { withTimes } from './standing.ts';
import { type Plan, usePlan } from './use-plan.ts';

/** No agent and no subscription is called like this: names are not empty. */
const ANY = '';

/** Asks whom to rotate and where to, and says beforehand what would happen and why. */
export function RotateDialog({
  agent,
  status,
  isStale,
  onClose,
}: {
  /** Undefined: all. */
  agent: string | undefined;
  status: SubscriptionsStatus;
  isStale: boolean;
  onClose: () => void;
}) {
  const { text } = usePage();
  const { rotateSubscription } = useActions();
  const mine = text.views.subscriptions.rotate;
  const [who, setWho] = useState(agent ?? ANY);
  const [to, setTo] = useState(ANY);
  const whom = who === ANY ? undefined : who;
  const target = to === ANY ? undefined : to;
  const plan = usePlan(whom, target);
  const targets = status.subscriptions.filter(({ state }) => state !== 'removing');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onClose();
    rotateSubscription.run({
      name: 'rotateSubscription',
      ...(whom === undefined ? {} : { agent: whom }),
      ...(target === undefined ? {} : { to: target }),
    });
  };
  return (
    <Dialog isOpen title={mine.title} onClose={onClose}>
      <form onSubmit={submit}>
        <p className="second">{mine.detail}</p>
        <SelectField
          label={mine.who}
          value={who}
          options={[
            { value: ANY, label: mine.all },
            ...status.agents.map(({ name }) => ({ value: name, label: name })),
          ]}
          onChange={setWho}
        />
        <SelectField
          label={mine.to}
          value={to}
          options={[{ value: ANY, label: mine.best }, ...targets.map(({ name }) => ({ value: name, label: name }))]}
          onChange={setTo}
        />
        <h3>{mine.plan}</h3>
        <div className="plan" aria-live="polite">
          <PlanLines plan={plan} status={status} isOfOne={whom !== undefined} />
        </div>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={onClose}>
            {text.frame.cancel}
          </button>
          <button type="submit" className="button primary" disabled={isStale || rotateSubscription.isRunning}>
            {rotateSubscription.isRunning ? text.subscriptions.rotating : mine.act}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function PlanLines({ plan, status, isOfOne }: { plan: Plan; status: SubscriptionsStatus; isOfOne: boolean }) {
  const { text } = usePage();
  const mine = text.views.subscriptions.rotate;
  const { result, failure, isAsking } = plan;
  if (failure !== undefined) return <FailureBand failure={failure} />;
  if (isAsking) return <ProgressLine words={mine.asking} />;
  if (result === undefined) return null;
  const outcomes = result.outcomes ?? [];
  if (outcomes.length === 0) return <p className="second">{mine.nobody}</p>;
  return (
    <>
      <ul className="plan-lines">
        {outcomes.map(row => (
          <PlanLine key={row.agent} row={row} from={fromOf(status, row.agent)} />
        ))}
      </ul>
      {isOfOne && (
        <Reasons agent={outcomes[0]?.agent ?? ''} details={result.details ?? []} told={result.toldDetails ?? []} />
      )}
    </>
  );
}

function PlanLine({ row, from }: { row: AgentOutcomeRow; from: string | null }) {
  const { text } = usePage();
  const { moves, stays, none } = text.views.subscriptions.rotate;
  const isMove = row.result === 'would move';
  const line = isMove
    ? moves(row.agent, from ?? none, row.subscription ?? none)
    : stays(row.agent, row.subscription ?? none);
  return (
    <li>
      <Shape name={isMove ? 'disc' : 'ring'} tone={isMove ? 'well' : 'neutral'} />
      <span>{line}</span>
    </li>
  );
}

/** Why this one and not another. */
function Reasons({ agent, details, told }: { agent: string; details: readonly string[]; told: readonly Told[] }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  if (details.length === 0) return null;
  const own = `${agent}: `;
  const shown = (at: number): string => formats.nearTime(at, now);
  return (
    <details open>
      <summary>{text.views.subscriptions.rotate.why}</summary>
      <ul className="reasons">
        {details.map((line, index) => (
          <li key={line}>
            <ToldText
              told={told[index]}
              value={withTimes(line.startsWith(own) ? line.slice(own.length) : line, shown)}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

function fromOf({ agents }: SubscriptionsStatus, name: string): string | null {
  return agents.find(agent => agent.name === name)?.subscription ?? null;
}
