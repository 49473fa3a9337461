import { useCallback, useMemo, useState } from 'react';
import type { QueryResult, ReceiptRow } from '../../../electron/contract/index.ts';
import type { Page } from '../../format/pages.ts';
import { Split } from '../../parts/detail-pane.tsx';
import { OlderPages } from '../../parts/older-pages.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Table } from '../../parts/table.tsx';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { usePages } from '../../state/use-pages.ts';
import { useQuery } from '../../state/use-query.ts';
import { navigate } from '../../state/use-route.ts';
import type { ViewProps } from '../../state/view-context.ts';
import { NoReceipts } from './no-receipts.tsx';
import { ReceiptDetailPane } from './receipt-detail.tsx';
import { useReceiptColumns } from './use-receipt-columns.tsx';
import './receipts.css';

const RECEIPTS_PER_PAGE = 100;

/** The proofs of the answers: how many today, and each with what it proves. */
export function Receipts({ snapshot, params, isStale, asOf }: ViewProps) {
  const { text, formats, bridge } = usePage();
  const words = text.views.receipts;
  const { answersVerified, answersRefused } = snapshot.proxy;
  const [typed, setTyped] = useState('');
  const search = useDebounced(typed).trim().slice(0, 200);
  const openId = params.get('id') ?? undefined;
  const columns = useReceiptColumns(openId !== undefined);
  const asked = useMemo(
    () => ({ name: 'receipts.page' as const, ...(search === '' ? {} : { search }), limit: RECEIPTS_PER_PAGE }),
    [search],
  );
  // Each answer changes the figures, and a verified one leaves a receipt.
  const query = useQuery(asked, { when: answersVerified + answersRefused });
  const { value, isAnswer, waiting, failure } = query;
  const newest = useMemo(() => (isAnswer && value !== undefined ? pageOf(value) : undefined), [value, isAnswer]);
  const ask = useCallback(async (before: string) => pageOf(await bridge.query({ ...asked, before })), [bridge, asked]);
  const pages = usePages({ of: search, newest, keyOf, ask });
  const rows = isAnswer ? pages.items : (value?.receipts ?? []);
  const { today } = value ?? {};
  return (
    <>
      <ViewHead
        title={text.frame.names.receipts}
        sentence={today && words.today(formats.number(today.verified), formats.number(today.refused))}
        asOf={asOf}
      >
        <SearchField value={typed} onChange={setTyped} />
      </ViewHead>
      {(failure !== undefined || waiting !== 'no') && <QueryNote state={query} words={words.reading} />}
      <Split
        detail={
          openId !== undefined && (
            <ReceiptDetailPane key={openId} id={openId} host={snapshot.app.host} isStale={isStale} />
          )
        }
      >
        <Table
          label={words.list}
          rows={rows}
          columns={columns}
          keyOf={keyOf}
          idOf={keyOf}
          openKey={openId}
          onOpen={({ id }) => navigate('receipts', { id })}
          empty={
            isAnswer &&
            !pages.hasMore && (
              <NoReceipts
                search={search}
                endpoint={snapshot.proxy.endpoint}
                isSandbox={snapshot.sandbox !== null}
                onShowAll={() => setTyped('')}
              />
            )
          }
        />
        <OlderPages pages={pages} isStale={isStale} words={words} />
        {isAnswer && !pages.hasMore && rows.length > 0 && search === '' && <p className="caption end">{words.end}</p>}
      </Split>
    </>
  );
}

function pageOf({ receipts, nextBefore }: QueryResult<'receipts.page'>): Page<ReceiptRow, string> {
  return { items: receipts, next: nextBefore };
}

function keyOf({ id }: ReceiptRow): string {
  return id;
}
