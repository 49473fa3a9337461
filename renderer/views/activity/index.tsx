import { ActivityList } from '../../parts/activity-list.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import type { ViewProps } from '../../state/view-context.ts';

/** What happened, newest first. */
export function Activity({ snapshot: { activity }, asOf }: ViewProps) {
  const { text } = usePage();
  return (
    <>
      <ViewHead title={text.frame.names.activity} asOf={asOf} />
      <section className="activity" aria-label={text.frame.names.activity}>
        <ActivityList entries={activity} />
      </section>
    </>
  );
}
