import { useMemo } from 'react';
import type { ReceiptRow } from '../../../electron/contract/index.ts';
import { Id } from '../../parts/sentence.tsx';
import { StateWord } from '../../parts/shape.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';

/** Models that are alike but for their ends need the room; whose a receipt is says the detail. */
const SHOWN_BESIDE_DETAIL = ['time', 'model', 'proof'];

/**
 * The columns of the receipts. How the answer came gives way first. `isNarrow`: beside a detail, which says the rest.
 */
export function useReceiptColumns(isNarrow: boolean): readonly Column<ReceiptRow>[] {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  return useMemo(() => {
    const words = text.views.receipts;
    const columns: readonly Column<ReceiptRow>[] = [
      {
        id: 'time',
        label: words.time,
        width: '96px',
        cell: ({ verifiedAt }) => (
          <time dateTime={new Date(verifiedAt).toISOString()}>{formats.exactTime(verifiedAt, now)}</time>
        ),
        hint: ({ verifiedAt }) => formats.fullTime(verifiedAt),
      },
      {
        id: 'model',
        label: words.model,
        cell: ({ model }) => model,
        hint: ({ model }) => model,
      },
      { id: 'tee', label: words.tee, width: '136px', cell: ({ teeId }) => <Id value={teeId} /> },
      {
        id: 'proof',
        label: words.proof,
        width: 'clamp(140px, 20vw, 176px)',
        cell: ({ covers, sandbox }) => (
          <>
            <StateWord shape="disc" tone="well" word={words.covers[covers]} />
            {sandbox && (
              <span className="pin" title={words.sandboxHint}>
                {words.sandbox}
              </span>
            )}
          </>
        ),
      },
      {
        id: 'tokens',
        label: words.tokens,
        width: '96px',
        isNumber: true,
        cell: ({ tokens }) =>
          tokens === undefined
            ? ''
            : words.tokenCounts(formats.number(tokens.prompt), formats.number(tokens.completion)),
        hint: ({ tokens }) => (tokens === undefined ? undefined : words.tokensHint),
      },
      {
        id: 'answer',
        label: words.answer,
        width: '100px',
        isExtra: true,
        cell: ({ stream }) => (stream ? words.streamed : words.whole),
      },
    ];
    return isNarrow ? columns.filter(({ id }) => SHOWN_BESIDE_DETAIL.includes(id)) : columns;
  }, [text, formats, now, isNarrow]);
}
