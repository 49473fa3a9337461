import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { useRunner } from '../state/use-command.ts';
import { useSentences } from '../state/use-sentences.tsx';
import { useBundle } from '../views/diagnostics/use-bundle.ts';
import { CommandNote } from './command-note.tsx';
import { ErrorBand } from './error-band.tsx';
import { Shape } from './shape.tsx';

/** Why nothing is open, the way out of it, and a report; nothing in a run like any other. */
export function SafeModeBand({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const { text } = usePage();
  const words = text.safeMode;
  const say = useSentences();
  const leave = useRunner();
  const bundle = useBundle(snapshot.app.host);
  if (snapshot.safeMode === null) return leave.outcome === undefined ? null : <CommandNote outcome={leave.outcome} />;
  const isSaving = bundle.busy === 'save';
  return (
    <section className="band needs-you" aria-label={words.title}>
      <h2>
        <Shape name="triangle" tone="needs-you" />
        {say.headline(snapshot)}
      </h2>
      <p>{words.detail}</p>
      <div className="buttons">
        <button
          type="button"
          className="button primary"
          disabled={isStale || leave.isRunning}
          onClick={() => leave.run({ name: 'leaveSafeMode' })}
        >
          {leave.isRunning ? words.starting : words.startNormally}
        </button>
        <button type="button" className="button" disabled={isStale || isSaving} onClick={bundle.save}>
          {isSaving ? words.saving : words.save}
        </button>
        <span role="status" className="second">
          {bundle.said}
        </span>
      </div>
      <CommandNote outcome={leave.outcome} />
      {bundle.failure !== undefined && (
        <ErrorBand
          title={text.views.diagnostics.bundleFailed}
          code={bundle.failure.code}
          sentence={bundle.failure.sentence}
          remedy={bundle.failure.remedy}
          diagnosis={() => JSON.stringify(bundle.failure, null, 2)}
        />
      )}
    </section>
  );
}
