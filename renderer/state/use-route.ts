import { useSyncExternalStore } from 'react';
import type { View } from '../../electron/contract/index.ts';
import { hrefOf, type Route, routeOf } from '../format/route.ts';

/** Goes to a view. Each step can be taken back. */
export function navigate(view: View, params: Readonly<Record<string, string>> = {}): void {
  window.location.hash = hrefOf(view, params);
}

/** The present route; follows links, the tray and the browser's own buttons. */
export function useRoute(): Route {
  const fragment = useSyncExternalStore(subscribe, () => window.location.hash);
  return routeOf(fragment);
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  window.addEventListener('popstate', onChange);
  return () => {
    window.removeEventListener('hashchange', onChange);
    window.removeEventListener('popstate', onChange);
  };
}
