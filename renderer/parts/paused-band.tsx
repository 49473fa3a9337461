import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { useNow } from '../state/use-now.ts';
import { useRemedies } from '../state/use-remedies.ts';
import { Shape } from './shape.tsx';

/** That nothing happens by itself, until when, and the way out of it; nothing when there is no pause. */
export function PausedBand({ paused, isStale }: { paused: StatusSnapshot['paused']; isStale: boolean }) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const { resume } = useRemedies();
  if (paused === null) return null;
  const { until } = paused;
  return (
    <section className="band connection" aria-label={text.health.paused}>
      <Shape name="bars" tone="neutral" />
      <p>{until === null ? text.head.pausedUntilResumed : text.head.paused(formats.comingTime(until, now))}</p>
      <button type="button" className="button" disabled={resume.isRunning || isStale} onClick={resume.run}>
        {resume.label}
      </button>
    </section>
  );
}
