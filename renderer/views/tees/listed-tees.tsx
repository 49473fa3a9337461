import { useState } from 'react';
import type { TeeStatus } from '../../../electron/contract/index.ts';
import { hostOf } from '../../format/id.ts';
import { EmptyState } from '../../parts/empty-state.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Section } from '../../parts/section.tsx';
import { Id } from '../../parts/sentence.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { navigate } from '../../state/use-route.ts';
import { ROLE_PRESENTATION } from './role.ts';
import { isFound, type TeeRow, usableRows } from './tee-rows.ts';

/** The TEEs that requests go to or may go to, the current one first. */
export function ListedTees({ tee, openKey }: { tee: TeeStatus; openKey: string | undefined }) {
  const { text, formats } = usePage();
  const words = text.views.tees;
  const [search, setSearch] = useState('');
  const how = useStanding(tee);
  const columns = useListedColumns(how);
  const rows = usableRows(tee).filter(row => isFound(row, search, [words.role[row.role], how(row)]));
  const { listed, listedTotal, usableTotal, lastReadAt } = tee.registry;
  const counts = words.listedNote(formats.number(usableTotal), formats.number(listedTotal));
  const part = words.listedPart(formats.number(listed.length), formats.number(listedTotal));
  const empty = search !== '' ? words.nothingFound(search) : lastReadAt === null ? words.notRead : words.emptyList;
  return (
    <Section
      title={words.listed}
      note={listedTotal > listed.length ? `${counts}, ${part}` : counts}
      actions={<SearchField value={search} onChange={setSearch} label={words.searchLabel} />}
    >
      <Table
        label={words.listed}
        rows={rows}
        columns={columns}
        keyOf={row => row.key}
        idOf={row => row.key}
        onOpen={row => navigate('tees', { id: row.key })}
        openKey={openKey}
        empty={<EmptyState sentence={empty} />}
      />
    </Section>
  );
}

function useListedColumns(how: (row: TeeRow) => string): readonly Column<TeeRow>[] {
  const { text } = usePage();
  const words = text.views.tees;
  return [
    {
      id: 'state',
      label: words.state,
      width: '128px',
      cell: row => <StateWord {...ROLE_PRESENTATION[row.role]} word={words.role[row.role]} />,
      sortBy: row => words.role[row.role],
    },
    { id: 'id', label: words.id, width: '132px', cell: row => <Id value={row.key} />, sortBy: row => row.key },
    {
      id: 'host',
      label: words.host,
      cell: row => hostOf(row.endpoint),
      hint: row => row.endpoint,
      sortBy: row => hostOf(row.endpoint),
    },
    {
      id: 'pcr',
      label: words.pcr,
      width: '132px',
      isExtra: true,
      cell: row => row.pcrHash !== '' && <Id value={row.pcrHash} />,
      sortBy: row => row.pcrHash,
    },
    { id: 'how', label: words.how, width: '30%', cell: how, hint: how },
  ];
}

/** Since when a TEE is what it is, and what it still does. */
function useStanding(tee: TeeStatus): (row: TeeRow) => string {
  const { text, formats } = usePage();
  const now = useNow(10_000);
  const words = text.views.tees;
  const { lastReadAt } = tee.registry;
  return ({ role, since, inFlight }) => {
    const age = formats.duration(now - (since ?? lastReadAt ?? now));
    if (role === 'draining') return words.finishes(text.tee.requests(inFlight, formats.number(inFlight)));
    if (role === 'standby') return words.proved(age);
    if (role !== 'current') return words.listedAgo(age);
    const cause = tee.current === null ? '' : text.teeCause[tee.current.cause];
    return words.currentSince(formats.time(since ?? now, now), cause);
  };
}
