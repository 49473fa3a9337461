import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';
import type { StandIn } from './electron-module.ts';
import type { SeenWindow } from './electron-windows.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** What stand-in-once.ts makes of electron-stand-in.mjs; a URL. */
export const STAND_IN = new URL('../../.cache/stand-in/electron.mjs', import.meta.url).href;

/** Chromium knows no `app:`; the page is shown under this origin instead, answered by the app's own scheme handler. */
const SCHEME_ORIGIN = 'app://gatehouse';
const PAGE_ORIGIN = 'https://gatehouse.invalid';

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

type Answers = StandIn['answers'];
type Fields<Type extends keyof Answers> = Parameters<Answers[Type]> extends [infer Given] ? [Given] : [];
/** Asks the stand-in something; see its `answers`. */
export type Ask = <Type extends keyof Answers>(
  type: Type,
  ...fields: Fields<Type>
) => Promise<Awaited<ReturnType<Answers[Type]>>>;

/** The built main process, running on the stand-in. */
export interface StandInApp {
  readonly process: ChildProcess;
  /** Where it lies. */
  readonly folder: string;
  /** Everything that the stand-in told without being asked. */
  readonly told: readonly Message[];
  readonly ask: Ask;
  /** Resolves with the first message of `type`, past or future. Rejects when the process ends before. */
  waitFor(type: string): Promise<Message>;
  /** Calls back with each later message of `type`. */
  on(type: string, listener: (message: Message) => void): void;
  /** Resolves with the exit code, once it has ended. */
  readonly exited: Promise<number | null>;
  /** Ends it as a person would and gives the exit code. */
  quit(): Promise<number | null>;
}

/**
 * Starts `.vite/build/main.cjs` as it is, with `electron` replaced by the stand-in. `args` are the application's own,
 * `folder` is where it lies (default: the repository), `main` another program in there to start in its place.
 */
export function startStandInApp(
  env: Readonly<Record<string, string>>,
  args: readonly string[] = [],
  folder: string = ROOT,
  main = '.vite/build/main.cjs',
): StandInApp {
  // In development the application's folder is the first argument.
  const child = fork(path.resolve(folder, main), [...args], {
    cwd: folder,
    execArgv: ['--import', STAND_IN],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
    });
  }
  const told: Message[] = [];
  const events = new EventEmitter();
  events.setMaxListeners(0);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  child.on('message', (message: Message) => {
    if (message.type === 'answer') {
      events.emit(`answer-${String(message['id'])}`, message);
      return;
    }
    told.push(message);
    events.emit(message.type, message);
  });
  const beforeEnd = <Value>(awaited: Promise<Value>, what: string): Promise<Value> =>
    Promise.race([awaited, exited.then(() => Promise.reject(new Error(`It ended before "${what}":\n${output}`)))]);

  let lastId = 0;
  const ask = async (type: string, fields: object = {}): Promise<unknown> => {
    lastId += 1;
    const answered = once(events, `answer-${lastId}`) as Promise<[Message]>;
    child.send({ ...fields, type, id: lastId }, () => undefined);
    const [{ value, error }] = await beforeEnd(answered, type);
    if (error !== undefined) throw new Error(error as string);
    return value;
  };
  return {
    process: child,
    folder,
    told,
    ask: ask as Ask,
    waitFor: async type => {
      const past = told.find(message => message.type === type);
      return past ?? beforeEnd(once(events, type) as Promise<[Message]>, type).then(([message]) => message);
    },
    on: (type, listener) => {
      events.on(type, listener);
    },
    exited,
    quit: async () => {
      if (child.exitCode === null) await ask('app-quit').catch(() => undefined);
      return exited;
    },
  };
}

/** Opens the page of a window in a real browser, with the real preload in front of it. Follows where the window goes. */
export async function openStandInPage(app: StandInApp, context: BrowserContext, window: SeenWindow): Promise<Page> {
  const page = await context.newPage();
  await page.setViewportSize({ width: window.bounds.width, height: window.bounds.height });
  await wirePage(page, app, window.id);
  app.on('push', ({ window: id, channel, args }) => {
    if (id !== window.id) return;
    // A page that is being closed misses pushes, as a window would.
    page
      .evaluate(`globalThis[Symbol.for('deliver')]?.(${JSON.stringify(channel)}, ${JSON.stringify(args)})`)
      .catch(() => undefined);
  });
  app.on('load', ({ window: id, url }) => {
    if (id === window.id) page.goto(shownAt(url as string)).catch(() => undefined);
  });
  app.on('bounds', ({ window: id, bounds }) => {
    if (id === window.id) page.setViewportSize(bounds as SeenWindow['bounds']).catch(() => undefined);
  });
  await page.goto(shownAt(window.url));
  return page;
}

const shownAt = (url: string): string => url.replace(SCHEME_ORIGIN, PAGE_ORIGIN);

async function wirePage(page: Page, { ask, folder, process: child }: StandInApp, window: number): Promise<void> {
  await page.route('**/*', async route => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== PAGE_ORIGIN) {
      await route.abort();
      return;
    }
    const fields = { url: `${SCHEME_ORIGIN}${pathname}`, method: route.request().method() };
    const answer = await ask('request', fields).catch((error: unknown) => {
      if (child.exitCode === null && child.signalCode === null) throw error;
      // It may end while its page still loads, and nobody awaits this handler.
      return undefined;
    });
    if (answer === undefined) await route.abort().catch(() => undefined);
    else await route.fulfill({ ...answer, body: Buffer.from(answer.body, 'base64') });
  });
  await page.exposeBinding('standInInvoke', (_source, channel: string, payload: unknown) =>
    ask('invoke', { window, channel, payload }),
  );
  await page.exposeBinding('standInClose', () => ask('window-close', { window }));
  await page.exposeBinding('standInOpen', (_source, url: string) => ask('open', { window, url }));
  await page.addInitScript(preloadScript(folder));
}

/** The real preload, with a `require` that knows only what a sandboxed preload gets. */
function preloadScript(folder: string): string {
  const preload = readFileSync(path.join(folder, '.vite/build/preload.cjs'), 'utf8');
  return `(() => {
    const { standInInvoke: invoke, standInClose: close, standInOpen: open } = globalThis;
    for (const name of ['standInInvoke', 'standInClose', 'standInOpen']) delete globalThis[name];
    // What a page does with its own window is the host's to decide.
    globalThis.close = () => void close();
    globalThis.open = url => (void open(String(new URL(url, location.href))), null);
    globalThis.addEventListener('click', event => {
      const link = event.target instanceof Element ? event.target.closest('a[target="_blank"]') : null;
      if (link === null || event.defaultPrevented) return;
      event.preventDefault();
      void open(link.href);
    });
    const listeners = new Map();
    Object.defineProperty(globalThis, Symbol.for('deliver'), {
      value: (channel, args) => (listeners.get(channel) ?? []).forEach(listener => listener({}, ...args)),
    });
    const electron = {
      contextBridge: {
        exposeInMainWorld: (name, api) => Object.defineProperty(globalThis, name, { value: Object.freeze(api) }),
      },
      ipcRenderer: {
        invoke: (channel, payload) => invoke(channel, payload),
        on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
        off: (channel, listener) =>
          listeners.set(channel, (listeners.get(channel) ?? []).filter(other => other !== listener)),
      },
    };
    const require = name => {
      if (name !== 'electron') throw new Error('A sandboxed preload cannot require ' + name);
      return electron;
    };
    // As parameters, in a scope of their own: what a sandboxed preload lacks is undefined in it.
    ((require, module, exports, process, Buffer, global, setImmediate) => {
      ${preload}
    })(require, { exports: {} }, {});
  })();`;
}
