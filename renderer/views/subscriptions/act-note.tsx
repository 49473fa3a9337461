import { CommandNote } from '../../parts/command-note.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ProgressLine } from '../../parts/progress-line.tsx';
import { Shape } from '../../parts/shape.tsx';
import type { Failure } from '../../state/failure.ts';
import { usePage } from '../../state/page-context.ts';
import { ErrorText } from '../../state/use-sentences.tsx';
import type { Act } from './use-act.ts';

/** What an act is doing or came to, beneath the head of the view. */
export function ActNote({ act }: { act: Act }) {
  const { text } = usePage();
  if (act.isSlow) return <ProgressLine words={text.views.subscriptions.working} />;
  if (act.failure !== undefined) return <FailureBand failure={act.failure} />;
  return (
    <div className="act-note">
      <CommandNote outcome={act.outcome} />
    </div>
  );
}

/** Why an act did not happen, and what to do in this window: the core speaks of its command line. */
export function FailureBand({ failure, isSecretGone = false }: { failure: Failure; isSecretGone?: boolean }) {
  const { text } = usePage();
  const { title, remedies, again } = text.views.subscriptions.failures;
  const { code, sentence, remedy } = failure;
  const own = remedies[code];
  return (
    <section className="band broken failure" role="alert" aria-label={title}>
      <h2>
        <Shape name="square" tone="broken" />
        {title}
      </h2>
      <p>
        <ErrorText code={code} part="error" value={sentence} />
      </p>
      {own !== undefined ? (
        <p>{own}</p>
      ) : (
        remedy !== null && (
          <p>
            <ErrorText code={code} part="errorRemedy" value={remedy} />
          </p>
        )
      )}
      {isSecretGone && <p>{again}</p>}
      <div className="buttons">
        <CopyButton
          value={() => JSON.stringify({ code, sentence, remedy, at: new Date().toISOString() }, null, 2)}
          label={text.frame.copyDiagnosis}
        />
      </div>
    </section>
  );
}
