import { useState } from 'react';
import type { AgentSummary, SubscriptionSummary } from '../../../electron/contract/index.ts';
import { leftOf } from '../../format/headroom.ts';
import { ChooseDialog } from '../../parts/choose-dialog.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { TextField } from '../../parts/field-controls.tsx';
import { usePage } from '../../state/page-context.ts';
import { nameProblem } from './checks.ts';
import { FormDialog } from './form-dialog.tsx';
import type { Act } from './use-act.ts';
import { useWords } from './use-words.ts';

/** No subscription is called like this: names are not empty. */
const NONE = '';
const MOST_NAMES = 6;

/** Asks where an agent is to work, and puts it there. */
export function AssignDialog({
  agent: { name, subscription },
  subscriptions,
  act,
  onClose,
}: {
  agent: AgentSummary;
  subscriptions: readonly SubscriptionSummary[];
  act: Act;
  onClose: () => void;
}) {
  const { text, formats } = usePage();
  const words = useWords();
  const mine = text.views.subscriptions.assignTo;
  const choices = subscriptions
    .filter(({ state }) => state !== 'removing')
    .map(one => {
      const left = leftOf(one, '5h');
      const shown = left === null ? null : text.subscriptions.leftOf(formats.percent(left));
      return {
        id: one.name,
        label: one.name,
        hint: mine.hint(words.stateWord(one), shown),
        isCurrent: one.name === subscription,
      };
    });
  const none = { id: NONE, label: mine.none, hint: mine.noneHint, isCurrent: subscription === null };
  return (
    <ChooseDialog
      isOpen
      title={mine.title(name)}
      detail={mine.detail}
      choices={[...choices, none]}
      onChoose={to => act.run({ name: 'assignSubscription', agent: name, subscription: to === NONE ? null : to })}
      onClose={onClose}
    />
  );
}

/** Asks for another name. */
export function RenameDialog({
  name,
  names,
  act,
  onClose,
}: {
  name: string;
  /** Of all. */
  names: readonly string[];
  act: Act;
  onClose: () => void;
}) {
  const { text } = usePage();
  const { renameTo: mine, nameChecks } = text.views.subscriptions;
  const [to, setTo] = useState(name);
  const problem = nameProblem(
    to,
    names.filter(other => other !== name),
  );
  const error =
    problem === undefined
      ? undefined
      : problem.problem === 'taken'
        ? nameChecks.taken(problem.by)
        : nameChecks[problem.problem];
  return (
    <FormDialog
      title={mine.title(name)}
      act={act}
      verb={mine.act}
      acting={mine.acting}
      progress={text.views.subscriptions.working}
      isReady={problem === undefined && to.trim() !== name}
      onSubmit={() => act.run({ name: 'renameSubscription', subscription: name, to: to.trim() }, onClose)}
      onClose={onClose}
    >
      <TextField label={mine.name} value={to} onChange={setTo} error={error} />
    </FormDialog>
  );
}

/** Asks before a subscription is removed: from whom it is taken, and what becomes of them. */
export function RemoveSubscriptionDialog({
  one,
  agents,
  onConfirm,
  onClose,
}: {
  one: SubscriptionSummary;
  agents: readonly AgentSummary[];
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { text, formats } = usePage();
  const mine = text.views.subscriptions.removeSubscription;
  const on = agents.filter(({ subscription }) => subscription === one.name);
  const shown = on.slice(0, MOST_NAMES).map(({ name }) => name);
  const more = Math.max(one.agents, on.length) - shown.length;
  return (
    <ConfirmDialog isOpen title={mine.title(one.name)} confirm={mine.act} onConfirm={onConfirm} onClose={onClose}>
      {shown.length === 0 ? (
        <p>{mine.revokedNone}</p>
      ) : (
        <>
          <p>{mine.revoked}</p>
          <ul className="revoked">
            {shown.map(name => (
              <li key={name} className="cut" title={name}>
                {name}
              </li>
            ))}
            {more > 0 && <li>{mine.more(formats.number(more))}</li>}
          </ul>
          <p>{mine.then}</p>
        </>
      )}
      <p>{mine.stays}</p>
    </ConfirmDialog>
  );
}

/** Asks before an agent is removed: what is taken from it. */
export function RemoveAgentDialog({
  agent: { name, subscription, health },
  onConfirm,
  onClose,
}: {
  agent: AgentSummary;
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { text, formats } = usePage();
  const mine = text.views.subscriptions.removeAgent;
  const jobs = health.activeTasks ?? 0;
  return (
    <ConfirmDialog isOpen title={mine.title(name)} confirm={mine.act} onConfirm={onConfirm} onClose={onClose}>
      <p>{subscription === null ? mine.revokedNone : mine.revoked(subscription)}</p>
      {jobs > 0 && <p>{mine.jobs(text.subscriptions.jobsRunning(jobs, formats.number(jobs)))}</p>}
      {health.state === 'down' && subscription !== null && <p>{mine.unreachable}</p>}
    </ConfirmDialog>
  );
}
