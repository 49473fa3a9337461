import type { SubscriptionsStatus } from '../../../electron/contract/index.ts';
import { StateWord } from '../../parts/shape.tsx';
import { showWhole } from '../../parts/show-whole.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { ResultReason } from './result-reason.tsx';
import { readResult } from './standing.ts';
import { useWords } from './use-words.ts';

/** The last rotation in one line: whom, from where to where, why, and how it ended. */
export function LastRotation({ status }: { status: SubscriptionsStatus }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const words = useWords();
  const mine = text.views.subscriptions;
  const { lastSwitch, agents } = status;
  if (lastSwitch === null) return <p className="band last-rotation second">{mine.noRotation}</p>;
  const { at, agent: name, from, to, cause, result: said, resultTold } = lastSwitch;
  const agent = agents.find(one => one.name === name);
  const result = readResult(said);
  const jobs = agent?.health.activeTasks ?? null;
  const isStill = agent?.subscription === to && to !== null;
  return (
    <section className="band last-rotation" aria-label={mine.lastRotation(formats.nearTime(at, now))}>
      <span className="quiet">
        <time dateTime={new Date(at).toISOString()} title={formats.fullTime(at)}>
          {mine.lastRotation(formats.nearTime(at, now))}
        </time>
      </span>
      <span className="whom" onPointerEnter={showWhole}>
        <b className="cut">{name}</b>
        <span className="cut">: {mine.fromTo(from, to)}</span>
      </span>
      <span className="second cut" onPointerEnter={showWhole}>
        {isStill && agent !== undefined
          ? words.why({ ...agent, cause }, status)
          : (text.assignmentCause[cause] ?? cause.replaceAll('_', ' '))}
      </span>
      <span className="how">
        <StateWord {...result.presentation} word={words.result(result)} />
        {result.reason !== null ? (
          <span className="quiet cut" onPointerEnter={showWhole}>
            <ResultReason reason={result.reason} told={resultTold} />
          </span>
        ) : (
          isStill && jobs !== null && <span className="quiet">{mine.jobsKept(jobs, formats.number(jobs))}</span>
        )}
      </span>
    </section>
  );
}
