import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { ErrorBand } from '../../parts/error-band.tsx';
import { ProgressLine } from '../../parts/progress-line.tsx';
import { usePage } from '../../state/page-context.ts';
import { CoreText } from '../../state/use-sentences.tsx';
import { Preview } from './preview.tsx';
import { useBundle } from './use-bundle.ts';

/** The text to give away: what is in it and what is not, a look at it, and the ways to take it along. */
export function BundleSection({ host, isStale }: { host: StatusSnapshot['app']['host']; isStale: boolean }) {
  const { text } = usePage();
  const words = text.views.diagnostics;
  const bundle = useBundle(host);
  const { shown, busy, said, failure } = bundle;
  const isDisabled = isStale || busy !== undefined;
  return (
    <section aria-label={words.bundle}>
      <h2>{words.bundle}</h2>
      <p className="second">{words.bundleDetail}</p>
      <div className="manifest">
        <Phrases title={words.contains} phrases={shown?.contains} known={words.phrases} />
        <Phrases title={words.leavesOut} phrases={shown?.leavesOut} known={words.leftOut} />
      </div>
      <div className="bundle-buttons">
        <button
          type="button"
          className="button"
          aria-expanded={shown !== undefined}
          disabled={isDisabled}
          onClick={shown === undefined ? bundle.preview : bundle.hide}
        >
          {shown === undefined ? words.preview : words.hidePreview}
        </button>
        <button type="button" className="button" disabled={isDisabled} onClick={bundle.copy}>
          {words.copyBundle}
        </button>
        <button type="button" className="button" disabled={isDisabled} onClick={bundle.save}>
          {busy === 'save' ? words.saving : words.save}
        </button>
        <span role="status" className="second">
          {said}
        </span>
      </div>
      {busy !== undefined && busy !== 'save' && <ProgressLine words={words.making} />}
      {failure !== undefined && (
        <ErrorBand
          title={words.bundleFailed}
          code={failure.code}
          sentence={failure.sentence}
          remedy={failure.remedy}
          diagnosis={() => JSON.stringify({ ...failure, at: new Date().toISOString() }, null, 2)}
        />
      )}
      {shown !== undefined && <Preview bundle={shown} />}
    </section>
  );
}

function Phrases({
  title,
  phrases,
  known,
}: {
  title: string;
  /** What the host says; undefined: it was not asked yet, and it says what it always does. */
  phrases: readonly string[] | undefined;
  known: Readonly<Record<string, string>>;
}) {
  return (
    <div>
      <h3>{title}</h3>
      <ul>
        {(phrases ?? Object.keys(known)).map(phrase => (
          <li key={phrase}>{known[phrase] ?? <CoreText value={phrase} />}</li>
        ))}
      </ul>
    </div>
  );
}
