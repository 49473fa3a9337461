import type { Health, StatusSnapshot, View } from '../../electron/contract/index.ts';
import { hrefOf } from '../format/route.ts';
import { Shape } from '../parts/shape.tsx';
import type { ShapeName, Tone } from '../parts/shape-names.ts';
import { usePage } from '../state/page-context.ts';
import { NavIcon } from './nav-icons.tsx';

const TOP: readonly View[] = ['overview', 'activity'];
const GATES: readonly View[] = ['gateways', 'tees', 'subscriptions'];
const RECORDS: readonly View[] = ['receipts'];
const FOOT: readonly View[] = ['diagnostics', 'settings'];

/** The views in the order of the sidebar, which is the order of Ctrl 1 to 8. */
export const NAV_ORDER: readonly View[] = [...TOP, ...GATES, ...RECORDS, ...FOOT];

const DRAWN: Readonly<Record<Health, { readonly name: ShapeName; readonly tone: Tone }>> = {
  well: { name: 'disc', tone: 'well' },
  working: { name: 'arc', tone: 'working' },
  'needs-you': { name: 'triangle', tone: 'needs-you' },
  broken: { name: 'square', tone: 'broken' },
  paused: { name: 'bars', tone: 'neutral' },
};

/** It comes back by itself, as what is limited does. */
const OFFLINE = { name: 'clock', tone: 'neutral' } as const;

/** The way between the views, with the shape of each gate, and what runs here. */
export function Sidebar({
  snapshot,
  current,
  onShowKeys,
}: {
  snapshot: StatusSnapshot;
  current: View;
  onShowKeys: () => void;
}) {
  const { text } = usePage();
  const { app } = snapshot;
  const healths = gateHealths(snapshot);
  const offline = offlineViews(snapshot);
  const link = (view: View) => (
    <NavLink
      key={view}
      view={view}
      isCurrent={view === current}
      health={healths[view]}
      isOffline={offline.includes(view)}
    />
  );
  return (
    <nav className="sidebar" aria-label={text.window.views} data-pane="">
      {TOP.map(link)}
      <p className="group">{text.frame.groups.gates}</p>
      {GATES.map(link)}
      <p className="group">{text.frame.groups.records}</p>
      {RECORDS.map(link)}
      <div className="foot">
        {FOOT.map(link)}
        <div className="version">
          <p>
            {text.window.version(app.version)}
            <br />
            {text.window.host[app.host]}
          </p>
          <button
            type="button"
            className="button ghost icon"
            aria-label={text.window.keys}
            title={`${text.window.keys} (?)`}
            onClick={onShowKeys}
          >
            ?
          </button>
        </div>
      </div>
    </nav>
  );
}

function NavLink({
  view,
  isCurrent,
  health,
  isOffline,
}: {
  view: View;
  isCurrent: boolean;
  health: Health | undefined;
  isOffline: boolean;
}) {
  const { text } = usePage();
  const name = text.frame.names[view];
  const word = health === undefined ? undefined : isOffline ? text.gatewayState.offline : text.health[health];
  return (
    <a
      href={hrefOf(view)}
      aria-current={isCurrent ? 'page' : undefined}
      title={word === undefined ? name : `${name}: ${word}`}
    >
      <NavIcon view={view} />
      <span className="label">{name}</span>
      {health !== undefined && (
        <>
          <Shape {...(isOffline ? OFFLINE : DRAWN[health])} />
          <span className="hidden">{word}</span>
        </>
      )}
    </a>
  );
}

/** How each gate stands; none for a gate that is not set up. */
function gateHealths({ gateway, tee, subscriptions }: StatusSnapshot): Partial<Readonly<Record<View, Health>>> {
  return {
    ...(gateway === null ? {} : { gateways: gateway.health }),
    tees: tee.health,
    ...(subscriptions.state === 'not-configured' ? {} : { subscriptions: subscriptions.health }),
  };
}

/** The gates that are neither open nor shut because this computer is offline. */
function offlineViews({ gateway, tee }: StatusSnapshot): readonly View[] {
  return [
    ...(gateway?.state === 'offline' ? (['gateways'] as const) : []),
    ...(tee.state === 'offline' ? (['tees'] as const) : []),
  ];
}
