import type { ReactNode } from 'react';
import type { SubscriptionSummary } from '../../../electron/contract/index.ts';
import { leftOf } from '../../format/headroom.ts';
import { StateWord } from '../../parts/shape.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import { navigate } from '../../state/use-route.ts';
import { CoreText } from '../../state/use-sentences.tsx';
import { HeadroomCell } from './headroom-cell.tsx';
import { presentationOf } from './standing.ts';
import { type Rules, useWords } from './use-words.ts';

/** All subscriptions with what is left of each. */
export function SubscriptionTable({
  rows,
  openId,
  rules,
  empty,
}: {
  rows: readonly SubscriptionSummary[];
  openId: string | undefined;
  rules: Rules;
  empty: ReactNode;
}) {
  const { text, formats } = usePage();
  const words = useWords();
  const columns: readonly Column<SubscriptionSummary>[] = [
    {
      id: 'name',
      label: text.subscriptions.name,
      width: '24%',
      hint: ({ name, note }) => (note === null ? name : `${name}: ${note}`),
      sortBy: ({ name }) => name,
      cell: one => (
        <>
          <b className="cut">{one.name}</b>
          <p className="caption">{words.identity(one)}</p>
        </>
      ),
    },
    windowColumn('5h', text.subscriptions.fiveHours, formats),
    windowColumn('7d', text.subscriptions.sevenDays, formats),
    {
      id: 'agents',
      label: text.views.subscriptions.columns.agents,
      width: '11%',
      sortBy: ({ agents }) => agents,
      cell: ({ agents }) =>
        agents === 0
          ? text.views.subscriptions.noAgents
          : text.subscriptions.agentCount(agents, formats.number(agents)),
    },
    {
      id: 'state',
      label: text.subscriptions.state,
      hint: one => words.sentence(one) ?? undefined,
      sortBy: one => words.stateWord(one),
      cell: one => {
        const note = words.stateNote(one, rules);
        return (
          <>
            <StateWord {...presentationOf(one.state)} word={words.stateWord(one)} />
            <p className="caption state-note">{note ?? <CoreText value={one.sentence} />}</p>
          </>
        );
      },
    },
  ];
  return (
    <Table
      label={text.views.subscriptions.listLabel}
      rows={rows}
      columns={columns}
      keyOf={({ id }) => id}
      idOf={({ name }) => name}
      onOpen={({ id }) => navigate('subscriptions', { id })}
      openKey={openId}
      isTall
      empty={empty}
    />
  );
}

function windowColumn(
  window: '5h' | '7d',
  label: string,
  formats: { fullTime(at: number): string },
): Column<SubscriptionSummary> {
  return {
    id: window,
    label,
    width: '21%',
    sortBy: one => leftOf(one, window),
    hint: ({ headroom }) => {
      const resetsAt = headroom.windows.find(each => each.window === window)?.resetsAt ?? null;
      return resetsAt === null ? undefined : formats.fullTime(resetsAt);
    },
    cell: one => <HeadroomCell one={one} window={window} />,
  };
}
