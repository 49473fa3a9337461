import { usePage } from '../state/page-context.ts';
import { CopyButton } from './copy-button.tsx';
import { Sentence } from './sentence.tsx';
import { Shape } from './shape.tsx';

/** A trouble at its place: what, why, the remedy, and the diagnosis to give away. The rest of the view stays usable. */
export function ErrorBand({
  title,
  sentence,
  remedy,
  diagnosis,
  onRetry,
}: {
  title: string;
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
        <Sentence value={sentence} />
      </p>
      {remedy !== null && (
        <p>
          <Sentence value={remedy} />
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
