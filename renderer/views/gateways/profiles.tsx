import type { GatewaySummary } from '../../../electron/contract/index.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { GATEWAY_PRESENTATION } from '../../parts/present.ts';
import { Section } from '../../parts/section.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { CoreText } from '../../state/use-sentences.tsx';
import { useActions } from '../../state/view-context.ts';

/** All gateways in order of preference, with what can be done with each. */
export function Profiles({
  gateways,
  isStale,
  onAdd,
  onRemove,
}: {
  gateways: readonly GatewaySummary[];
  isStale: boolean;
  onAdd: () => void;
  onRemove: (gateway: GatewaySummary) => void;
}) {
  const { text } = usePage();
  const { selectGateway } = useActions();
  const words = text.views.gateways;
  const columns = useProfileColumns(gateways, isStale, onRemove);
  const isPinned = gateways.some(gateway => gateway.isPinned);
  return (
    <Section
      title={words.profiles}
      note={gateways.length > 1 ? (isPinned ? words.orderPinned : words.order) : undefined}
      actions={
        <>
          {isPinned && (
            <button
              type="button"
              className="button"
              disabled={selectGateway.isRunning || isStale}
              onClick={() => selectGateway.run({ name: 'selectGateway', profile: null })}
            >
              {words.best}
            </button>
          )}
          <button
            type="button"
            className={gateways.length === 0 ? 'button primary' : 'button'}
            disabled={isStale}
            onClick={onAdd}
          >
            {words.add}
          </button>
        </>
      }
    >
      <Table
        label={words.profiles}
        rows={gateways}
        columns={columns}
        keyOf={({ id }) => id}
        idOf={({ id }) => id}
        isTall
        empty={<EmptyState sentence={words.empty} />}
      />
    </Section>
  );
}

function useProfileColumns(
  gateways: readonly GatewaySummary[],
  isStale: boolean,
  onRemove: (gateway: GatewaySummary) => void,
): readonly Column<GatewaySummary>[] {
  const { text, formats } = usePage();
  const { selectGateway } = useActions();
  const now = useNow(10_000);
  const words = text.views.gateways;
  return [
    {
      id: 'state',
      label: words.state,
      width: '164px',
      cell: ({ state, since }) => (
        <>
          <StateWord {...GATEWAY_PRESENTATION[state]} word={text.gatewayState[state]} />
          <p className="caption under-state" title={formats.fullTime(since)}>
            {text.gateway.since(formats.time(since, now))}
          </p>
        </>
      ),
    },
    {
      id: 'profile',
      label: words.profile,
      width: '26%',
      hint: ({ name }) => name,
      cell: gateway => (
        <>
          <p className="cut name">{gateway.name}</p>
          <p className="caption">{useOf(gateway, gateways.indexOf(gateway))}</p>
        </>
      ),
    },
    {
      id: 'address',
      label: words.address,
      hint: ({ host, sentence }) => `${host}\n${sentence}`,
      cell: ({ host, sentence }) => (
        <>
          <p className="cut mono">{host}</p>
          <p className="caption">
            <CoreText value={sentence} />
          </p>
        </>
      ),
    },
    {
      id: 'acts',
      label: words.acts,
      width: '188px',
      isLabelHidden: true,
      isNumber: true,
      cell: gateway => (
        <>
          {!gateway.isActive && gateway.approval !== null && (
            <CopyButton value={gateway.approval.command} label={text.gateway.copyCommand} kind="ghost" />
          )}
          {!gateway.isActive && gateway.approval === null && (
            <button
              type="button"
              className="button ghost"
              aria-label={words.useName(gateway.name)}
              disabled={selectGateway.isRunning || isStale}
              onClick={() => selectGateway.run({ name: 'selectGateway', profile: gateway.id })}
            >
              {words.use}
            </button>
          )}
          {gateway.source === 'settings' && (
            <button
              type="button"
              className="button ghost"
              aria-label={words.removeName(gateway.name)}
              disabled={isStale}
              onClick={() => onRemove(gateway)}
            >
              {words.remove}
            </button>
          )}
        </>
      ),
    },
  ];

  function useOf({ isActive, isPinned, source }: GatewaySummary, place: number): string {
    return [
      ...(gateways.length > 1 ? [words.place(formats.number(place + 1))] : []),
      ...(isActive ? [isPinned ? words.inUseByHand : words.inUse] : []),
      ...(source === 'settings' ? [] : [words.source[source]]),
    ].join(', ');
  }
}
