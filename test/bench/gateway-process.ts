/**
 * One measured client in a process of its own, bundled and run under the Node that the reference client needs.
 * Arguments: kind and URL; the token comes in `BENCH_TOKEN`. Takes words on standard input (`start`, `usage`) and
 * writes lines of JSON, each with `at` in milliseconds since the epoch. Ends with standard input.
 */
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { type ClientKind, prepareClient } from './gateway-clients.ts';

/** What a measured client says. */
export type ClientLine =
  | { readonly is: 'loaded' | 'started'; readonly at: number }
  /** `connections`: TCP connections tried up to then, whatever for. */
  | { readonly is: 'hello'; readonly at: number; readonly connections: number }
  | { readonly is: 'lost'; readonly at: number; readonly cause: string }
  /** The last of as many events as were announced. */
  | { readonly is: 'events'; readonly at: number; readonly firstAt: number; readonly cpuMs: number }
  | { readonly is: 'usage'; readonly at: number; readonly cpuMs: number; readonly residentMib: number };

const [kind = '', url = '', expected = '0'] = process.argv.slice(2);
const expectedEvents = Number(expected);
let connections = 0;
let events = 0;
let firstAt = 0;
let firstCpuMs = 0;

const now = (): number => performance.timeOrigin + performance.now();
const cpuMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};
const say = (line: ClientLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

// Every connection passes here, those of libraries too.
const connect = Reflect.get(Socket.prototype, 'connect');
Reflect.set(Socket.prototype, 'connect', function counted(this: Socket, ...args: unknown[]): unknown {
  connections += 1;
  return Reflect.apply(connect, this, args) as unknown;
});

const start = await prepareClient(kind as ClientKind, {
  url,
  token: process.env['BENCH_TOKEN'] ?? '',
  onHello: () => say({ is: 'hello', at: now(), connections }),
  onLost: cause => say({ is: 'lost', at: now(), cause }),
  onEvent: () => {
    events += 1;
    if (events === 1) {
      firstAt = now();
      firstCpuMs = cpuMs();
    }
    if (events === expectedEvents) say({ is: 'events', at: now(), firstAt, cpuMs: cpuMs() - firstCpuMs });
  },
});

const commands: Readonly<Record<string, () => void>> = {
  start: () => {
    start();
    say({ is: 'started', at: now() });
  },
  usage: () => {
    say({ is: 'usage', at: now(), cpuMs: cpuMs(), residentMib: process.memoryUsage.rss() / 2 ** 20 });
  },
};
createInterface({ input: process.stdin })
  .on('line', word => commands[word]?.())
  .on('close', () => process.exit(0));
say({ is: 'loaded', at: now() });
