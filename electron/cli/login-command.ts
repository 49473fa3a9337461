import { type AccountManager, type AccountSummary, CHAT_APP_URL, readVeilSession } from '../core/account/index.ts';
import { errorMessage, GatehouseError, SystemOpener } from '../core/platform/index.ts';
import { nameOf, withAccounts } from './account-command.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { readHidden } from './terminal.ts';

/** Options of `gatehouse login`. */
export interface LoginCommandOptions extends PlaceOptions {
  /** The login is pasted, or comes on standard input. */
  readonly manual?: true;
  /** The session of og-veil is taken over. */
  readonly import?: true;
  /** The chat app's address. Default {@link CHAT_APP_URL}. */
  readonly appUrl?: string;
  /** False: the address is shown and not opened (`--no-browser`). */
  readonly browser?: boolean;
}

/** `gatehouse login [--manual] [--import] [--no-browser] [--app-url URL]`. Throws what the login throws. */
export async function runLogin(io: CliIo, options: LoginCommandOptions): Promise<void> {
  if (options.manual && options.import) {
    throw new GatehouseError('wrong_usage', '--manual and --import exclude each other.');
  }
  const appUrl = checkedUrl(options.appUrl ?? CHAT_APP_URL);
  await withAccounts(io, options, async ({ manager, home, secrets }) => {
    if (secrets.moved !== null) printLine(io, `Moved ${secrets.moved.count} secrets. ${secrets.store.description}`);
    const account = await signIn(io, options, { manager, home, appUrl });
    printLine(io, `Signed in as ${nameOf(account)}.`);
    printLine(io, `The login is kept ${lowerFirst(secrets.store.description)}`);
  });
}

interface Place {
  readonly manager: AccountManager;
  readonly home: string;
  readonly appUrl: string;
}

async function signIn(io: CliIo, options: LoginCommandOptions, place: Place): Promise<AccountSummary> {
  if (options.import) return importVeil(io, place);
  if (options.manual) return pasted(io, place);
  return inBrowser(io, options, place);
}

async function importVeil(io: CliIo, { manager }: Place): Promise<AccountSummary> {
  const { path, text } = await readVeilSession(io);
  const account = await manager.loginWithBundle(text, 'import', io.signal);
  printLine(io, `Took over the session in ${path}, which was left as it is.`);
  printLine(io, 'From now on use one of the two programs only: the server ends a session that both renew.');
  return account;
}

async function pasted(io: CliIo, { manager, appUrl }: Place): Promise<AccountSummary> {
  if (io.stdin.isTTY) {
    // The page offers its text to be copied whether or not it reaches the port that it is told; nothing listens there.
    const query = new URLSearchParams({ redirect_uri: 'http://127.0.0.1:9', app_name: 'gatehouse' });
    printLine(
      io,
      `Open this page and copy the login that it shows, as one line:\n\n  ${appUrl}/cli-auth?${query.toString()}\n`,
    );
  }
  const text = await readHidden(io, 'Login (not shown): ');
  return manager.loginWithBundle(text, 'pasted', io.signal);
}

async function inBrowser(io: CliIo, options: LoginCommandOptions, place: Place): Promise<AccountSummary> {
  const { manager, home, appUrl } = place;
  const attempt = await manager.login({ appUrl, signal: io.signal });
  printLine(io, `Sign in on this page; it hands the login over to this computer:\n\n  ${attempt.url}\n`);
  const opener = new SystemOpener({ home, clock: io.clock, env: io.env, platform: io.platform });
  const wantsBrowser = options.browser !== false && opener.canOpen;
  if (wantsBrowser) {
    await opener.open(attempt.url, io.signal).catch((error: unknown) => printLine(io, errorMessage(error)));
  }
  printLine(io, 'Waiting for five minutes at most. If the page cannot reach this computer: gatehouse login --manual');
  try {
    return await attempt.result;
  } finally {
    attempt.cancel();
    if (wantsBrowser) await opener.forget();
  }
}

/** Throws `wrong_usage`. */
function checkedUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = url !== undefined && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLocal)) return text.replace(/\/+$/, '');
  throw new GatehouseError('wrong_usage', '--app-url has to be an https address.');
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
