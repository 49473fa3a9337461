/** The kinds of token that a subscription may have. */
export type TokenKind = 'setup_token' | 'api_key';

/** What is known of a token by its shape; never the token. */
export interface TokenShape {
  /** `empty` and `begun`: nothing to complain of yet, and nothing to send either. */
  readonly state: 'empty' | 'begun' | 'blank' | 'start' | 'length' | 'whole';
  readonly kind: TokenKind | null;
  /** Characters without the blanks around them. */
  readonly length: number;
}

/** How the provider marks its credentials; the vault asks for the same. */
const STARTS: Readonly<Record<TokenKind, string>> = { setup_token: 'sk-ant-oat01-', api_key: 'sk-ant-api' };
const MIN_BODY_LENGTH = 16;
const MAX_TOKEN_LENGTH = 4_096;
const MAX_NAME_LENGTH = 60;
const AGENT_NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
const MAX_AGENT_NAME_LENGTH = 63;

/** What the text of a token field is by its shape. The vault checks it again; here it is said while it is typed. */
export function tokenShape(text: string): TokenShape {
  const token = text.trim();
  const { length } = token;
  const kind = (['setup_token', 'api_key'] as const).find(one => token.startsWith(STARTS[one])) ?? null;
  if (token === '') return { state: 'empty', kind, length };
  if (!/^[\x21-\x7e]*$/.test(token)) return { state: 'blank', kind, length };
  if (kind === null) {
    const isBegun = Object.values(STARTS).some(start => start.startsWith(token));
    return { state: isBegun ? 'begun' : 'start', kind, length };
  }
  const isWhole = length >= STARTS[kind].length + MIN_BODY_LENGTH && length <= MAX_TOKEN_LENGTH;
  return { state: isWhole ? 'whole' : 'length', kind, length };
}

/** Why a text cannot be the name of a subscription. */
export type NameProblem =
  | { readonly problem: 'empty' | 'long' | 'controls' | 'token' }
  | { readonly problem: 'taken'; readonly by: string };

/** What is wrong with `text` as the name of a subscription beside `taken`; undefined: nothing. */
export function nameProblem(text: string, taken: readonly string[]): NameProblem | undefined {
  const name = text.trim().normalize('NFC');
  const key = name.toLowerCase();
  if (name === '') return { problem: 'empty' };
  // People paste into the wrong field; a name is shown everywhere.
  if (key.startsWith('sk-ant-')) return { problem: 'token' };
  if (name.length > MAX_NAME_LENGTH) return { problem: 'long' };
  if (/\p{Cc}/u.test(name)) return { problem: 'controls' };
  const by = taken.find(other => other.normalize('NFC').toLowerCase() === key);
  return by === undefined ? undefined : { problem: 'taken', by };
}

/** What is wrong with `name` as an agent's beside `taken`; undefined: nothing. */
export function agentNameProblem(name: string, taken: readonly string[]): 'shape' | 'taken' | undefined {
  if (!AGENT_NAME.test(name) || name.length > MAX_AGENT_NAME_LENGTH) return 'shape';
  return taken.includes(name) ? 'taken' : undefined;
}

/** Loopback, private, link-local and carrier-grade NAT ranges (RFC 1918, 3927, 4193, 4291, 6598), and names that stay near. */
const NEAR = [
  /^(?:127|10)\./,
  /^192\.168\./,
  /^172\.(?:1[6-9]|2\d|3[01])\./,
  /^169\.254\./,
  /^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^\[(?:::1\]|f[cd]|fe[89ab])/,
  /^localhost$|\.(?:localhost|local|ts\.net)$/,
];
const IS_ADDRESS = /^[\d.]+$/;

/** What is wrong with the address of an agent or its backend; undefined: nothing. */
export function addressProblem(text: string): 'shape' | 'more' | 'open' | undefined {
  const address = text.trim();
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) return 'shape';
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return 'more';
  if (url.protocol === 'https:') return undefined;
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  const near = NEAR.filter((_, index) => index >= 5 || IS_ADDRESS.test(host));
  return near.some(range => range.test(host)) ? undefined : 'open';
}

/** `words` as one command line for a shell; what is not plain is quoted. */
export function shellLine(words: readonly string[]): string {
  return words.map(word => (/^[\w.:/=@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`)).join(' ');
}
