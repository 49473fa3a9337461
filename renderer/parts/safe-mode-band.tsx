import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { usePage } from '../state/page-context.ts';
import { failureOutcome, outcomeOf, useActing, useRunner } from '../state/use-command.ts';
import { useSentences } from '../state/use-sentences.tsx';
import { useBundle } from '../views/diagnostics/use-bundle.ts';
import { CommandNote } from './command-note.tsx';
import { ErrorBand } from './error-band.tsx';
import { Shape } from './shape.tsx';

/** Why nothing is open, the way out of it, and a report; nothing in a run like any other. */
export function SafeModeBand({ snapshot, isStale }: { snapshot: StatusSnapshot; isStale: boolean }) {
  const { bridge, text } = usePage();
  const words = text.safeMode;
  const say = useSentences();
  const leave = useRunner();
  const sandbox = useActing();
  const bundle = useBundle(snapshot.app.host);
  if (snapshot.safeMode === null) return leave.outcome === undefined ? null : <CommandNote outcome={leave.outcome} />;
  const { lostSettings } = snapshot.safeMode;
  const isLeaving = leave.isRunning || sandbox.isRunning;
  const useSandbox = (): void =>
    sandbox.begin(
      bridge
        .run({ name: 'setSetting', path: 'network', value: 'sandbox' })
        .then(() => bridge.run({ name: 'leaveSafeMode' }))
        .then(outcomeOf, (thrown: unknown) => failureOutcome(thrown, text.command.notReached)),
    );
  const isSaving = bundle.busy === 'save';
  return (
    <section className="band needs-you" aria-label={words.title}>
      <h2>
        <Shape name="triangle" tone="needs-you" />
        {say.headline(snapshot)}
      </h2>
      <p>{lostSettings === undefined ? words.detail : words.lostSettings.detail(lostSettings.file)}</p>
      <div className="buttons">
        <button
          type="button"
          className="button primary"
          disabled={isStale || isLeaving}
          onClick={() => leave.run({ name: 'leaveSafeMode' })}
        >
          {leave.isRunning ? words.starting : words.startNormally}
        </button>
        {lostSettings !== undefined && (
          <button type="button" className="button" disabled={isStale || isLeaving} onClick={useSandbox}>
            {sandbox.isRunning ? words.starting : words.lostSettings.sandbox}
          </button>
        )}
        <button type="button" className="button" disabled={isStale || isSaving} onClick={bundle.save}>
          {isSaving ? words.saving : words.save}
        </button>
        <span role="status" className="second">
          {bundle.said}
        </span>
      </div>
      <CommandNote outcome={leave.outcome ?? sandbox.outcome} />
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
