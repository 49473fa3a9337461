import { useState } from 'react';
import type { QueryResult } from '../../../electron/contract/index.ts';
import { DetailPane, Split } from '../../parts/detail-pane.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { QueryNote } from '../../parts/query-note.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Id } from '../../parts/sentence.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { ViewHead } from '../../parts/view-head.tsx';
import { usePage } from '../../state/page-context.ts';
import { useDebounced } from '../../state/use-debounced.ts';
import { useNow } from '../../state/use-now.ts';
import { useQuery } from '../../state/use-query.ts';
import { navigate } from '../../state/use-route.ts';
import type { ViewProps } from '../../state/view-context.ts';

type Receipt = QueryResult<'receipts.page'>['receipts'][number];

const PAGE = 100;

/** How many answers were proved, and the latest of them. */
export function Receipts({ snapshot: { proxy }, params, asOf }: ViewProps) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const [search, setSearch] = useState('');
  const asked = useDebounced(search);
  const state = useQuery(
    { name: 'receipts.page', limit: PAGE, ...(asked === '' ? {} : { search: asked }) },
    { when: proxy.answersVerified + proxy.answersRefused },
  );
  const openId = params.get('id') ?? undefined;
  const rows = state.value?.receipts ?? [];
  const open = rows.find(({ id }) => id === openId);
  const columns: readonly Column<Receipt>[] = [
    {
      id: 'at',
      label: text.views.receipts.time,
      width: '104px',
      cell: ({ verifiedAt }) => formats.exactTime(verifiedAt, now),
      hint: ({ verifiedAt }) => formats.fullTime(verifiedAt),
    },
    { id: 'model', label: text.views.receipts.model, cell: ({ model }) => model, hint: ({ model }) => model },
    { id: 'tee', label: text.tee.id, width: '148px', cell: ({ teeId }) => <Id value={teeId} /> },
  ];
  return (
    <>
      <ViewHead
        title={text.frame.names.receipts}
        sentence={text.endpoint.counts(formats.number(proxy.answersVerified), formats.number(proxy.answersRefused))}
        asOf={asOf}
      >
        <SearchField value={search} onChange={setSearch} />
      </ViewHead>
      <QueryNote state={state} words={text.views.receipts.reading} />
      <Split
        detail={
          open !== undefined && (
            <DetailPane
              caption={formats.fullTime(open.verifiedAt)}
              title={open.model}
              onClose={() => navigate('receipts')}
            >
              <Facts>
                <Fact name={text.tee.id} value={<Id value={open.teeId} />} />
              </Facts>
            </DetailPane>
          )
        }
      >
        <Table
          label={text.frame.names.receipts}
          rows={rows}
          columns={columns}
          keyOf={({ id }) => id}
          idOf={({ teeId }) => teeId}
          onOpen={({ id }) => navigate('receipts', { id })}
          openKey={openId}
          empty={state.value !== undefined && <EmptyState sentence={text.views.receipts.empty} />}
        />
      </Split>
    </>
  );
}
