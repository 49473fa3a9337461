import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { OpenclawGateway } from '../helpers/openclaw.ts';
import type { ClientKind } from './gateway-clients.ts';
import { median, round } from './gateway-figures.ts';
import { Measured } from './gateway-measured.ts';

const LEADS_SECONDS = [0, 1, 2, 3, 5, 20] as const;
const KINDS = ['gatehouse', 'reference', 'poller'] as const satisfies readonly ClientKind[];
const PROBE_MS = 5;
/** The reference client waits for up to 30 s between two attempts. */
const HELLO_LIMIT_MS = 90_000;

type Kind = (typeof KINDS)[number];

/** One client at one lead over all runs. */
export interface LeadResult {
  readonly leadSeconds: number;
  readonly kind: Kind;
  readonly runs: number;
  /** From the moment the gateway takes TCP connections to `hello-ok`. */
  readonly medianMs: number;
  readonly maxMs: number;
  /** Behind the poller of the same run. */
  readonly behindMedianMs: number;
  readonly behindMaxMs: number;
  /** Median of the TCP connections tried until `hello-ok`. */
  readonly connections: number;
}

interface Sample {
  readonly ms: number;
  readonly connections: number;
}

/** The moment at which the port takes a connection, looked at every 5 ms. */
async function accepting(port: number): Promise<number> {
  for (;;) {
    const isOpen = await new Promise<boolean>(resolve => {
      const socket = connect({ port, host: '127.0.0.1' });
      const end = (is: boolean): void => {
        socket.destroy();
        resolve(is);
      };
      socket.once('connect', () => end(true)).once('error', () => end(false));
    });
    if (isOpen) return performance.timeOrigin + performance.now();
    await wait(PROBE_MS);
  }
}

async function runOnce(gateway: OpenclawGateway, leadSeconds: number): Promise<Readonly<Record<Kind, Sample>>> {
  const clients = await Promise.all(KINDS.map(kind => Measured.load(kind, gateway)));
  try {
    for (const client of clients) client.tell('start');
    await Promise.all(clients.map(client => client.line('started', 10_000)));
    await wait(leadSeconds * 1_000);
    gateway.start();
    const acceptedAt = await accepting(gateway.port);
    const hellos = await Promise.all(clients.map(client => client.line('hello', HELLO_LIMIT_MS)));
    const samples = hellos.map(({ at, connections }) => ({ ms: at - acceptedAt, connections }));
    return Object.fromEntries(KINDS.map((kind, index) => [kind, samples[index]])) as Record<Kind, Sample>;
  } finally {
    await Promise.all(clients.map(client => client.end()));
    await gateway.crash();
  }
}

function summary(leadSeconds: number, kind: Kind, runs: readonly Readonly<Record<Kind, Sample>>[]): LeadResult {
  const times = runs.map(run => run[kind].ms);
  const behind = runs.map(run => run[kind].ms - run.poller.ms);
  return {
    leadSeconds,
    kind,
    runs: runs.length,
    medianMs: round(median(times)),
    maxMs: round(Math.max(...times)),
    behindMedianMs: round(median(behind)),
    behindMaxMs: round(Math.max(...behind)),
    connections: median(runs.map(run => run[kind].connections)),
  };
}

/** Lets all clients wait for the same start of a real gateway, `runs` times at each lead. */
export async function measureLeads(runs: number, say: (line: string) => void): Promise<readonly LeadResult[]> {
  const gateway = await OpenclawGateway.prepare();
  try {
    // The first start of all fills the caches of the machine.
    await gateway.up();
    await gateway.crash();
    const results: LeadResult[] = [];
    for (const leadSeconds of LEADS_SECONDS) {
      const samples: Readonly<Record<Kind, Sample>>[] = [];
      for (let run = 0; run < runs; run += 1) samples.push(await runOnce(gateway, leadSeconds));
      for (const kind of KINDS) results.push(summary(leadSeconds, kind, samples));
      const ours = results.at(-KINDS.length);
      say(`Client ${leadSeconds} s earlier: median ${ours?.behindMedianMs} ms behind the poller, ${runs} runs`);
    }
    return results;
  } finally {
    await gateway.dispose();
  }
}
