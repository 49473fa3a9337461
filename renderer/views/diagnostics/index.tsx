import { CopyButton } from '../../parts/copy-button.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useSentences } from '../../state/use-sentences.tsx';
import type { ViewProps } from '../../state/view-context.ts';
import { About, Log } from './about.tsx';
import { BundleSection } from './bundle-section.tsx';
import { CheckTable } from './check-table.tsx';
import './diagnostics.css';
import { Gates } from './gates.tsx';
import { statusCopy } from './status-copy.ts';
import { type CheckRow, type Checks, useChecks } from './use-checks.ts';

/** How all of it stands, looked at from every side, and what to give away when somebody is asked for help. */
export function Diagnostics({ snapshot, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const words = text.views.diagnostics;
  const say = useSentences();
  const checks = useChecks();
  const { app } = snapshot;
  const { plan } = checks;
  return (
    <>
      <ViewHead title={text.frame.names.diagnostics} sentence={say.headline(snapshot)} asOf={asOf}>
        <CopyButton value={() => statusCopy(snapshot)} label={words.copyStatus} />
        <button
          type="button"
          className="button primary"
          disabled={isStale || checks.isRunning || checks.rows.length === 0}
          onClick={() => checks.run()}
        >
          {checks.isRunning ? words.running : words.runAgain}
        </button>
      </ViewHead>
      <Gates snapshot={snapshot} />
      <section aria-label={words.checks}>
        <h2>
          {words.checks} <CheckSummary checks={checks} />
        </h2>
        <QueryNote state={plan} words={words.reading} />
        <CheckTable checks={checks} isStale={isStale} />
      </section>
      {plan.value !== undefined && <Log file={plan.value.logFile} app={app} isStale={isStale} />}
      <BundleSection host={app.host} isStale={isStale} />
      <About app={app} />
    </>
  );
}

/** How far the checks are, and what they came to. */
function CheckSummary({ checks: { rows, isRunning, done } }: { checks: Checks }) {
  const { text, formats } = usePage();
  const words = text.views.diagnostics;
  const all = formats.number(rows.length);
  const troubles = rows.filter(isTrouble).length;
  const said = isRunning
    ? words.progress(formats.number(done), all)
    : troubles === 0
      ? words.summary(all)
      : words.troubles(formats.number(troubles), all);
  return (
    <span className="second" role="status">
      {rows.length > 0 && (isRunning || done === rows.length) && said}
    </span>
  );
}

function isTrouble({ result, failure }: CheckRow): boolean {
  return failure !== undefined || result?.verdict === 'broken' || result?.verdict === 'needs-you';
}
