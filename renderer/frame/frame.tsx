import { useEffect, useMemo, useRef, useState } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { Connection } from '../bridge/live-bridge.ts';
import { CommandNote } from '../parts/command-note.tsx';
import { SafeModeBand } from '../parts/safe-mode-band.tsx';
import { usePage } from '../state/page-context.ts';
import { useNetworkNotice } from '../state/use-network-notice.ts';
import { useIsOnline } from '../state/use-online.ts';
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
  const isOnline = useIsOnline();
  useNetworkNotice(isOnline);
  const { actions, question, ask } = useFrameActions(snapshot);
  const [showsKeys, setShowsKeys] = useState(false);
  const onShowKeys = useMemo(() => () => setShowsKeys(true), []);
  const main = useRef<HTMLElement>(null);
  const { sandbox, gateways } = snapshot;
  const isStale = connection.kind === 'lost';
  const asOfTime = isStale || !isOnline ? formats.exactTime(receivedAt, Date.now()) : undefined;
  const asOf = asOfTime === undefined ? undefined : text.connection.asOf(asOfTime);
  const shown = isOnline ? snapshot : asOffline(snapshot);
  const headline = useHeadline(shown);
  const View = VIEW_TABLE[route.view];

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
        <Sidebar snapshot={shown} current={route.view} onShowKeys={onShowKeys} />
        <main ref={main} className={`view-${route.view}`} data-pane="">
          {connection.kind === 'lost' && <ConnectionBand nextAttemptAt={connection.nextAttemptAt} asOf={asOfTime} />}
          <SafeModeBand snapshot={snapshot} isStale={isStale} />
          {!isOnline && route.view !== 'overview' && (
            <section className="band connection" role="status">
              <p>
                <b>{text.frame.offline}.</b> {text.frame.offlineDetail}
              </p>
            </section>
          )}
          {route.view !== 'overview' && <Outcomes actions={actions} />}
          <View snapshot={shown} params={route.params} isStale={isStale} asOf={asOf} />
        </main>
        <Announcer snapshot={shown} />
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

/** Nothing turns red while there is no network: what is broken then is only waiting for it. */
function asOffline(snapshot: StatusSnapshot): StatusSnapshot {
  const calm = <Part extends { readonly health: StatusSnapshot['health'] }>(part: Part): Part =>
    part.health === 'broken' ? { ...part, health: 'working' } : part;
  const { gateway, tee, subscriptions } = snapshot;
  return {
    ...snapshot,
    health: snapshot.health === 'paused' ? 'paused' : 'working',
    gateway: gateway === null ? null : calm(gateway),
    tee: calm(tee),
    subscriptions: calm(subscriptions),
  };
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
