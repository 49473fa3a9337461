import { useState } from 'react';
import type { ActivityEntry } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';
import { Sentence } from './sentence.tsx';
import { Shape, type ShapeName } from './shape.tsx';

/** How many are shown until a person asks for all. */
const SHOWN = 6;

const TROUBLE_SHAPE: Readonly<Partial<Record<ActivityEntry['tone'], ShapeName>>> = {
  'needs-you': 'triangle',
  broken: 'square',
};

/** What happened last, newest first. */
export function Activity({ activity }: { activity: readonly ActivityEntry[] }) {
  const { text, formats } = usePage();
  const [showsAll, setShowsAll] = useState(false);
  const entries = showsAll ? activity : activity.slice(0, SHOWN);
  return (
    <section className="activity" aria-labelledby="activity-title">
      <h2 id="activity-title">
        {text.activity.title}
        {activity.length > SHOWN && (
          <button
            type="button"
            className="button ghost"
            aria-expanded={showsAll}
            onClick={() => setShowsAll(!showsAll)}
          >
            {showsAll ? text.activity.showFewer : text.activity.showAll(formats.number(activity.length))}
          </button>
        )}
      </h2>
      {entries.length === 0 ? (
        <p className="second empty">{text.activity.empty}</p>
      ) : (
        <ol>
          {entries.map(entry => (
            <ActivityRow key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

function ActivityRow({ entry: { at, gate, tone, sentence, cause, count } }: { entry: ActivityEntry }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const shape = TROUBLE_SHAPE[tone];
  return (
    <li>
      <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
        {formats.exactTime(at, now)}
      </time>
      <span className="gate-name">{text.gate[gate]}</span>
      <span className="what" title={sentence}>
        {shape !== undefined && (
          <>
            <Shape name={shape} tone={tone === 'broken' ? 'broken' : 'needs-you'} />
            <span className="hidden">{tone === 'broken' ? text.health.broken : text.health['needs-you']}</span>
          </>
        )}
        <span className="cut">
          <Sentence value={sentence} />
        </span>
        {count > 1 && <span className="pin">{text.activity.times(formats.number(count))}</span>}
      </span>
      <span className="cause cut" title={cause ?? undefined}>
        {cause !== null && <Sentence value={cause} />}
      </span>
    </li>
  );
}
