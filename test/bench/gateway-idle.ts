import { setTimeout as wait } from 'node:timers/promises';
import { OpenclawGateway } from '../helpers/openclaw.ts';
import { median, round } from './gateway-figures.ts';
import { Measured } from './gateway-measured.ts';

const KINDS = ['gatehouse', 'reference'] as const;
/** What a client fetches after hello is answered within this. */
const SETTLE_MS = 5_000;
const WATCH_MS = 60_000;

/** A connected client with nothing to do. */
export interface IdleResult {
  readonly kind: (typeof KINDS)[number];
  readonly seconds: number;
  /** CPU milliseconds per minute. */
  readonly cpuMsPerMinute: number;
  readonly residentMib: number;
}

/** How a client finds out that a gateway froze. */
export interface HalfOpenResult {
  readonly kind: (typeof KINDS)[number];
  readonly runs: number;
  readonly medianSeconds: number;
  readonly maxSeconds: number;
  /** Runs in which it noticed nothing within the limit; they count with the limit. */
  readonly missed: number;
  /** What the client gave as the cause. */
  readonly causes: readonly string[];
}

/** The reference client needs up to two minutes. */
const HALF_OPEN_LIMIT_MS = 180_000;

async function connected(gateway: OpenclawGateway): Promise<readonly Measured[]> {
  const clients = await Promise.all(KINDS.map(kind => Measured.load(kind, gateway)));
  for (const client of clients) client.tell('start');
  await Promise.all(clients.map(client => client.line('hello', 60_000)));
  return clients;
}

/** What both clients cost while connected, side by side. */
export async function measureIdle(): Promise<readonly IdleResult[]> {
  const gateway = await (await OpenclawGateway.prepare()).up();
  const clients = await connected(gateway);
  try {
    await wait(SETTLE_MS);
    const usage = (client: Measured) => {
      const from = client.lines.length;
      client.tell('usage');
      return client.line('usage', 10_000, from);
    };
    const before = await Promise.all(clients.map(usage));
    await wait(WATCH_MS);
    const after = await Promise.all(clients.map(usage));
    return KINDS.map((kind, index) => {
      const [first, last] = [before[index], after[index]];
      if (first === undefined || last === undefined) throw new Error(`${kind} was not measured`);
      const seconds = (last.at - first.at) / 1_000;
      return {
        kind,
        seconds: round(seconds),
        cpuMsPerMinute: round(((last.cpuMs - first.cpuMs) / seconds) * 60),
        residentMib: round(last.residentMib, 1),
      };
    });
  } finally {
    await Promise.all(clients.map(client => client.end()));
    await gateway.dispose();
  }
}

/** Freezes a real gateway under both clients, `runs` times. */
export async function measureHalfOpen(runs: number, say: (line: string) => void): Promise<readonly HalfOpenResult[]> {
  const found = KINDS.map(() => ({ seconds: [] as number[], causes: new Set<string>(), missed: 0 }));
  for (let run = 0; run < runs; run += 1) {
    const gateway = await (await OpenclawGateway.prepare()).up();
    const clients = await connected(gateway);
    try {
      await wait(SETTLE_MS);
      gateway.signal('SIGSTOP');
      const frozenAt = performance.timeOrigin + performance.now();
      const lost = await Promise.all(clients.map(client => client.find('lost', HALF_OPEN_LIMIT_MS)));
      for (const [index, line] of lost.entries()) {
        const of = found[index];
        of?.seconds.push(line === undefined ? HALF_OPEN_LIMIT_MS / 1_000 : (line.at - frozenAt) / 1_000);
        if (line !== undefined) of?.causes.add(line.cause);
        else if (of !== undefined) of.missed += 1;
      }
    } finally {
      await Promise.all(clients.map(client => client.end()));
      await gateway.dispose();
    }
    say(
      `Frozen gateway, run ${run + 1} of ${runs}: ${found.map(({ seconds }) => round(seconds.at(-1) ?? 0, 1)).join(' s, ')} s`,
    );
  }
  return KINDS.map((kind, index) => {
    const { seconds, causes, missed } = found[index] ?? { seconds: [], causes: new Set<string>(), missed: 0 };
    const [medianSeconds, maxSeconds] = [round(median(seconds), 1), round(Math.max(...seconds), 1)];
    return { kind, runs, medianSeconds, maxSeconds, missed, causes: [...causes] };
  });
}
