import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { abortReason, type Clock, type Random } from '../platform/index.ts';
import { AccountError } from './errors.ts';
import { LoginCallback } from './login-callback.ts';

/** A login that waits for its browser. */
export interface LoginAttempt<T> {
  /** The page to open. Carries nothing secret but a state that is worth nothing without the port. */
  readonly url: string;
  /** Rejects with `login_timeout`, `login_cancelled`, or the signal's reason. */
  readonly result: Promise<T>;
  /** Ends the wait and frees the port; nothing happens after the end. */
  cancel(): void;
}

/** Options of {@link startLogin}. */
export interface StartLoginOptions<T> {
  /** The chat app's address. */
  readonly appUrl: string;
  /** What the page calls this program. */
  readonly appName: string;
  readonly clock: Clock;
  readonly random: Random;
  /** Ends the whole login. */
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Takes the text of a bundle and stores it. Throws when it is none; the wait then goes on. */
  readonly accept: (text: string) => Promise<T>;
}

const STATE_BYTES = 24;
/** A browser with a page, and some more for whoever knocks. */
const MAX_CONNECTIONS = 32;
const REQUEST_TIMEOUT_MS = 15_000;
/** Long enough for the page to read that it worked. */
const GOODBYE_MS = 1_000;

/** Opens a port on 127.0.0.1 and gives the address of the login page that will post to it. Throws `login_listen_failed`. */
export async function startLogin<T>(options: StartLoginOptions<T>): Promise<LoginAttempt<T>> {
  const { appUrl, appName, clock, random, signal, timeoutMs, accept } = options;
  const state = Buffer.from(random.bytes(STATE_BYTES)).toString('base64url');
  const ending = new AbortController();
  let taken: { readonly value: T } | undefined;
  const callback = new LoginCallback({
    appOrigin: new URL(appUrl).origin,
    state,
    accept: async text => {
      taken = { value: await accept(text) };
    },
  });
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    response.once('close', () => {
      if (taken !== undefined) ending.abort();
    });
    void callback.answer(request, response).catch(() => response.destroy());
  });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, signal);
  const result = waitForEnd({ clock, signal, timeoutMs, ending: ending.signal }).then(reason => {
    if (taken !== undefined) return taken.value;
    throw reason;
  });
  // A caller that only opens the page still gets no unhandled rejection.
  result.catch(() => undefined);
  void result.catch(() => undefined).then(() => close(server, clock));
  return { url: pageUrl(appUrl, appName, port, state), result, cancel: () => ending.abort(cancelled()) };
}

/** As og-veil builds it: the callback's address without a trailing slash, and the program's name. */
function pageUrl(appUrl: string, appName: string, port: number, state: string): string {
  const query = new URLSearchParams({ redirect_uri: `http://127.0.0.1:${port}`, app_name: appName, state });
  return `${appUrl.replace(/\/+$/, '')}/cli-auth?${query.toString()}`;
}

function listen(server: Server, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    server.once('error', cause => {
      const options = { remedy: 'Paste the login instead: gatehouse login --manual.', cause };
      reject(new AccountError('login_listen_failed', 'No port on 127.0.0.1 could be opened for the login.', options));
    });
    server.listen({ host: '127.0.0.1', port: 0 }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** Why the wait is over. */
function waitForEnd(wait: {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly ending: AbortSignal;
}): Promise<Error> {
  const { clock, signal, timeoutMs, ending } = wait;
  return new Promise(resolve => {
    const end = (reason: Error): void => {
      timer.cancel();
      signal.removeEventListener('abort', onSignal);
      ending.removeEventListener('abort', onEnding);
      resolve(reason);
    };
    const onSignal = (): void => end(abortReason(signal));
    const onEnding = (): void => end(abortReason(ending));
    const timer = clock.schedule(timeoutMs, () => end(timedOut(timeoutMs)));
    signal.addEventListener('abort', onSignal, { once: true });
    ending.addEventListener('abort', onEnding, { once: true });
  });
}

/** No new connection; those that are still answered get a moment. */
async function close(server: Server, clock: Clock): Promise<void> {
  const timer = clock.schedule(GOODBYE_MS, () => server.closeAllConnections());
  await new Promise<void>(resolve => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  timer.cancel();
}

function timedOut(timeoutMs: number): AccountError {
  return new AccountError('login_timeout', `Nobody signed in within ${Math.round(timeoutMs / 60_000)} minutes.`, {
    remedy: 'Try again. If the page cannot reach this computer, use: gatehouse login --manual.',
  });
}

function cancelled(): AccountError {
  return new AccountError('login_cancelled', 'The login was cancelled.');
}
