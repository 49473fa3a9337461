import type { GatewayState, GatewaySummary } from '../../../electron/contract/index.ts';
import { CopyButton } from '../../parts/copy-button.tsx';
import { EmptyState } from '../../parts/empty-state.tsx';
import { GATEWAY_PRESENTATION } from '../../parts/present.ts';
import { Section } from '../../parts/section.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { Table } from '../../parts/table.tsx';
import type { Column } from '../../parts/table-columns.ts';
import { usePage } from '../../state/page-context.ts';
import type { Runner } from '../../state/use-command.ts';
import { useNow } from '../../state/use-now.ts';
import { ToldText, useToldSentence } from '../../state/use-sentences.tsx';
import { useActions } from '../../state/view-context.ts';

/** Attempts go on, and a person may be tired of them. */
const TRYING: ReadonlySet<GatewayState> = new Set(['connecting', 'waiting-for-approval', 'unreachable', 'refused']);

/** All gateways in order of preference, with what can be done with each. */
export function Profiles({
  gateways,
  isStale,
  run,
  onAdd,
  onEdit,
  onRemove,
}: {
  gateways: readonly GatewaySummary[];
  isStale: boolean;
  /** For what is done at once. */
  run: Runner;
  onAdd: () => void;
  onEdit: (gateway: GatewaySummary) => void;
  onRemove: (gateway: GatewaySummary) => void;
}) {
  const { text } = usePage();
  const { selectGateway } = useActions();
  const words = text.views.gateways;
  const columns = useProfileColumns(gateways, { isStale, run, onEdit, onRemove });
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
  {
    isStale,
    run,
    onEdit,
    onRemove,
  }: {
    readonly isStale: boolean;
    readonly run: Runner;
    readonly onEdit: (gateway: GatewaySummary) => void;
    readonly onRemove: (gateway: GatewaySummary) => void;
  },
): readonly Column<GatewaySummary>[] {
  const { text, formats } = usePage();
  const { selectGateway } = useActions();
  const now = useNow(10_000);
  const ownSentence = useToldSentence();
  const words = text.views.gateways;
  return [
    {
      id: 'state',
      label: words.state,
      width: 'min(164px, 24vw)',
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
      hint: ({ host, sentence, told }) => `${host}\n${ownSentence(told) ?? sentence}`,
      cell: ({ host, sentence, told }) => (
        <>
          <p className="cut mono">{host}</p>
          <p className="caption">
            <ToldText told={told} value={sentence} />
          </p>
        </>
      ),
    },
    {
      id: 'acts',
      label: words.acts,
      width: 'min(260px, 31vw)',
      isLabelHidden: true,
      isNumber: true,
      cell: gateway => (
        <>
          {!gateway.isActive && gateway.approval !== null && (
            <CopyButton value={gateway.approval.command} label={text.gateway.copyCommand} kind="ghost" />
          )}
          {gateway.state === 'disconnected' && (
            <RowAct
              label={words.connect}
              about={words.connectName(gateway.name)}
              isDisabled={run.isRunning || isStale}
              onAct={() => run.run({ name: 'reconnectGateway', profile: gateway.id })}
            />
          )}
          {!gateway.isActive && TRYING.has(gateway.state) && (
            <RowAct
              label={words.stopAsking}
              about={words.stopAskingName(gateway.name)}
              isDisabled={run.isRunning || isStale}
              onAct={() => run.run({ name: 'disconnectGateway', profile: gateway.id })}
            />
          )}
          {!gateway.isActive && gateway.approval === null && gateway.state !== 'disconnected' && (
            <RowAct
              label={words.use}
              about={words.useName(gateway.name)}
              isDisabled={selectGateway.isRunning || isStale}
              onAct={() => selectGateway.run({ name: 'selectGateway', profile: gateway.id })}
            />
          )}
          {gateway.source === 'settings' && (
            <>
              <RowAct
                label={words.edit}
                about={words.editName(gateway.name)}
                isDisabled={isStale}
                onAct={() => onEdit(gateway)}
              />
              <RowAct
                label={words.remove}
                about={words.removeName(gateway.name)}
                isDisabled={isStale}
                onAct={() => onRemove(gateway)}
              />
            </>
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

/** One of the acts of a row; read out, it names its gateway as well. */
function RowAct({
  label,
  about,
  isDisabled,
  onAct,
}: {
  label: string;
  about: string;
  isDisabled: boolean;
  onAct: () => void;
}) {
  return (
    <button type="button" className="button ghost" aria-label={about} disabled={isDisabled} onClick={onAct}>
      {label}
    </button>
  );
}
