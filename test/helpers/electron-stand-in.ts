import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page } from 'playwright-core';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const STAND_IN = fileURLToPath(new URL('./electron-stand-in.mjs', import.meta.url));

/** Chromium knows no `app:`; the page is shown under this origin instead, answered by the app's own scheme handler. */
const SCHEME_ORIGIN = 'app://gatehouse';
const PAGE_ORIGIN = 'https://gatehouse.invalid';

interface Message {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** Asks the stand-in something; see its `answers`. */
type Ask = <Value>(type: string, fields?: Readonly<Record<string, unknown>>) => Promise<Value>;

/** The built main process, running on the stand-in. */
export interface StandInApp {
  readonly process: ChildProcess;
  /** Everything that the stand-in told without being asked. */
  readonly told: Message[];
  readonly ask: Ask;
  /** Resolves with the first message of `type`, past or future. Rejects when the process ends before. */
  waitFor(type: string): Promise<Message>;
  /** Opens the app's page in a real browser, with the real preload in front of it. */
  openPage(context: BrowserContext): Promise<Page>;
  /** Ends it as a person would and gives the exit code. */
  quit(): Promise<number | null>;
}

/** Starts `.vite/build/main.cjs` as it is, with `electron` replaced by the stand-in. */
export function startStandInApp(env: Readonly<Record<string, string>>): StandInApp {
  const child = fork(path.join(ROOT, '.vite/build/main.cjs'), [], {
    cwd: ROOT,
    // tsx, because a part of the stand-in is checked by its types.
    execArgv: ['--import', 'tsx', '--import', STAND_IN],
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
  const exited = once(child, 'exit') as Promise<[number | null]>;
  child.on('message', (message: Message) => {
    if (message.type === 'answer') {
      events.emit(`answer-${String(message['id'])}`, message);
      return;
    }
    told.push(message);
    events.emit(message.type, message);
  });

  let lastId = 0;
  const ask: Ask = async <Value>(type: string, fields: Readonly<Record<string, unknown>> = {}) => {
    lastId += 1;
    const answered = once(events, `answer-${lastId}`) as Promise<[Message]>;
    child.send({ type, id: lastId, ...fields });
    const [{ value, error }] = await answered;
    if (error !== undefined) throw new Error(error as string);
    return value as Value;
  };
  const waitFor = async (type: string): Promise<Message> => {
    const past = told.find(message => message.type === type);
    if (past !== undefined) return past;
    const ended = exited.then(() => Promise.reject(new Error(`It ended before "${type}":\n${output}`)));
    const [message] = (await Promise.race([once(events, type), ended])) as [Message];
    return message;
  };

  return {
    process: child,
    told,
    ask,
    waitFor,
    openPage: async context => {
      const page = await context.newPage();
      await wirePage(page, ask);
      events.on('push', ({ channel, args }: Message) => {
        // A page that is being closed misses pushes, as a window would.
        page
          .evaluate(`globalThis[Symbol.for('deliver')]?.(${JSON.stringify(channel)}, ${JSON.stringify(args)})`)
          .catch(() => {});
      });
      await page.goto(`${PAGE_ORIGIN}/`);
      return page;
    },
    quit: async () => {
      if (child.exitCode === null) await ask('emit', { event: 'window-all-closed' }).catch(() => undefined);
      const [code] = await exited;
      return code;
    },
  };
}

async function wirePage(page: Page, ask: Ask): Promise<void> {
  await page.route('**/*', async route => {
    const { origin, pathname } = new URL(route.request().url());
    if (origin !== PAGE_ORIGIN) {
      await route.abort();
      return;
    }
    const answer = await ask<{ status: number; headers: Record<string, string>; body: string }>('request', {
      url: `${SCHEME_ORIGIN}${pathname}`,
      method: route.request().method(),
    });
    await route.fulfill({ status: answer.status, headers: answer.headers, body: Buffer.from(answer.body, 'base64') });
  });
  await page.exposeBinding('standInInvoke', (_source, channel: string, payload: unknown) =>
    ask('invoke', { channel, payload }),
  );
  await page.addInitScript(preloadScript());
}

/** The real preload, with a `require` that knows only what a sandboxed preload gets. */
function preloadScript(): string {
  const preload = readFileSync(path.join(ROOT, '.vite/build/preload.cjs'), 'utf8');
  return `(() => {
    const invoke = globalThis.standInInvoke;
    delete globalThis.standInInvoke;
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
