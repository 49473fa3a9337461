import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { type OpenclawProgram, openclawProgram } from './openclaw-install.ts';

const LOG_CHARACTERS = 200_000;
const START_LIMIT_MS = 240_000;
const SLOW_HOOK = 'slow-start';
const READY = '[gateway] ready\n';

/** What differs from a gateway as it comes. */
export interface OpenclawOptions {
  readonly token?: string;
  /** Put into its configuration file under `gateway`. */
  readonly gateway?: Readonly<Record<string, unknown>>;
  /** For so long after it listens it answers that it is starting; default: as long as it really takes. */
  readonly startupMs?: number;
}

/** How a command of the real command line ended. */
export interface CliOutcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A real OpenClaw gateway on loopback with a port, a token and a state folder of its own. Nothing runs before `start`;
 * port and state outlive its process. Ends with `dispose`, and with this process at the latest.
 */
export class OpenclawGateway {
  readonly port: number;
  readonly token: string;
  readonly #folder: string;
  readonly #program: OpenclawProgram;
  #child: ChildProcess | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #log = '';
  #readyCount = 0;
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<(chunk: string) => void>();

  private constructor(place: { program: OpenclawProgram; folder: string; port: number; token: string }) {
    this.#program = place.program;
    this.#folder = place.folder;
    this.port = place.port;
    this.token = place.token;
  }

  /** A gateway that does not run yet. Throws what `openclawProgram` throws. */
  static async prepare(options: OpenclawOptions = {}): Promise<OpenclawGateway> {
    const { token = 'real-gateway-token-5b1c', gateway = {}, startupMs } = options;
    const program = await openclawProgram();
    const folder = await mkdtemp(join(tmpdir(), 'openclaw-gateway-'));
    // Off is what would ask the internet, and what nobody looks at here.
    const config = {
      gateway: { mode: 'local', controlUi: { enabled: false }, ...gateway },
      update: { checkOnStart: false },
      models: { catalogRefresh: { enabled: false } },
      logging: { file: join(folder, 'gateway.log') },
      ...(startupMs === undefined ? {} : { hooks: { internal: { entries: { [SLOW_HOOK]: { enabled: true } } } } }),
    };
    await writeFile(join(folder, 'openclaw.json'), JSON.stringify(config));
    if (startupMs !== undefined) await writeSlowHook(folder, startupMs);
    return new OpenclawGateway({ program, folder, port: await freePort(), token });
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Throws when it does not run. */
  get pid(): number {
    if (this.#child?.pid === undefined) throw new Error('the gateway does not run');
    return this.#child.pid;
  }

  /** The end of what it wrote, over all its starts. */
  get log(): string {
    return this.#log;
  }

  /** How often it said that it is ready, over all its starts. */
  get readyCount(): number {
    return this.#readyCount;
  }

  /** Starts the process and returns at once. */
  start(): this {
    if (this.#child !== undefined) throw new Error('the gateway runs already');
    const args = [
      'gateway',
      '--allow-unconfigured',
      '--auth',
      'token',
      '--port',
      String(this.port),
      '--bind',
      'loopback',
    ];
    // A group of its own, so that what it starts ends with it.
    const child = spawn(this.#program.node, [this.#program.entry, ...args], {
      cwd: this.#folder,
      env: this.#environment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const kill = (): void => killGroup(child);
    process.once('exit', kill);
    child.stdout.setEncoding('utf8').on('data', (text: string) => this.#write(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.#write(text));
    child.once('error', error => this.#write(`${error.message}\n`));
    this.#ended = once(child, 'close').then(() => {
      process.off('exit', kill);
      if (this.#child === child) this.#child = undefined;
      this.#notice();
    });
    this.#child = child;
    return this;
  }

  /** Resolves when it has said `count` times that it is ready; default: once more than at the call. */
  async ready(count = this.#readyCount + 1): Promise<void> {
    await this.#until(() => this.#readyCount >= count, 'did not become ready');
  }

  /** Resolves when it writes this from now on. */
  async says(text: string): Promise<void> {
    let heard = '';
    const listener = (chunk: string): void => {
      heard = (heard + chunk).slice(-LOG_CHARACTERS);
    };
    this.#listeners.add(listener);
    try {
      await this.#until(() => heard.includes(text), `did not say "${text}"`);
    } finally {
      this.#listeners.delete(listener);
    }
  }

  /** `start`, and waits until it is ready. */
  async up(): Promise<this> {
    const count = this.#readyCount + 1;
    this.start();
    await this.ready(count);
    return this;
  }

  /** Sends a signal and returns at once: `SIGUSR1` restarts it within its process, `SIGSTOP` freezes it. */
  signal(signal: NodeJS.Signals): void {
    process.kill(this.pid, signal);
  }

  /** Ends the process as a crash does, and waits for its end. */
  async crash(): Promise<void> {
    if (this.#child !== undefined) killGroup(this.#child);
    await this.#ended;
  }

  /** Asks the process to end, and waits for its end. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    await this.#ended;
  }

  /** Runs a command of the real command line against this gateway. */
  async cli(...args: readonly string[]): Promise<CliOutcome> {
    const child = spawn(this.#program.node, [this.#program.entry, ...args], {
      cwd: this.#folder,
      env: { ...this.#environment(), OPENCLAW_GATEWAY_PORT: String(this.port) },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, stdout, stderr };
  }

  /** Ends it and removes its state. May be called twice. */
  async dispose(): Promise<void> {
    await this.crash();
    await rm(this.#folder, { recursive: true, force: true });
  }

  #environment(): NodeJS.ProcessEnv {
    // No variable of the machine may configure it or lead it out of its folder.
    return {
      PATH: process.env['PATH'],
      HOME: this.#folder,
      OPENCLAW_HOME: this.#folder,
      OPENCLAW_STATE_DIR: this.#folder,
      TMPDIR: this.#folder,
      NODE_COMPILE_CACHE: this.#program.compileCache,
      OPENCLAW_GATEWAY_TOKEN: this.token,
      OPENCLAW_DISABLE_BONJOUR: '1',
      OPENCLAW_NO_AUTO_UPDATE: '1',
      // One process: signals reach the gateway itself, not a launcher, and a restart keeps its pid.
      OPENCLAW_NO_RESPAWN: '1',
      OPENCLAW_PACKAGED_COMPILE_CACHE_RESPAWNED: '1',
      NO_COLOR: '1',
    };
  }

  #write(text: string): void {
    this.#readyCount += (this.#log.slice(1 - READY.length) + text).split(READY).length - 1;
    this.#log = (this.#log + text).slice(-LOG_CHARACTERS);
    for (const listener of this.#listeners) listener(text);
    this.#notice();
  }

  #notice(): void {
    for (const look of [...this.#watchers]) look();
  }

  #until(isSo: () => boolean, complaint: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        settle();
        reject(new Error(`The gateway ${complaint}. It wrote:\n${this.#log.slice(-4_000)}`));
      };
      const look = (): void => {
        if (isSo()) {
          settle();
          resolve();
        } else if (this.#child === undefined) fail();
      };
      const timer = setTimeout(fail, START_LIMIT_MS);
      const settle = (): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
      };
      this.#watchers.add(look);
      look();
    });
  }
}

/** A hook that is slow to load: the gateway listens meanwhile and lets nobody in. */
async function writeSlowHook(folder: string, delayMs: number): Promise<void> {
  const place = join(folder, 'hooks', SLOW_HOOK);
  await mkdir(place, { recursive: true });
  const metadata = JSON.stringify({ openclaw: { events: ['gateway:startup'] } });
  const manifest = `---\nname: ${SLOW_HOOK}\ndescription: Takes its time.\nmetadata: ${metadata}\n---\n`;
  await writeFile(join(place, 'HOOK.md'), manifest);
  const handler = `await new Promise(resolve => setTimeout(resolve, ${delayMs}));\nexport default function handler() {}\n`;
  await writeFile(join(place, 'handler.js'), handler);
}

/** Also what the process started itself, and also when it is frozen. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
