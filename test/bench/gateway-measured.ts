import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { openclawProgram } from '../helpers/openclaw-install.ts';
import type { ClientKind } from './gateway-clients.ts';
import type { ClientLine } from './gateway-process.ts';

type LineOf<Is extends ClientLine['is']> = Extract<ClientLine, { is: Is }>;

const ENTRY = fileURLToPath(new URL('./gateway-process.ts', import.meta.url));
const BUILT = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));

/** Bundles the measured clients, as the product is: with sources loaded file by file memory would be that of a compiler. */
export async function buildMeasured(): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: ENTRY,
      outDir: BUILT,
      emptyOutDir: true,
      target: 'node22',
      rollupOptions: { output: { format: 'es' } },
    },
  });
}

/** A client in its own process. */
export class Measured {
  readonly kind: ClientKind;
  readonly lines: ClientLine[] = [];
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly #watchers = new Set<() => void>();
  #hasEnded = false;

  private constructor(kind: ClientKind, child: ChildProcess) {
    this.kind = kind;
    this.#child = child;
    this.#ended = once(child, 'close').then(() => {
      this.#hasEnded = true;
      this.#notice();
    });
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', line => {
        this.lines.push(JSON.parse(line) as ClientLine);
        this.#notice();
      });
    }
  }

  /** Starts the process and waits until the client is loaded; it connects when told to. */
  static async load(
    kind: ClientKind,
    { url, token }: { readonly url: string; readonly token: string },
    expectedEvents = 0,
  ): Promise<Measured> {
    const { node } = await openclawProgram();
    const args = [`${BUILT}gateway-process.js`, kind, url, String(expectedEvents)];
    const child = spawn(node, args, {
      env: { PATH: process.env['PATH'], BENCH_TOKEN: token },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const measured = new Measured(kind, child);
    await measured.line('loaded', 60_000);
    return measured;
  }

  tell(word: 'start' | 'usage'): void {
    this.#child.stdin?.write(`${word}\n`);
  }

  /** The first line of this sort from number `from` on, now or when it comes; undefined when it does not come in time. */
  async find<Is extends ClientLine['is']>(is: Is, limitMs: number, from = 0): Promise<LineOf<Is> | undefined> {
    return new Promise(resolve => {
      const settle = (line: LineOf<Is> | undefined): void => {
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve(line);
      };
      const look = (): void => {
        const line = this.lines.slice(from).find((one): one is LineOf<Is> => one.is === is);
        if (line !== undefined || this.#hasEnded) settle(line);
      };
      const timer = setTimeout(() => settle(undefined), limitMs);
      this.#watchers.add(look);
      look();
    });
  }

  /** {@link find}; throws when it does not come. */
  async line<Is extends ClientLine['is']>(is: Is, limitMs: number, from = 0): Promise<LineOf<Is>> {
    const line = await this.find(is, limitMs, from);
    if (line === undefined) throw new Error(`${this.kind}: no "${is}" within ${limitMs} ms`);
    return line;
  }

  async end(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  #notice(): void {
    for (const look of [...this.#watchers]) look();
  }
}
