/** Where a client's address leads: the agent, and the path and query at the provider. */
export interface ProviderAddress {
  readonly agent: string;
  /** Begins with `/v1/`. */
  readonly path: string;
  /** With its question mark; empty for none. */
  readonly query: string;
}

const ADDRESS = /^\/agents\/([a-z0-9-]{1,63})(\/v1\/[^?#]*)(\?[^#]*)?$/;
/** One segment of a path in unreserved characters, and escapes; no slash or backslash in it. */
const SEGMENT = /^(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})+$/;
/** Escapes that some server would read as a dot, a slash, a backslash, a percent sign or a control character. */
const RISKY_ESCAPE = /%(?:2e|2f|5c|25|[01][0-9a-f]|7f)/i;
const QUERY = /^\?[\x21-\x7e]*$/;
const MAX_LENGTH = 4_096;

/** Reads the target of a request line. Undefined for everything that is not plainly a path below `/v1/` of an agent. */
export function providerAddress(target: string): ProviderAddress | undefined {
  if (target.length > MAX_LENGTH) return undefined;
  const [, agent, path, query = ''] = ADDRESS.exec(target) ?? [];
  if (agent === undefined || path === undefined) return undefined;
  const segments = path.split('/').slice(1);
  const isPlain = segments.every(
    segment => SEGMENT.test(segment) && segment !== '.' && segment !== '..' && !RISKY_ESCAPE.test(segment),
  );
  return isPlain && (query === '' || QUERY.test(query)) ? { agent, path, query } : undefined;
}

/** The provider's address of it. Undefined when it would lead anywhere but below `base`. */
export function providerUrl(base: URL, { path, query }: ProviderAddress): URL | undefined {
  const prefix = base.pathname.replace(/\/+$/, '');
  const url = new URL(base.origin);
  url.pathname = `${prefix}${path}`;
  url.search = query;
  return url.origin === base.origin && url.pathname === `${prefix}${path}` ? url : undefined;
}
