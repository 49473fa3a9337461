import { useEffect, useMemo, useRef, useState } from 'react';
import type { OfflineGate, StatusSnapshot, View } from '../../electron/contract/index.ts';
import type { Connection } from '../bridge/live-bridge.ts';
import { CommandNote } from '../parts/command-note.tsx';
import { OfflineBand } from '../parts/offline-band.tsx';
import { SafeModeBand } from '../parts/safe-mode-band.tsx';
import { usePage } from '../state/page-context.ts';
import { useNetworkNotice } from '../state/use-network-notice.ts';
import { useOfflineAsOf } from '../state/use-offline.ts';
import { useRoute } from '../state/use-route.ts';
import { useHeadline } from '../state/use-sentences.tsx';
import { type Actions, ActionsContext } from '../state/view-context.ts';
import { VIEW_TABLE } from '../views/index.ts';
import { Announcer } from './announcer.tsx';
import { ConnectionBand } from './connection-band.tsx';
import { KeysDialog } from './keys-dialog.tsx';
import { Questions } from './questions.tsx';
import { SandboxBanner } from './sandbox-banner.tsx';
import { Sidebar } from './sidebar.tsx';
import { useFrameActions } from './use-frame-actions.ts';
import { useFrameShortcuts } from './use-frame-shortcuts.ts';

/** The gate that a view is about, so that its values are old while that gate waits for the network. */
const GATE_OF_VIEW: Partial<Readonly<Record<View, OfflineGate>>> = {
  gateways: 'gateway',
  tees: 'tee',
  subscriptions: 'subscriptions',
};

/** What stands around each view: the way between them, what holds for all of them, and the keys. */
export function Frame({
  snapshot,
  receivedAt,
  connection,
}: {
  snapshot: StatusSnapshot;
  receivedAt: number;
  connection: Connection;
}) {
  const { text, formats } = usePage();
  const route = useRoute();
  useNetworkNotice();
  const { actions, question, ask } = useFrameActions(snapshot);
  const [showsKeys, setShowsKeys] = useState(false);
  const onShowKeys = useMemo(() => () => setShowsKeys(true), []);
  const main = useRef<HTMLElement>(null);
  const { sandbox, gateways } = snapshot;
  const isStale = connection.kind === 'lost';
  const asOfTime = isStale ? formats.exactTime(receivedAt, Date.now()) : undefined;
  const offlineAsOf = useOfflineAsOf(snapshot, GATE_OF_VIEW[route.view]);
  const asOf = asOfTime === undefined ? offlineAsOf : text.connection.asOf(asOfTime);
  const headline = useHeadline(snapshot);
  const Shown = VIEW_TABLE[route.view];

  useFrameShortcuts({ snapshot, route, actions, isStale, onShowKeys });
  useFocusOnArrival(main, route.view);
  useEffect(() => {
    document.title =
      route.view === 'overview' ? text.window.title(headline) : text.frame.viewTitle(text.frame.names[route.view]);
  }, [route.view, headline, text]);

  return (
    <ActionsContext value={actions}>
      <div className={isStale ? 'window stale' : 'window'}>
        {sandbox !== null && (
          <SandboxBanner seed={sandbox.seed} hasRealGateway={gateways.some(({ source }) => source !== 'sandbox')} />
        )}
        <Sidebar snapshot={snapshot} current={route.view} onShowKeys={onShowKeys} />
        <main ref={main} className={`view-${route.view}`} data-pane="">
          {connection.kind === 'lost' && <ConnectionBand nextAttemptAt={connection.nextAttemptAt} asOf={asOfTime} />}
          <SafeModeBand snapshot={snapshot} isStale={isStale} />
          {route.view !== 'overview' && <OfflineBand snapshot={snapshot} />}
          {route.view !== 'overview' && <Outcomes actions={actions} />}
          <Shown snapshot={snapshot} params={route.params} isStale={isStale} asOf={asOf} />
        </main>
        <Announcer snapshot={snapshot} />
        <Questions snapshot={snapshot} question={question} onClose={() => ask(undefined)} />
        <KeysDialog isOpen={showsKeys} onClose={() => setShowsKeys(false)} />
      </div>
    </ActionsContext>
  );
}

/** What the shared acts came to. The overview shows each beside its gate instead. */
function Outcomes({ actions }: { actions: Actions }) {
  const { rotateTee, checkRegistry, reconnectGateway, selectGateway, rotateSubscription, login, pause } = actions;
  const all = { rotateTee, checkRegistry, reconnectGateway, selectGateway, rotateSubscription, login, pause };
  return (
    <div className="outcomes">
      {Object.entries(all).map(([name, { outcome }]) => (
        <CommandNote key={name} outcome={outcome} />
      ))}
    </div>
  );
}

/** Each new view begins at its heading; the first one leaves the focus where the window put it. */
function useFocusOnArrival(main: { readonly current: HTMLElement | null }, view: string): void {
  const last = useRef(view);
  useEffect(() => {
    if (last.current === view) return;
    last.current = view;
    main.current?.scrollTo(0, 0);
    main.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [main, view]);
}
