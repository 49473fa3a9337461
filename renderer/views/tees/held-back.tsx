import { useMemo } from 'react';
import type { TeeStatus } from '../../../electron/contract/index.ts';
import { hostOf, shortId } from '../../format/id.ts';
import { CommandNote } from '../../parts/command-note.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { Section } from '../../parts/section.tsx';
import { Id } from '../../parts/sentence.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { navigate } from '../../state/use-route.ts';
import { ToldText } from '../../state/use-sentences.tsx';
import type { Release } from './release.tsx';
import { ROLE_PRESENTATION } from './role.ts';
import { heldRows, type TeeRow } from './tee-rows.ts';

/** What is not used, or only on probation: each with its reason, until when, and the way back. */
export function HeldBack({
  tee,
  openKey,
  release,
  isStale,
}: {
  tee: TeeStatus;
  openKey: string | undefined;
  release: Release;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const words = text.views.tees;
  const rows = useMemo(() => heldRows(tee), [tee]);
  const columns = useHeldColumns(release, isStale);
  const { listed, skipped, listedTotal, skippedTotal } = tee.registry;
  const all = rows.length + (listedTotal - listed.length) + (skippedTotal - skipped.length);
  const isWhole = listedTotal === listed.length && skippedTotal === skipped.length;
  return (
    <Section
      title={words.held}
      note={
        rows.length === 0
          ? undefined
          : isWhole
            ? words.heldNote(all, formats.number(all))
            : words.heldNote(rows.length, formats.number(rows.length))
      }
    >
      <CommandNote outcome={release.runner.outcome} />
      {rows.length === 0 ? (
        <EmptyState sentence={words.noHeld} />
      ) : (
        <Table
          label={words.held}
          rows={rows}
          columns={columns}
          keyOf={row => row.key}
          idOf={row => row.key}
          onOpen={row => navigate('tees', { id: row.key })}
          openKey={openKey}
        />
      )}
    </Section>
  );
}

function useHeldColumns(release: Release, isStale: boolean): readonly Column<TeeRow>[] {
  const { text, formats } = usePage();
  const now = useNow(10_000);
  const words = text.views.tees;
  return [
    {
      id: 'state',
      label: words.state,
      width: '128px',
      cell: row => <StateWord {...ROLE_PRESENTATION[row.role]} word={words.role[row.role]} />,
      sortBy: row => words.role[row.role],
    },
    {
      id: 'id',
      label: words.id,
      width: '132px',
      cell: row => (row.index === null ? <Id value={row.key} /> : words.position(formats.number(row.index))),
      sortBy: row => row.key,
    },
    {
      id: 'host',
      label: words.host,
      width: '18%',
      isExtra: true,
      cell: row => hostOf(row.endpoint),
      hint: row => row.endpoint,
      sortBy: row => hostOf(row.endpoint),
    },
    { id: 'reason', label: words.reason, cell: row => <Reason row={row} /> },
    {
      id: 'until',
      label: words.untilColumn,
      width: '72px',
      cell: row => row.role === 'quarantined' && row.until !== null && formats.comingTime(row.until, now),
      hint: row => (row.until === null ? undefined : formats.fullTime(row.until)),
      sortBy: row => row.until,
    },
    {
      id: 'act',
      label: words.act,
      width: '88px',
      isLabelHidden: true,
      isNumber: true,
      cell: row =>
        row.role === 'quarantined' && (
          <button
            type="button"
            className="button ghost"
            aria-label={words.releaseName(shortId(row.key))}
            disabled={release.runner.isRunning || isStale}
            onClick={() => release.ask(row)}
          >
            {words.release}
          </button>
        ),
    },
  ];
}

/** Why a TEE is held back; what the page knows itself stands in its own language. */
export function Reason({ row: { role, reason, told } }: { row: TeeRow }) {
  const { text } = usePage();
  if (role === 'unpinned') return text.views.tees.otherBuild;
  return reason !== null && <ToldText told={told} value={reason} />;
}
