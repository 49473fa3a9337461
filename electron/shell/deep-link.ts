import { VIEWS, type View } from '../contract/index.ts';
import { parseUrl } from '../core/platform/index.ts';

/** The scheme that the system hands to this application. */
export const LINK_SCHEME = 'gatehouse';

/** A place in the window: a view, and what it is to show there. */
export interface Place {
  readonly view: View;
  readonly params: Readonly<Record<string, string>>;
}

/** Longer links are nobody's. */
const MAX_LINK_LENGTH = 512;

/** Ids as the parts make them; a TEE's is a hash. */
const ID = /^[\w.:-]{1,100}$/;
const TEE_ID = /^0x[0-9a-f]{64}$/i;
const GATE = /^(?:gateway|tee|subscriptions)$/;

/** What each view takes, and in which form. A name that is missing here is refused. */
const PARAMS: Readonly<Record<View, Readonly<Record<string, RegExp>>>> = {
  overview: {},
  activity: { id: ID, gate: GATE },
  tees: { id: TEE_ID },
  gateways: { id: ID },
  subscriptions: { id: ID },
  receipts: { id: ID },
  settings: { id: ID },
  diagnostics: {},
};

/**
 * The place that a `gatehouse://<view>?…` link leads to; undefined for anything else. Anybody can make somebody click
 * such a link, so it can only show something: it names one known view and known ids, and carries no command.
 */
export function parseDeepLink(text: string): Place | undefined {
  const url = text.length > MAX_LINK_LENGTH ? undefined : parseUrl(text);
  if (url === undefined) return undefined;
  const view = VIEWS.find(known => known === url.host);
  const isBare = url.username === '' && url.password === '' && url.hash === '' && /^\/?$/.test(url.pathname);
  if (url.protocol !== `${LINK_SCHEME}:` || view === undefined || !isBare) return undefined;
  const allowed = new Map(Object.entries(PARAMS[view]));
  const params = [...url.searchParams];
  const areKnown = params.every(([name, value]) => allowed.get(name)?.test(value) === true);
  if (!areKnown || new Set(params.map(([name]) => name)).size !== params.length) return undefined;
  return { view, params: Object.fromEntries(params) };
}

/**
 * The link among a program's arguments. Whoever wrote it may have smuggled other arguments in beside it, so where one is
 * found nothing else may be read from them.
 */
export function linkAmong(args: readonly string[]): string | undefined {
  return args.find(arg => arg.toLowerCase().startsWith(`${LINK_SCHEME}:`));
}
