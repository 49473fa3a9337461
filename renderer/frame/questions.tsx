import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { type Choice, ChooseDialog } from '../parts/choose-dialog.tsx';
import { usePage } from '../state/page-context.ts';
import { useActions } from '../state/view-context.ts';
import type { Question } from './use-frame-actions.ts';

/** No agent is called like this: names are not empty. */
const ALL = '';

/** The dialogs that any view may open. */
export function Questions({
  snapshot,
  question,
  onClose,
}: {
  snapshot: StatusSnapshot;
  question: Question | undefined;
  onClose: () => void;
}) {
  const { text } = usePage();
  const { pause, rotateSubscription } = useActions();
  const pauses: readonly Choice[] = [
    { id: 'hour', label: text.frame.pauseHour },
    { id: 'tomorrow', label: text.frame.pauseTomorrow },
    { id: 'resumed', label: text.frame.pauseResumed },
  ];
  const agents = snapshot.subscriptions.agents.map(({ name, subscription }) => ({
    id: name,
    label: name,
    hint: subscription === null ? text.frame.rotateNone : text.frame.rotateFrom(subscription),
  }));
  return (
    <>
      <ChooseDialog
        isOpen={question === 'pause'}
        title={text.frame.pauseTitle}
        detail={text.frame.pauseDetail}
        choices={pauses}
        onChoose={until => pause.run({ name: 'pause', until: until as 'hour' | 'tomorrow' | 'resumed' })}
        onClose={onClose}
      />
      <ChooseDialog
        isOpen={question === 'rotate'}
        title={text.frame.rotateTitle}
        detail={text.frame.rotateDetail}
        choices={[{ id: ALL, label: text.frame.rotateAll }, ...agents]}
        onChoose={agent => rotateSubscription.run({ name: 'rotateSubscription', ...(agent === ALL ? {} : { agent }) })}
        onClose={onClose}
      />
    </>
  );
}
