import type { ReactNode } from 'react';
import type { StatusSnapshot, UsedGateway } from '../../../electron/contract/index.ts';
import { Band } from '../../parts/band.tsx';
import { CopyButton } from '../../parts/copy-button.tsx';
import { GATEWAY_PRESENTATION } from '../../parts/present.ts';
import { usePage } from '../../state/page-context.ts';
import type { Runner } from '../../state/use-command.ts';
import { navigate } from '../../state/use-route.ts';
import { RemedyText } from '../../state/use-sentences.tsx';
import { useActions } from '../../state/view-context.ts';
import { ApprovalBand } from './approval-band.tsx';
import { secretKind } from './change-secret.tsx';

/** Whether a person has to do something about the gateway in use. */
export function isTrouble(gateway: UsedGateway | null): gateway is UsedGateway {
  if (gateway === null) return false;
  return gateway.approval !== null || gateway.health === 'broken' || gateway.health === 'needs-you';
}

/** The remedy of what is wrong with the gateway in use, at the top of the view; nothing when nothing is. */
export function GatewayTrouble({
  snapshot,
  isStale,
  access,
  disconnect,
  onChangeSecret,
}: {
  snapshot: StatusSnapshot;
  isStale: boolean;
  /** Asks for more access. */
  access: Runner;
  /** Ends all attempts to connect. */
  disconnect: Runner;
  onChangeSecret: (secret: string) => void;
}) {
  const { text } = usePage();
  const { gateway } = snapshot;
  const buttons = useRemedyButtons(snapshot, { access, disconnect, onChangeSecret });
  if (!isTrouble(gateway)) return <FailoverBand snapshot={snapshot} isStale={isStale} />;
  if (gateway.approval !== null) return <ApprovalBand gateway={gateway} isStale={isStale} disconnect={disconnect} />;
  const { state, reason, remedy, health } = gateway;
  const words = text.views.gateways;
  const isOpen = state === 'ready';
  const own =
    state === 'disconnected' ? words.disconnectedRemedy : reason === null ? undefined : words.remedies[reason];
  const secret = remedy?.secret;
  return (
    <Band
      {...(isOpen ? ({ shape: 'half', tone: 'needs-you' } as const) : GATEWAY_PRESENTATION[state])}
      title={isOpen ? text.health[health] : text.gatewayState[state]}
      buttons={
        <>
          {buttons.map(({ label, isRunning, run }, index) => (
            <button
              key={label}
              type="button"
              className={index === 0 ? 'button primary' : 'button'}
              disabled={isRunning || isStale}
              onClick={run}
            >
              {label}
            </button>
          ))}
          <CopyButton value={() => JSON.stringify(snapshot, null, 2)} label={text.frame.copyDiagnosis} />
        </>
      }
    >
      {secret !== undefined ? (
        <p>{words.secretRemedy[secretKind(secret)]}</p>
      ) : (
        <p>{own ?? (remedy === null ? words.keepsTrying : <RemedyText remedy={remedy} />)}</p>
      )}
      {remedy?.shellCommand !== undefined && (
        <div className="command-line">
          <code>{remedy.shellCommand}</code>
          <CopyButton value={remedy.shellCommand} label={text.gateway.copyCommand} />
        </div>
      )}
    </Band>
  );
}

interface Act {
  readonly label: string;
  readonly isRunning: boolean;
  readonly run: () => void;
}

/** What can be done from here, the best first. */
function useRemedyButtons(
  { gateway, gateways }: StatusSnapshot,
  {
    access,
    disconnect,
    onChangeSecret,
  }: {
    readonly access: Runner;
    readonly disconnect: Runner;
    readonly onChangeSecret: (secret: string) => void;
  },
): readonly Act[] {
  const { text } = usePage();
  const { reconnectGateway, selectGateway } = useActions();
  const words = text.views.gateways;
  if (gateway === null) return [];
  const { state, reason, remedy, scopes } = gateway;
  const secret = remedy?.secret;
  const reserve = gateways.find(other => !other.isActive && other.state === 'ready');
  const reconnect = (label: string): Act => ({
    label: reconnectGateway.isRunning ? text.gateway.reconnecting : label,
    isRunning: reconnectGateway.isRunning,
    run: reconnectGateway.run,
  });
  const acts: Act[] = [];
  if (secret !== undefined) {
    acts.push({ label: words.changeSecret[secretKind(secret)], isRunning: false, run: () => onChangeSecret(secret) });
  }
  if (state === 'limited') {
    acts.push({
      label: access.isRunning ? words.askingAccess : words.askAccess,
      isRunning: access.isRunning,
      run: () => access.run({ name: 'upgradeGatewayScopes', scopes: [...scopes.missing] }),
    });
  }
  if (reason === 'selected-unknown') {
    acts.push({
      label: words.best,
      isRunning: selectGateway.isRunning,
      run: () => selectGateway.run({ name: 'selectGateway', profile: null }),
    });
  }
  if (state === 'stopped' || state === 'disconnected') acts.push(reconnect(words.connect));
  else if (state === 'unreachable' || state === 'refused') acts.push(reconnect(words.tryNow));
  if (reserve !== undefined && state !== 'limited' && state !== 'ready') {
    acts.push({
      label: words.switchTo(reserve.name),
      isRunning: selectGateway.isRunning,
      run: () => selectGateway.run({ name: 'selectGateway', profile: reserve.id }),
    });
  }
  if (state === 'unreachable') {
    acts.push({
      label: disconnect.isRunning ? words.stopping : words.stopAsking,
      isRunning: disconnect.isRunning,
      run: () => disconnect.run({ name: 'disconnectGateway' }),
    });
  }
  return acts;
}

/** The best gateway cannot be used and another one does its work. */
function FailoverBand({
  snapshot: { gateway, gateways },
  isStale,
}: {
  snapshot: StatusSnapshot;
  isStale: boolean;
}): ReactNode {
  const { text } = usePage();
  const { selectGateway } = useActions();
  const words = text.views.gateways;
  const [best] = gateways;
  const active = gateways.find(({ isActive }) => isActive);
  if (gateway === null || best === undefined || active === undefined || active === best) return null;
  if (active.isPinned) return null;
  return (
    <Band
      shape="half"
      tone="needs-you"
      title={text.gateway.onFailover}
      buttons={
        <>
          <button type="button" className="button" onClick={() => navigate('activity')}>
            {words.showWhy}
          </button>
          <button
            type="button"
            className="button"
            disabled={selectGateway.isRunning || isStale}
            onClick={() => selectGateway.run({ name: 'selectGateway', profile: best.id })}
          >
            {words.useAnyway(best.name)}
          </button>
        </>
      }
    >
      <p>{words.failover(best.name, text.gatewayState[best.state].toLocaleLowerCase(), active.name)}</p>
      <p className="second">{words.failoverReturns(best.name)}</p>
    </Band>
  );
}
