import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { abortReason, type Clock, type Random } from '../platform/index.ts';
import { AccountError } from './errors.ts';
import { LoginCallback } from './login-callback.ts';

/** A login that waits for its browser. */
export interface LoginAttempt<T> {
  /** The page to open. Carries nothing secret but a state that is worth nothing without the port. */
  readonly url: string;
  /** Rejects with `login_timeout`, `login_cancelled`, or the signal's reason; nobody was signed in then. */
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
  /** Takes the text of a bundle and stores it, unless the login is over first. Throws when it is none; the wait then goes on. */
  readonly accept: (text: string, signal: AbortSignal) => Promise<T>;
}

const STATE_BYTES = 24;
/** A browser with a page, and some more for whoever knocks. */
const MAX_CONNECTIONS = 32;
const REQUEST_TIMEOUT_MS = 15_000;
/** How soon after a sleep its length is noticed. */
const LOOK_MS = 5_000;
/** Long enough for the page to read that it worked. */
const GOODBYE_MS = 1_000;

/**
 * Opens a port on 127.0.0.1 and gives the address of the login page that will post to it. Throws `login_listen_failed` and
 * the signal's reason.
 */
export async function startLogin<T>(options: StartLoginOptions<T>): Promise<LoginAttempt<T>> {
  const { appUrl, appName, clock, random, signal, timeoutMs, accept } = options;
  const state = Buffer.from(random.bytes(STATE_BYTES)).toString('base64url');
  const ending = new AbortController();
  const over = new AbortController();
  let taken: { readonly value: T } | undefined;
  let taking: Promise<void> = Promise.resolve();
  const callback = new LoginCallback({
    appOrigin: new URL(appUrl).origin,
    state,
    accept: text => {
      const work = accept(text, over.signal).then(value => {
        taken = { value };
      });
      taking = work.catch(() => undefined);
      return work;
    },
  });
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    void answer(callback, request, response).then(() => {
      if (taken !== undefined) ending.abort();
    });
  });
  server.maxConnections = MAX_CONNECTIONS;
  const port = await listen(server, signal);
  const result = waitForEnd({ clock, signal, timeoutMs, ending: ending.signal }).then(async reason => {
    // What is being taken is given up, or was stored already: a login that says that it failed must have changed nothing.
    over.abort(reason);
    await taking;
    if (taken !== undefined) return taken.value;
    throw reason;
  });
  // A caller that only opens the page still gets no unhandled rejection.
  result.catch(() => undefined);
  void result.catch(() => undefined).then(() => close(server, clock));
  return { url: pageUrl(appUrl, appName, port, state), result, cancel: () => ending.abort(cancelled()) };
}

/** Ends when the answer has been sent, or its reader has left. */
async function answer(callback: LoginCallback, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const closed = new Promise<void>(resolve => response.once('close', resolve));
  await callback.answer(request, response).catch(() => response.destroy());
  await closed;
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
    server.listen({ host: '127.0.0.1', port: 0 }, () => {
      // A connection that could not be taken later on is one that the page tries again.
      server.on('error', () => undefined);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * Why the wait is over. Time is looked at now and then by the wall as well: timers stand still while the computer sleeps,
 * and a port that was opened yesterday must not wait for a login today.
 */
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
    const startedAt = { wallMs: clock.now(), monotonicMs: clock.monotonicMs() };
    const look = (): void => {
      const leftMs = timeoutMs - (clock.monotonicMs() - startedAt.monotonicMs);
      if (leftMs <= 0 || clock.now() - startedAt.wallMs >= timeoutMs) end(timedOut(timeoutMs));
      else timer = clock.schedule(Math.min(leftMs, LOOK_MS), look);
    };
    let timer = clock.schedule(Math.min(timeoutMs, LOOK_MS), look);
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
