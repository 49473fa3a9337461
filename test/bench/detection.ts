import { SystemClock, SystemRandom, sleep } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { Client } from '../soak/client.ts';
import { gatehousePolicy, type Policy, type Watching } from '../soak/policies.ts';
import { startProduct } from '../soak/product.ts';

/** How long after a change on chain the first answer came from the TEE that replaced the changed one. Milliseconds. */
export interface DetectionResult {
  readonly path: string;
  readonly setting: string;
  readonly trials: number;
  readonly minMs: number;
  readonly medianMs: number;
  readonly maxMs: number;
  /** Requests that failed meanwhile. */
  readonly failed: number;
}

interface DetectionPath {
  readonly path: string;
  readonly setting: string;
  readonly watching: Watching;
  /** What happens to the TEE in use. */
  readonly change: 'rotated-out' | 'ohttp-key';
  /** The change comes anywhere within this time. */
  readonly spreadMs: number;
}

const OFF = { refreshSeconds: 0, eventPollSeconds: 0 } as const;

const PATHS: readonly DetectionPath[] = [
  {
    path: 'timer',
    setting: 'every 2 s (default 300 s)',
    watching: { ...OFF, refreshSeconds: 2 },
    change: 'rotated-out',
    spreadMs: 2_000,
  },
  {
    path: 'events, polled',
    setting: 'every 1 s (default 15 s)',
    watching: { ...OFF, eventPollSeconds: 1 },
    change: 'rotated-out',
    spreadMs: 1_000,
  },
  {
    path: 'events, pushed',
    setting: 'WebSocket',
    watching: { refreshSeconds: 0, eventPollSeconds: 15, subscribes: true },
    change: 'rotated-out',
    spreadMs: 100,
  },
  { path: 'suspicion', setting: 'stale key in a request', watching: OFF, change: 'ohttp-key', spreadMs: 100 },
];

const TRIALS = 11;
/** A path that takes longer is taken for broken. */
const MAX_WAIT_MS = 30_000;

/** Measures each way in which a change is noticed, alone. */
export async function measureDetection(say: (line: string) => void): Promise<readonly DetectionResult[]> {
  const results: DetectionResult[] = [];
  for (const path of PATHS) {
    say(`Detection by ${path.path} …`);
    results.push(await measure(path));
  }
  return results;
}

async function measure(path: DetectionPath): Promise<DetectionResult> {
  const { signal } = new AbortController();
  const [clock, random] = [new SystemClock(), new SystemRandom()];
  const sandbox = await startSandbox({ seed: 'detection', clock, enclaveCount: 4, signal });
  const policy = gatehousePolicy(sandbox, () => undefined, path.watching);
  await policy.start(signal);
  const product = await startProduct(sandbox, policy.tees, { logger: silentLogger, emit: () => undefined });
  const client = new Client(product.endpoint);
  const times: number[] = [];
  let failed = 0;
  try {
    for (let trial = 0; trial < TRIALS; trial += 1) {
      failed += await untilAnswered(client);
      await sleep(clock, 50 + random.below(path.spreadMs), signal);
      const isNew = await change(path.change, sandbox, policy);
      const outcome = await untilServed(client, isNew);
      times.push(outcome.afterMs);
      failed += outcome.failed;
    }
  } finally {
    await client.close();
    await product.stop();
    await policy.stop();
    await sandbox.stop();
  }
  times.sort((a, b) => a - b);
  const at = (index: number): number => Math.round((times[index] ?? Number.NaN) * 10) / 10;
  const [minMs, medianMs, maxMs] = [at(0), at(Math.floor(times.length / 2)), at(times.length - 1)];
  return { path: path.path, setting: path.setting, trials: TRIALS, minMs, medianMs, maxMs, failed };
}

/** Changes the TEE in use; gives how to tell an answer that came after the switch. */
async function change(
  kind: DetectionPath['change'],
  { network }: Sandbox,
  { current }: Policy,
): Promise<(teeId: string) => boolean> {
  const old = network.enclaves().find(({ teeId }) => teeId === current());
  if (old === undefined) throw new Error('The TEE in use is not in the sandbox.');
  if (kind === 'ohttp-key') {
    await network.rotateOhttpKey(old.teeId);
    // Nothing that is sealed to the old key can be answered any more.
    return () => true;
  }
  for (const { teeId } of network.enclaves()) network.registry.enable(teeId);
  network.registry.disable(old.teeId);
  return teeId => teeId !== old.teeId;
}

async function untilAnswered(client: Client): Promise<number> {
  const { failed } = await untilServed(client, () => true);
  return failed;
}

/** Asks without a pause until an answer comes from a TEE that `isNew`. */
async function untilServed(
  client: Client,
  isNew: (teeId: string) => boolean,
): Promise<{ readonly afterMs: number; readonly failed: number }> {
  const startedAt = performance.now();
  let failed = 0;
  while (performance.now() - startedAt < MAX_WAIT_MS) {
    const reply = await client.ask({ prompt: 'hello', stream: false, countTo: undefined });
    if (reply.kind !== 'answered' || reply.status !== 200) failed += 1;
    else if (isNew(String(reply.got.headers['x-opengradient-tee-id'])))
      return { afterMs: performance.now() - startedAt, failed };
  }
  throw new Error(`The change was not noticed within ${MAX_WAIT_MS / 1_000} s.`);
}
