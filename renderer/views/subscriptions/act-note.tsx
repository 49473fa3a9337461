import { CommandNote } from '../../parts/command-note.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { ProgressLine } from '../../parts/progress-line.tsx';
import { Shape } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { CoreText } from '../../state/use-sentences.tsx';
import type { Act, ActFailure } from './use-act.ts';

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
export function FailureBand({ failure, isSecretGone = false }: { failure: ActFailure; isSecretGone?: boolean }) {
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
        <CoreText value={sentence} />
      </p>
      {own !== undefined ? (
        <p>{own}</p>
      ) : (
        remedy !== null && (
          <p>
            <CoreText value={remedy} />
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
