import { VIEWS, type View } from '../../electron/contract/index.ts';

/** Where the window is: one view, with what it was asked to show there (`#activity?id=12`). */
export interface Route {
  readonly view: View;
  readonly params: URLSearchParams;
}

/** The route that a fragment names; the overview for anything unknown. */
export function routeOf(fragment: string): Route {
  const [name = '', ...query] = fragment.replace(/^#/, '').split('?');
  const view = VIEWS.find(known => known === name);
  return view === undefined
    ? { view: 'overview', params: new URLSearchParams() }
    : { view, params: new URLSearchParams(query.join('?')) };
}

/** The fragment of a view: `#activity`, `#activity?id=12`. */
export function hrefOf(view: View, params: Readonly<Record<string, string>> = {}): string {
  const query = new URLSearchParams(params).toString();
  return query === '' ? `#${view}` : `#${view}?${query}`;
}
