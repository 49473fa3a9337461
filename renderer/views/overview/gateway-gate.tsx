import { useState } from 'react';
import type { GatewaySummary, StatusSnapshot, UsedGateway } from '../../../electron/contract/index.ts';
import { useCarried, useFailover } from '../../format/gateway-words.ts';
import { ChooseDialog } from '../../parts/choose-dialog.tsx';
import { CommandNote } from '../../parts/command-note.tsx';
import { CopyIconButton } from '../../parts/copy-button.tsx';
import { Fact, Facts } from '../../parts/facts.tsx';
import { GATEWAY_PRESENTATION } from '../../parts/present.ts';
import { RoundTripChart } from '../../parts/round-trip-chart.tsx';
import { StateWord } from '../../parts/shape.tsx';
import { usePage } from '../../state/page-context.ts';
import { useNow } from '../../state/use-now.ts';
import { useOfflineAsOf } from '../../state/use-offline.ts';
import { useQuery } from '../../state/use-query.ts';
import { navigate } from '../../state/use-route.ts';
import { useActions } from '../../state/view-context.ts';
import { GateRow } from './gate-row.tsx';

/** No gateway is called like this: ids are not empty. */
const AUTOMATIC = '';

const HISTORY_EVERY_MS = 15_000;

/** The gateway gate: its state, which gateway it is, what it carries, and the buttons that connect anew or elsewhere. */
export function GatewayGate({
  snapshot,
  gateway,
  isStale,
}: {
  snapshot: StatusSnapshot;
  gateway: UsedGateway;
  isStale: boolean;
}) {
  const { text, formats } = usePage();
  const now = useNow();
  const { reconnectGateway, selectGateway } = useActions();
  const asOf = useOfflineAsOf(snapshot, 'gateway');
  const { gateways } = snapshot;
  const history = useQuery({ name: 'history.gateway' }, { everyMs: HISTORY_EVERY_MS, when: gateway.state });
  const failover = useFailover(gateways);
  const isOnFailover = gateway.state === 'ready' && failover.isOnFailover;
  return (
    <GateRow
      health={gateway.health}
      title={text.gateway.title}
      state={
        isOnFailover ? (
          <StateWord shape="half" tone="needs-you" word={text.gateway.onFailover} />
        ) : (
          <StateWord {...GATEWAY_PRESENTATION[gateway.state]} word={text.gatewayState[gateway.state]} />
        )
      }
      asOf={asOf}
      caption={text.gateway.since(formats.time(gateway.since, now))}
      captionHint={formats.fullTime(gateway.since)}
      facts={<GatewayFacts gateway={gateway} gateways={gateways} now={now} />}
      history={<RoundTripChart history={history.value} roundTripMs={gateway.roundTripMs} now={now} />}
      actions={
        <>
          <button
            type="button"
            className="button"
            disabled={reconnectGateway.isRunning || isStale}
            aria-keyshortcuts="Control+Shift+G Meta+Shift+G"
            onClick={reconnectGateway.run}
          >
            {reconnectGateway.isRunning ? text.gateway.reconnecting : text.gateway.reconnect}
          </button>
          <SwitchButton gateways={gateways} isStale={isStale} />
        </>
      }
      notes={
        <>
          <CommandNote outcome={reconnectGateway.outcome} />
          <CommandNote outcome={selectGateway.outcome} />
        </>
      }
    />
  );
}

/** The same five lines in every state, so that nothing below moves when a connection comes or goes. */
function GatewayFacts({
  gateway,
  gateways,
  now,
}: {
  gateway: UsedGateway;
  gateways: readonly GatewaySummary[];
  now: number;
}) {
  const { text, formats } = usePage();
  const { profile, host, warning, server, scopes, attempt, nextAttemptAt, connectedAt } = gateway;
  const carried = useCarried(gateway);
  const { sentence: failover } = useFailover(gateways);
  const isConnected = connectedAt !== null;
  const version = server?.version ?? text.gateway.unknown;
  const up = server?.uptimeMs == null ? '' : `, ${text.gateway.up(formats.duration(server.uptimeMs))}`;
  const next = nextAttemptAt === null ? '' : `, ${text.gateway.nextAttempt(formats.exactTime(nextAttemptAt, now))}`;
  const { missing, granted } = scopes;
  const access = missing.length === 0 ? text.gateway.accessGranted : text.gateway.missing(missing.join(', '));
  return (
    <Facts>
      <Fact name={text.gateway.profile} value={profile} hint={profile} />
      <Fact
        name={text.gateway.address}
        value={host}
        hint={warning === null ? host : text.gateway.readAlong(host)}
        isCode
      >
        <CopyIconButton value={host} label={text.gateway.copyAddress} />
        {warning !== null && <span className="pin">{text.gateway.readable}</span>}
      </Fact>
      {attempt > 0 && gateway.state !== 'offline' ? (
        <Fact name={text.gateway.attempt} value={`${formats.number(attempt)}${next}`} />
      ) : (
        <Fact
          name={text.gateway.version}
          value={server === null ? null : `${version}${up}`}
          hint={server === null ? undefined : text.gateway.protocol(formats.number(server.protocol))}
        />
      )}
      <Fact name={text.gateway.carries} value={carried} hint={carried ?? undefined} isOld={!isConnected} />
      {gateways.length > 1 ? (
        <Fact name={text.gateway.failover} value={failover} hint={failover} />
      ) : (
        <Fact name={text.gateway.access} value={isConnected ? access : null} hint={granted.join(', ')} />
      )}
    </Facts>
  );
}

/** Asks which gateway to use; leads to the gateways while there is none to choose from. */
function SwitchButton({ gateways, isStale }: { gateways: readonly GatewaySummary[]; isStale: boolean }) {
  const { text } = usePage();
  const { selectGateway } = useActions();
  const [isOpen, setOpen] = useState(false);
  if (gateways.length < 2) {
    return (
      <button type="button" className="button" onClick={() => navigate('gateways')}>
        {text.frame.details}
      </button>
    );
  }
  const isPinned = gateways.some(gateway => gateway.isPinned);
  return (
    <>
      <button
        type="button"
        className="button"
        disabled={selectGateway.isRunning || isStale}
        onClick={() => setOpen(true)}
      >
        {selectGateway.isRunning ? text.gateway.switching : text.gateway.switchChoose}
      </button>
      <ChooseDialog
        isOpen={isOpen}
        title={text.frame.switchTitle}
        detail={text.frame.switchDetail}
        choices={[
          ...gateways.map(({ id, name, state, isActive }) => ({
            id,
            label: name,
            hint: text.gatewayState[state],
            isCurrent: isActive,
          })),
          ...(isPinned ? [{ id: AUTOMATIC, label: text.frame.switchAutomatic }] : []),
        ]}
        onChoose={id => selectGateway.run({ name: 'selectGateway', profile: id === AUTOMATIC ? null : id })}
        onClose={() => setOpen(false)}
      />
    </>
  );
}
