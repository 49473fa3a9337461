import type { ActivityEntry } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';
import { EntryCause, EntrySentence } from './entry-text.tsx';
import { Shape } from './shape.tsx';
import type { ShapeName } from './shape-names.ts';
import { showWhole } from './show-whole.ts';

const TROUBLE_SHAPE: Readonly<Partial<Record<ActivityEntry['tone'], ShapeName>>> = {
  'needs-you': 'triangle',
  broken: 'square',
};

/** What happened, newest first, one line each. */
export function ActivityList({ entries }: { entries: readonly ActivityEntry[] }) {
  const { text } = usePage();
  if (entries.length === 0) return <p className="second empty">{text.activity.empty}</p>;
  return (
    <ol className="events">
      {entries.map(entry => (
        <ActivityRow key={entry.id} entry={entry} />
      ))}
    </ol>
  );
}

function ActivityRow({ entry: { at, gate, tone, sentence, cause, count, event } }: { entry: ActivityEntry }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const shape = TROUBLE_SHAPE[tone];
  return (
    <li>
      <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
        {formats.exactTime(at, now)}
      </time>
      <span className="gate-name">{text.gate[gate]}</span>
      <span className="what" onPointerEnter={showWhole}>
        {shape !== undefined && (
          <>
            <Shape name={shape} tone={tone === 'broken' ? 'broken' : 'needs-you'} />
            <span className="hidden">{tone === 'broken' ? text.health.broken : text.health['needs-you']}</span>
          </>
        )}
        <span className="cut">
          <EntrySentence event={event} sentence={sentence} />
        </span>
        {count > 1 && <span className="pin">{text.activity.times(formats.number(count))}</span>}
      </span>
      <span className="cause cut" onPointerEnter={showWhole}>
        {cause !== null && <EntryCause event={event} cause={cause} />}
      </span>
    </li>
  );
}
