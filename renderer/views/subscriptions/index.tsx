import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import { useActions, type ViewProps } from '../../state/view-context.ts';
import { SubscriptionList } from './subscription-list.tsx';

/** All subscriptions with what is left of them, and who works on which. */
export function Subscriptions({ snapshot: { subscriptions }, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const say = useSentences();
  const { rotateSubscription, askRotate } = useActions();
  return (
    <>
      <ViewHead title={text.subscriptions.listTitle} sentence={say.subscriptions(subscriptions)} asOf={asOf}>
        <button
          type="button"
          className="button primary"
          disabled={rotateSubscription.isRunning || isStale || subscriptions.assignedTotal === 0}
          onClick={askRotate}
        >
          {rotateSubscription.isRunning ? text.subscriptions.rotating : text.subscriptions.rotateChoose}
        </button>
      </ViewHead>
      <SubscriptionList subscriptions={subscriptions} rotate={rotateSubscription} isStale={isStale} />
    </>
  );
}
