import { useEffect, useMemo } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { FullPageMessage } from '../frame/connection-band.tsx';
import { CrashGuard } from '../frame/crash-guard.tsx';
import { Questions } from '../frame/questions.tsx';
import { useFrameActions } from '../frame/use-frame-actions.ts';
import { CommandNote } from '../parts/command-note.tsx';
import { SafeModeBand } from '../parts/safe-mode-band.tsx';
import { useLanguageSetting } from '../state/use-language-setting.ts';
import { useNetworkNotice } from '../state/use-network-notice.ts';
import { useElapsed } from '../state/use-now.ts';
import { useHeadline } from '../state/use-sentences.tsx';
import { type Shortcut, useShortcuts } from '../state/use-shortcuts.ts';
import { useStatus } from '../state/use-status.ts';
import { type Actions, ActionsContext } from '../state/view-context.ts';
import { GatewayPart, isInTrouble, SubscriptionsPart, TeePart } from './gates.tsx';
import { SetUpFirst } from './set-up-first.tsx';
import { EndpointPart, Events, Foot, Head, SandboxLine } from './surroundings.tsx';

const NOTHING_BELOW_MS = 300;

/** The small window at the tray: is it open, and if not, what do I do. */
export function Popover() {
  return (
    <CrashGuard>
      <Opened />
    </CrashGuard>
  );
}

function Opened() {
  const { snapshot, connection } = useStatus();
  useLanguageSetting(snapshot);
  const hasWaited = useElapsed(NOTHING_BELOW_MS);
  useShortcuts(CLOSE);
  if (snapshot !== undefined && connection.kind !== 'signed-out') {
    return snapshot.setup.needed ? <SetUpFirst /> : <Content snapshot={snapshot} />;
  }
  return hasWaited || connection.kind === 'signed-out' ? <FullPageMessage connection={connection} /> : null;
}

/** The host hides the popover when its page closes itself. */
const CLOSE: readonly Shortcut[] = [{ key: 'escape', with: 'none', run: () => window.close() }];

function Content({ snapshot }: { snapshot: StatusSnapshot }) {
  const { actions, question, ask } = useFrameActions(snapshot);
  useNetworkNotice();
  const headline = useHeadline(snapshot);
  const { gateway, tee, subscriptions, proxy } = snapshot;
  const hasSubscriptions = subscriptions.state !== 'not-configured';
  const isShort =
    isInTrouble(tee) ||
    (gateway !== null && isInTrouble(gateway)) ||
    (hasSubscriptions && subscriptions.remedy !== null && ['broken', 'needs-you'].includes(subscriptions.health));
  useActionKeys(actions, snapshot);
  useEffect(() => {
    document.title = headline;
  }, [headline]);
  return (
    <ActionsContext value={actions}>
      <main className="popover">
        <SandboxLine snapshot={snapshot} />
        <Head snapshot={snapshot} />
        <div className="pop-body">
          <SafeModeBand snapshot={snapshot} isStale={false} />
          <Outcomes actions={actions} />
          {gateway !== null && <GatewayPart snapshot={snapshot} gateway={gateway} isShort={isShort} />}
          <TeePart snapshot={snapshot} isShort={isShort} />
          {hasSubscriptions && <SubscriptionsPart snapshot={snapshot} isShort={isShort} />}
          <EndpointPart proxy={proxy} actions={actions} />
          <Events snapshot={snapshot} />
        </div>
        <Foot />
      </main>
      <Questions snapshot={snapshot} question={question} onClose={() => ask(undefined)} />
    </ActionsContext>
  );
}

function Outcomes({ actions }: { actions: Actions }) {
  const { rotateTee, checkRegistry, reconnectGateway, rotateSubscription, login, pause } = actions;
  const all = { rotateTee, checkRegistry, reconnectGateway, rotateSubscription, login, pause };
  return Object.entries(all).map(([name, { outcome }]) => <CommandNote key={name} outcome={outcome} />);
}

/** The keys of the window that act, here as well. */
function useActionKeys(actions: Actions, { proxy, gateway, subscriptions }: StatusSnapshot): void {
  const { endpoint } = proxy;
  const hasGateway = gateway !== null;
  const hasAgents = subscriptions.assignedTotal > 0;
  const shortcuts = useMemo(
    (): readonly Shortcut[] => [
      { key: 'e', with: 'mod-shift', run: actions.rotateTee.run },
      { key: 'g', with: 'mod-shift', run: () => hasGateway && actions.reconnectGateway.run() },
      { key: 's', with: 'mod-shift', run: () => hasAgents && actions.askRotate() },
      { key: 'c', with: 'mod-shift', run: () => endpoint !== null && actions.copyEndpoint.copy(endpoint) },
      { key: 'p', with: 'mod', run: actions.askPause },
    ],
    [actions, endpoint, hasGateway, hasAgents],
  );
  useShortcuts(shortcuts);
}
