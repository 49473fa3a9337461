import type { AccountSummary } from '../contract/index.ts';
import { type AccountManager, CHAT_APP_URL, checkedAppUrl, readVeilSession } from '../core/account/index.ts';
import { errorMessage, GatehouseError, SystemOpener, sleep } from '../core/platform/index.ts';
import { nameOf, onAccounts, printNetwork } from './account-command.ts';
import { execute } from './gateway/running.ts';
import type { CliIo, PlaceOptions } from './io.ts';
import { printLine } from './io.ts';
import { controlClient, homeOf } from './place.ts';
import { readHiddenJson } from './terminal.ts';

/** Soon enough for a person who comes back from the browser. */
const POLL_MS = 500;
const CANCEL_LIMIT_MS = 2_000;

/** Options of `gatehouse login`. */
export interface LoginCommandOptions extends PlaceOptions {
  /** The login is pasted, or comes on standard input. */
  readonly manual?: true;
  /** The session of og-veil is taken over. */
  readonly import?: true;
  /** On the page of the sandbox that runs, to try the login. */
  readonly sandbox?: true;
  /** The chat app's address. Default {@link CHAT_APP_URL}. */
  readonly appUrl?: string;
  /** False: the address is shown and not opened (`--no-browser`). */
  readonly browser?: boolean;
}

/** `gatehouse login [--manual] [--import] [--sandbox] [--no-browser] [--app-url URL]`. Throws what the login throws. */
export async function runLogin(io: CliIo, options: LoginCommandOptions): Promise<void> {
  const chosen = [options.manual, options.import, options.sandbox].filter(Boolean);
  if (chosen.length > 1) throw wrongUsage('--manual, --import and --sandbox exclude each other.');
  if (options.sandbox && options.appUrl !== undefined) throw wrongUsage('--sandbox and --app-url exclude each other.');
  const appUrl = chatApp(options.appUrl);
  await onAccounts(io, options, {
    online: async () => {
      await signInThere(io, options, appUrl);
      const { account, app } = await controlClient(io, options).status(io.signal);
      if (account.network !== null) printNetwork(io, account.network);
      printLine(io, `The login is kept ${lowerFirst(app.secrets)}`);
      if (account.notice !== null) printLine(io, `${account.notice.sentence} ${account.notice.remedy.text}`);
    },
    offline: async ({ manager, home, secrets }) => {
      if (options.sandbox) throw notOnSandbox();
      if (secrets.moved !== null) printLine(io, `Moved ${secrets.moved.count} secrets. ${secrets.store.description}`);
      const account = await signInHere(io, options, { manager, home, appUrl });
      printLine(io, `Signed in as ${nameOf(account)}.`);
      const { network } = manager.snapshot();
      if (network !== null) printNetwork(io, network);
      printLine(io, `The login is kept ${lowerFirst(secrets.store.description)}`);
    },
  });
}

/** Through the running instance: it holds the port that the page posts to, and has the account at once. */
async function signInThere(io: CliIo, options: LoginCommandOptions, appUrl: string | undefined): Promise<void> {
  const bundle = options.import ? await veilBundle(io) : options.manual ? await pastedBundle(io, appUrl) : undefined;
  if (bundle !== undefined) {
    const via = options.import ? ({ via: 'import' } as const) : {};
    printLine(io, (await execute(io, options, { name: 'loginWithBundle', bundle, ...via })).sentence);
    return;
  }
  const place = options.sandbox ? { sandbox: true } : appUrl === undefined ? {} : { appUrl };
  const { url } = await execute(io, options, { name: 'login', ...place });
  if (url === undefined) throw new GatehouseError('login_failed', 'The running instance gave no login page.');
  const close = await showPage(io, options, homeOf(io, options), url);
  try {
    printLine(io, `Signed in as ${nameOf(await untilSignedIn(io, options, url))}.`);
  } catch (error) {
    // Ctrl-C: nobody waits for the page any more.
    const signal = AbortSignal.timeout(CANCEL_LIMIT_MS);
    if (io.signal.aborted)
      await controlClient(io, options)
        .execute({ name: 'cancelLogin' }, signal)
        .catch(() => undefined);
    throw error;
  } finally {
    await close();
  }
}

/** Throws `login_failed` with the reason that the instance gives. */
async function untilSignedIn(io: CliIo, options: PlaceOptions, url: string): Promise<AccountSummary> {
  for (;;) {
    await sleep(io.clock, POLL_MS, io.signal);
    const { account } = await controlClient(io, options).status(io.signal);
    if (account.login?.url === url) continue;
    if (account.active?.signedIn && account.loginFailure === null && account.login === null) return account.active;
    throw new GatehouseError('login_failed', account.loginFailure ?? 'The login was cancelled.', {
      remedy: 'Try again. If the page cannot reach this computer, use: gatehouse login --manual.',
    });
  }
}

interface Place {
  readonly manager: AccountManager;
  readonly home: string;
  readonly appUrl: string | undefined;
}

async function signInHere(
  io: CliIo,
  options: LoginCommandOptions,
  { manager, home, appUrl = CHAT_APP_URL }: Place,
): Promise<AccountSummary> {
  if (options.import) return manager.loginWithBundle(await veilBundle(io), 'import', io.signal);
  if (options.manual) return manager.loginWithBundle(await pastedBundle(io, appUrl), 'pasted', io.signal);
  const attempt = await manager.login({ appUrl, signal: io.signal });
  const close = await showPage(io, options, home, attempt.url);
  try {
    return await attempt.result;
  } finally {
    attempt.cancel();
    await close();
  }
}

async function veilBundle(io: CliIo): Promise<string> {
  const { path, text } = await readVeilSession(io);
  printLine(io, `Taking over the session in ${path}, which is left as it is.`);
  printLine(io, 'From now on use one of the two programs only: the server ends a session that both renew.');
  return text;
}

async function pastedBundle(io: CliIo, appUrl = CHAT_APP_URL): Promise<string> {
  if (io.stdin.isTTY) {
    // The page offers its text to be copied whether or not it reaches the port that it is told; nothing listens there.
    const query = new URLSearchParams({ redirect_uri: 'http://127.0.0.1:9', app_name: 'gatehouse' });
    printLine(
      io,
      `Open this page, copy the login that it shows, and paste it here:\n\n  ${appUrl}/cli-auth?${query.toString()}\n`,
    );
  }
  return readHiddenJson(io, 'Login (not shown; ends by itself, or with Ctrl-D): ');
}

/** Prints the address and opens it where there is a screen. The returned function removes what that leaves. */
async function showPage(
  io: CliIo,
  options: LoginCommandOptions,
  home: string,
  url: string,
): Promise<() => Promise<void>> {
  printLine(io, `Sign in on this page; it hands the login over to this computer:\n\n  ${url}\n`);
  const opener = new SystemOpener({ home, clock: io.clock, env: io.env, platform: io.platform });
  const wantsBrowser = options.browser !== false && opener.canOpen;
  if (wantsBrowser) {
    await opener.open(url, io.signal).catch((error: unknown) => printLine(io, errorMessage(error)));
  }
  printLine(io, 'Waiting for five minutes at most. If the page cannot reach this computer: gatehouse login --manual');
  return wantsBrowser ? () => opener.forget() : async () => undefined;
}

function chatApp(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : checkedAppUrl(text);
  } catch (error) {
    throw wrongUsage(`--app-url: ${errorMessage(error)}`);
  }
}

function notOnSandbox(): GatehouseError {
  return new GatehouseError('sandbox_not_running', 'Gatehouse does not run on the sandbox.', {
    remedy: 'Start it with: gatehouse run --sandbox',
  });
}

function wrongUsage(message: string): GatehouseError {
  return new GatehouseError('wrong_usage', message);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
