import { useMemo } from 'react';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { Route } from '../format/route.ts';
import { navigate } from '../state/use-route.ts';
import { type Shortcut, useShortcuts } from '../state/use-shortcuts.ts';
import type { Actions } from '../state/view-context.ts';
import { NAV_ORDER } from './sidebar.tsx';

/** The keys that work in every view. */
export function useFrameShortcuts(options: {
  readonly snapshot: StatusSnapshot;
  readonly route: Route;
  readonly actions: Actions;
  readonly isStale: boolean;
  readonly onShowKeys: () => void;
}): void {
  const { snapshot, route, actions, isStale, onShowKeys } = options;
  const { view } = route;
  const hasParams = route.params.size > 0;
  const hasGateway = snapshot.gateway !== null;
  const hasAgents = snapshot.subscriptions.assignedTotal > 0;
  const { endpoint } = snapshot.proxy;
  const shortcuts = useMemo((): readonly Shortcut[] => {
    const act = (key: string, run: () => void): Shortcut => ({ key, with: 'mod-shift', run });
    return [
      ...NAV_ORDER.map((to, index): Shortcut => ({ key: String(index + 1), with: 'mod', run: () => navigate(to) })),
      act('e', () => !isStale && actions.rotateTee.run()),
      act('g', () => hasGateway && !isStale && actions.reconnectGateway.run()),
      act('s', () => hasAgents && !isStale && actions.askRotate()),
      act('c', () => endpoint !== null && actions.copyEndpoint.copy(endpoint)),
      { key: 'p', with: 'mod', run: () => !isStale && actions.askPause() },
      { key: ',', with: 'mod', run: () => navigate('settings') },
      { key: 'f', with: 'mod', run: focusSearch },
      { key: 'f6', with: 'none', run: focusNextPane },
      { key: '?', with: 'none', run: onShowKeys },
      { key: 'escape', with: 'none', run: () => (hasParams ? navigate(view) : false) },
    ];
  }, [actions, endpoint, hasAgents, hasGateway, hasParams, isStale, onShowKeys, view]);
  useShortcuts(shortcuts);
}

/** The search of the view; where there is none, the key keeps its own meaning. */
function focusSearch(): boolean {
  const search = document.querySelector<HTMLInputElement>('main input[type=search]');
  search?.focus();
  search?.select();
  return search !== null;
}

/** The sidebar, the view, its detail, and round again. */
function focusNextPane(): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  const at = panes.findLastIndex(pane => pane.contains(document.activeElement));
  const pane = panes[(at + 1) % panes.length];
  const target = pane?.querySelector<HTMLElement>('[aria-current=page], h1, h2[tabindex]');
  (target ?? pane)?.focus();
}
