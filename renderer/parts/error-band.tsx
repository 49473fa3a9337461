import { usePage } from '../state/page-context.ts';
import { ErrorText } from '../state/use-sentences.tsx';
import { CopyButton } from './copy-button.tsx';
import { Shape } from './shape.tsx';

/** A trouble at its place: what, why, the remedy, and the diagnosis to give away. The rest of the view stays usable. */
export function ErrorBand({
  title,
  code,
  sentence,
  remedy,
  diagnosis,
  onRetry,
}: {
  title: string;
  /** Of the error; see `Failure`. */
  code: string;
  sentence: string;
  remedy: string | null;
  /** What “Copy diagnosis” copies; must hold no secret. */
  diagnosis: () => string;
  onRetry?: (() => void) | undefined;
}) {
  const { text } = usePage();
  return (
    <section className="band broken" role="alert" aria-label={title}>
      <h2>
        <Shape name="square" tone="broken" />
        {title}
      </h2>
      <p>
        <ErrorText code={code} part="error" value={sentence} />
      </p>
      {remedy !== null && (
        <p>
          <ErrorText code={code} part="errorRemedy" value={remedy} />
        </p>
      )}
      <div className="buttons">
        {onRetry !== undefined && (
          <button type="button" className="button primary" onClick={onRetry}>
            {text.frame.tryAgain}
          </button>
        )}
        <CopyButton value={diagnosis} label={text.frame.copyDiagnosis} />
      </div>
    </section>
  );
}
