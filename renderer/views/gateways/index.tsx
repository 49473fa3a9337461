import { useEffect, useState } from 'react';
import type { GatewaySummary } from '../../../electron/contract/index.ts';
import { ChooseDialog } from '../../parts/choose-dialog.tsx';
import { CommandNote } from '../../parts/command-note.tsx';
import { ConfirmDialog } from '../../parts/confirm-dialog.tsx';
import { PausedBand } from '../../parts/paused-band.tsx';
import { usePage } from '../../state/page-context.ts';
import { useRunner } from '../../state/use-command.ts';
import { useNow } from '../../state/use-now.ts';
import { useQuery } from '../../state/use-query.ts';
import { useActions, type ViewProps } from '../../state/view-context.ts';
import { AddGateway } from './add-gateway.tsx';
import { ChangeSecret } from './change-secret.tsx';
import { Connection, ConnectionFacts, RequestFacts } from './connection.tsx';
import { EditGateway } from './edit-gateway.tsx';
import { GatewayDetails } from './gateway-details.tsx';
import { GatewaysHead } from './head.tsx';
import { Profiles } from './profiles.tsx';
import { RemovedBand } from './removed-band.tsx';
import { ThreeGates } from './three-gates.tsx';
import './gateways.css';
import { GatewayTrouble, isTrouble } from './trouble.tsx';
import { useSteps } from './use-steps.ts';

const HISTORY_EVERY_MS = 15_000;
/** What a gateway has to allow before it lets itself be restarted (gateway 2026.9.1). */
const RESTART_SCOPE = 'operator.admin';

/** The gateway in use with the remedy of its trouble first, what it carries, and all gateways in order of preference. */
export function Gateways({ snapshot, isStale, asOf }: ViewProps) {
  const { text } = usePage();
  const now = useNow();
  const { reconnectGateway } = useActions();
  const words = text.views.gateways;
  const { gateway, gateways, paused } = snapshot;
  const history = useQuery(gateway === null ? null : { name: 'history.gateway' }, {
    everyMs: HISTORY_EVERY_MS,
    when: gateway?.state,
  });
  const access = useRunner();
  const change = useRunner();
  const asking = useRunner();
  const removal = useSteps();
  const [removed, setRemoved] = useState<GatewaySummary>();
  const steps = useSteps();
  const [question, ask] = useState<Question>();
  const active = gateways.find(({ isActive }) => isActive);
  useEffect(() => {
    if (removed === undefined) return;
    const timer = setTimeout(() => setRemoved(undefined), RESTORABLE_MS);
    return () => clearTimeout(timer);
  }, [removed]);
  const close = (): void => {
    // A dialog that was closed because all is done says so once more; what it came to stays to be read.
    if (question === undefined) return;
    ask(undefined);
    steps.clear();
  };
  const finish = (): void => ask(undefined);
  const isConnected = gateway?.connectedAt != null;
  const isConnecting = gateway?.state === 'connecting';
  const mayRestart = gateway?.scopes.granted.includes(RESTART_SCOPE) ?? false;
  return (
    <>
      <GatewaysHead gateway={gateway} asOf={asOf}>
        {gateway !== null && !isTrouble(gateway) && (
          <>
            {isConnecting && (
              <button
                type="button"
                className="button"
                disabled={asking.isRunning || isStale}
                onClick={() => asking.run({ name: 'disconnectGateway' })}
              >
                {words.stopAsking}
              </button>
            )}
            <button
              type="button"
              className="button"
              disabled={reconnectGateway.isRunning || isStale}
              aria-keyshortcuts="Control+Shift+G Meta+Shift+G"
              onClick={reconnectGateway.run}
            >
              {reconnectGateway.isRunning ? text.gateway.reconnecting : text.gateway.reconnect}
            </button>
            <button
              type="button"
              className="button"
              disabled={change.isRunning || isStale || !isConnected}
              onClick={() => ask({ kind: 'restart' })}
            >
              {change.isRunning ? words.restarting : words.restart}
            </button>
          </>
        )}
      </GatewaysHead>
      <div className="outcomes">
        {[access, change, asking, removal, steps].map(({ outcome }, index) => (
          // Their order never changes.
          <CommandNote key={ACTS[index]} outcome={question === undefined ? outcome : undefined} />
        ))}
      </div>
      <PausedBand paused={paused} isStale={isStale} />
      {removed !== undefined && (
        <RemovedBand
          name={removed.name}
          isRunning={removal.isRunning}
          isStale={isStale}
          onUndo={() =>
            removal.run([{ name: 'restoreGateway', profile: removed.id }], { onDone: () => setRemoved(undefined) })
          }
        />
      )}
      <GatewayTrouble
        snapshot={snapshot}
        isStale={isStale}
        access={access}
        disconnect={asking}
        onChangeSecret={secret => ask({ kind: 'secret', secret })}
      />
      {gateway !== null && (
        <>
          {gateway.approval === null && <Connection gateway={gateway} history={history} />}
          <div className="columns">
            {gateway.approval === null ? (
              <ConnectionFacts gateway={gateway} gateways={gateways} />
            ) : (
              <RequestFacts gateway={gateway} />
            )}
            <ThreeGates snapshot={snapshot} />
          </div>
          <section className="told" aria-label={text.gateway.title}>
            <GatewayDetails
              details={gateway.details}
              isConnected={isConnected}
              now={now}
              isOpen={!isTrouble(gateway)}
            />
          </section>
        </>
      )}
      <Profiles
        gateways={gateways}
        isStale={isStale}
        run={asking}
        onAdd={() => ask({ kind: 'add' })}
        onEdit={edited => ask({ kind: 'edit', gateway: edited })}
        onRemove={removed => ask({ kind: 'remove', gateway: removed })}
      />
      <div className="questions">
        <AddGateway
          isOpen={question?.kind === 'add'}
          taken={gateways.map(({ id }) => id)}
          steps={steps}
          onClose={close}
          onDone={finish}
        />
        <EditGateway
          gateway={question?.kind === 'edit' ? question.gateway : undefined}
          taken={gateways.map(({ id }) => id)}
          steps={steps}
          onClose={close}
          onDone={finish}
        />
        <ChangeSecret
          secret={question?.kind === 'secret' ? question.secret : undefined}
          profile={gateway?.profile ?? ''}
          steps={steps}
          onClose={close}
          onDone={finish}
        />
        <ConfirmDialog
          isOpen={question?.kind === 'remove'}
          title={question?.kind === 'remove' ? words.removeTitle(question.gateway.name) : ''}
          confirm={words.removeConfirm}
          onConfirm={() => {
            if (question?.kind !== 'remove') return;
            const { gateway: gone } = question;
            removal.run([{ name: 'removeGateway', profile: gone.id }], { onDone: () => setRemoved(gone) });
          }}
          onClose={finish}
        >
          {question?.kind === 'remove' && (
            <>
              <p>{words.removeMeans}</p>
              {question.gateway.isActive && <p>{gateways.length > 1 ? words.removeNext : words.removeLast}</p>}
            </>
          )}
        </ConfirmDialog>
        <ChooseDialog
          isOpen={question?.kind === 'restart'}
          title={words.restartTitle(active?.name ?? '')}
          detail={mayRestart ? words.restartDetail : words.restartNeeds(RESTART_SCOPE)}
          choices={
            mayRestart
              ? [
                  { id: 'after', label: words.restartAfter },
                  { id: 'now', label: words.restartNow },
                ]
              : [{ id: 'ask', label: words.askAccess }]
          }
          onChoose={choice =>
            choice === 'ask'
              ? access.run({ name: 'upgradeGatewayScopes', scopes: [RESTART_SCOPE] })
              : change.run({ name: 'restartGateway', force: choice === 'now' })
          }
          onClose={finish}
        />
      </div>
    </>
  );
}

const ACTS = ['access', 'change', 'asking', 'removal', 'steps'] as const;
/** Of the core: for so long what was removed can be brought back. */
const RESTORABLE_MS = 600_000;

/** What the view asks a person. */
type Question =
  | { readonly kind: 'add' }
  | { readonly kind: 'restart' }
  | { readonly kind: 'edit'; readonly gateway: GatewaySummary }
  | { readonly kind: 'secret'; readonly secret: string }
  | { readonly kind: 'remove'; readonly gateway: GatewaySummary };
