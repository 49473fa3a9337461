import type { ActivityEntry } from '../../../electron/contract/index.ts';
import { hrefOf } from '../../format/route.ts';
import { ActivityList } from '../../parts/activity-list.tsx';
import { usePage } from '../../state/page-context.ts';

const SHOWN = 6;

/** The latest events, and the way to all of them. */
export function RecentActivity({ activity }: { activity: readonly ActivityEntry[] }) {
  const { text } = usePage();
  return (
    <section className="activity" aria-labelledby="activity-title">
      <h2 id="activity-title">
        {text.activity.title}
        {activity.length > 0 && (
          <a className="button ghost" href={hrefOf('activity')}>
            {text.frame.showAll}
          </a>
        )}
      </h2>
      <ActivityList entries={activity.slice(0, SHOWN)} />
    </section>
  );
}
