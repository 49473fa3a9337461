import { useEffect, useMemo, useState } from 'react';
import type { StatusSnapshot } from '../electron/contract/index.ts';
import type { Connection } from './bridge/live-bridge.ts';
import { AccountLine } from './parts/account-line.tsx';
import { Activity } from './parts/activity.tsx';
import { Announcer } from './parts/announcer.tsx';
import { ConnectionBand, FullPageMessage } from './parts/connection-band.tsx';
import { CrashGuard } from './parts/crash-guard.tsx';
import { EndpointBand } from './parts/endpoint-band.tsx';
import { GatewayGate } from './parts/gateway-gate.tsx';
import { Gateways } from './parts/gateways.tsx';
import { Head } from './parts/head.tsx';
import { KeysDialog } from './parts/keys-dialog.tsx';
import { Records } from './parts/records.tsx';
import { SandboxBanner } from './parts/sandbox-banner.tsx';
import { Sidebar } from './parts/sidebar.tsx';
import { Subscriptions } from './parts/subscriptions.tsx';
import { SubscriptionsGate } from './parts/subscriptions-gate.tsx';
import { TeeGate } from './parts/tee-gate.tsx';
import { Troubles } from './parts/trouble.tsx';
import { usePage } from './state/page-context.ts';
import { useCommand, useRunner } from './state/use-command.ts';
import { useCopy } from './state/use-copy.ts';
import { useElapsed, useNow } from './state/use-now.ts';
import { type Shortcut, useShortcuts } from './state/use-shortcuts.ts';
import { useStatus } from './state/use-status.ts';

/** What is shorter than this is not shown as waiting. */
const NOTHING_BELOW_MS = 300;

/** The window. */
export function App() {
  return (
    <CrashGuard>
      <Window />
    </CrashGuard>
  );
}

function Window() {
  const { snapshot, receivedAt, connection } = useStatus();
  const hasWaited = useElapsed(NOTHING_BELOW_MS);
  if (snapshot !== undefined && connection.kind !== 'signed-out') {
    return <Overview snapshot={snapshot} receivedAt={receivedAt} connection={connection} />;
  }
  return hasWaited || connection.kind === 'signed-out' ? <FullPageMessage connection={connection} /> : null;
}

function Overview({
  snapshot,
  receivedAt,
  connection,
}: {
  snapshot: StatusSnapshot;
  receivedAt: number;
  connection: Connection;
}) {
  const { text, formats } = usePage();
  const now = useNow(60_000);
  const rotate = useCommand('rotateTee');
  const check = useCommand('checkRegistry');
  const reconnect = useCommand('reconnectGateway');
  const rotateSubscription = useRunner();
  const account = useRunner();
  const login = {
    isRunning: account.isRunning,
    outcome: undefined,
    run: () => account.run({ name: 'login', show: true }),
  };
  const endpointCopy = useCopy();
  const [showsKeys, setShowsKeys] = useState(false);
  const { headline, sandbox, gateway, gateways, tee, proxy, subscriptions, activity, app } = snapshot;
  const hasGateway = gateway !== null;
  const hasAgents = subscriptions.assignedTotal > 0;
  const isStale = connection.kind === 'lost';
  const asOf = isStale ? formats.exactTime(receivedAt, now) : undefined;

  useEffect(() => {
    document.title = text.window.title(headline);
  }, [headline, text]);

  const shortcuts = useMemo(
    (): readonly Shortcut[] => [
      { key: 'e', withModAndShift: true, run: () => !isStale && rotate.run() },
      { key: 'g', withModAndShift: true, run: () => hasGateway && !isStale && reconnect.run() },
      {
        key: 's',
        withModAndShift: true,
        run: () => hasAgents && !isStale && rotateSubscription.run({ name: 'rotateSubscription' }),
      },
      {
        key: 'c',
        withModAndShift: true,
        run: () => proxy.endpoint !== null && endpointCopy.copy(proxy.endpoint),
      },
      { key: '?', withModAndShift: false, run: () => setShowsKeys(true) },
    ],
    [rotate, reconnect, rotateSubscription, endpointCopy, proxy.endpoint, hasGateway, hasAgents, isStale],
  );
  useShortcuts(shortcuts);

  return (
    <div className={isStale ? 'window stale' : 'window'}>
      {sandbox !== null && (
        <SandboxBanner seed={sandbox.seed} hasRealGateway={gateways.some(({ source }) => source !== 'sandbox')} />
      )}
      <Sidebar app={app} onShowKeys={() => setShowsKeys(true)} />
      <main>
        {connection.kind === 'lost' && <ConnectionBand nextAttemptAt={connection.nextAttemptAt} asOf={asOf} />}
        <Head snapshot={snapshot} asOf={asOf} />
        <Troubles
          snapshot={snapshot}
          remedies={{ rotateTee: rotate, checkRegistry: check, reconnectGateway: reconnect, login }}
          isStale={isStale}
        />
        {gateway !== null && (
          <GatewayGate gateway={gateway} gateways={gateways} reconnect={reconnect} isStale={isStale} />
        )}
        <Gateways gateways={gateways} isStale={isStale} />
        <TeeGate tee={tee} rotate={rotate} check={check} isStale={isStale} />
        {subscriptions.state !== 'not-configured' && (
          <SubscriptionsGate subscriptions={subscriptions} rotate={rotateSubscription} isStale={isStale} />
        )}
        <AccountLine account={snapshot.account} isSandbox={sandbox !== null} runner={account} isStale={isStale} />
        <EndpointBand proxy={proxy} endpointCopy={endpointCopy} />
        <Subscriptions subscriptions={subscriptions} rotate={rotateSubscription} isStale={isStale} />
        <Records tee={tee} />
        <Activity activity={activity} />
      </main>
      <Announcer snapshot={snapshot} />
      <KeysDialog isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
    </div>
  );
}
