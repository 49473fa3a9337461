import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { AddAgent } from './add-agent.tsx';
import { AddSubscription } from './add-subscription.tsx';
import type { Question } from './ask.ts';
import { ReplaceToken } from './replace-token.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { AssignDialog, RemoveAgentDialog, RemoveSubscriptionDialog, RenameDialog } from './small-dialogs.tsx';
import type { Act } from './use-act.ts';

/** The dialog of the question that is open. One whose subject has gone meanwhile is closed. */
export function Dialogs({
  question,
  snapshot: { app, subscriptions: status },
  act,
  isStale,
  onClose,
}: {
  question: Question;
  snapshot: StatusSnapshot;
  act: Act;
  isStale: boolean;
  onClose: () => void;
}) {
  const { subscriptions, agents } = status;
  const names = subscriptions.filter(({ state }) => state !== 'removing').map(({ name }) => name);
  const agentNames = agents.map(({ name }) => name);
  const subscription =
    'subscription' in question ? subscriptions.find(one => one.name === question.subscription) : undefined;
  const agent = 'agent' in question ? agents.find(one => one.name === question.agent) : undefined;
  switch (question.kind) {
    case 'add':
      return <AddSubscription names={names} act={act} home={app.home} onClose={onClose} />;
    case 'add-agent':
      return <AddAgent names={agentNames} act={act} home={app.home} onClose={onClose} />;
    case 'rotate':
      return <RotateDialog agent={question.agent} status={status} isStale={isStale} onClose={onClose} />;
    case 'assign':
      return agent && <AssignDialog agent={agent} subscriptions={subscriptions} act={act} onClose={onClose} />;
    case 'remove-agent': {
      const remove = (): void => act.run({ name: 'removeAgent', agent: question.agent });
      return agent && <RemoveAgentDialog agent={agent} onConfirm={remove} onClose={onClose} />;
    }
    case 'replace':
      return subscription && <ReplaceToken one={subscription} act={act} home={app.home} onClose={onClose} />;
    case 'rename':
      return <RenameDialog name={question.subscription} names={names} act={act} onClose={onClose} />;
    case 'remove': {
      const remove = (): void => act.run({ name: 'removeSubscription', subscription: question.subscription });
      return (
        subscription && (
          <RemoveSubscriptionDialog one={subscription} agents={agents} onConfirm={remove} onClose={onClose} />
        )
      );
    }
  }
}
