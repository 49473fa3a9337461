import { usePage } from '../state/page-context.ts';
import type { QueryState } from '../state/use-query.ts';
import { ErrorBand } from './error-band.tsx';
import { ProgressLine } from './progress-line.tsx';

/** What a query is waiting for or failed at; nothing when all is well. `words`: what takes long, e.g. “Reading the log…”. */
export function QueryNote({ state, words, title }: { state: QueryState<unknown>; words: string; title?: string }) {
  const { text, formats } = usePage();
  const { failure, waiting, at, value, refresh } = state;
  if (failure !== undefined) {
    const { code, sentence, remedy } = failure;
    return (
      <ErrorBand
        title={title ?? text.frame.failed}
        code={code}
        sentence={sentence}
        remedy={remedy}
        diagnosis={() => JSON.stringify({ code, sentence, remedy, at: new Date().toISOString() }, null, 2)}
        onRetry={refresh}
      />
    );
  }
  if (waiting === 'slow') return <ProgressLine words={words} />;
  if (waiting === 'loading' && value !== undefined && at !== undefined) {
    return <p className="caption">{text.connection.asOf(formats.exactTime(at, Date.now()))}</p>;
  }
  return null;
}
