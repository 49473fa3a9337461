import type { ReceiptDetail } from '../../../electron/contract/index.ts';
import { QueryNote } from '../../parts/query-note.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import type { QueryState } from '../../state/use-query.ts';
import { ToldText } from '../../state/use-sentences.tsx';

/** Whether the receipt holds, checked when it was opened, and again at a click. */
export function ReceiptCheck({
  detail: { verification, row },
  query,
}: {
  detail: ReceiptDetail;
  query: QueryState<unknown>;
}) {
  const { text, formats } = usePage();
  const words = text.views.receipts;
  const { ok, reason, told } = verification;
  const isChecking = query.waiting !== 'no';
  return (
    <section className="check">
      <p role="status">
        <StateWord shape={ok ? 'disc' : 'square'} tone={ok ? 'well' : 'broken'} word={ok ? words.holds : words.fails} />
        {query.at !== undefined && (
          <span className="caption">{words.checkedAt(formats.exactTime(query.at, Date.now()))}</span>
        )}
      </p>
      {reason !== null && (
        <p className="reason">
          <ToldText told={told} value={reason} />
        </p>
      )}
      {row.sandbox && <p className="caption">{words.sandboxHint}</p>}
      <button type="button" className="button" disabled={isChecking} onClick={query.refresh}>
        {isChecking ? words.checking : words.checkAgain}
      </button>
      <QueryNote state={query} words={words.checking} title={words.detailFailed} />
    </section>
  );
}
