/**
 * A client of the product at a real gateway that restarts again and again, in a process that does nothing else, so that
 * everything left over is the client's. Run with tsx and the number of restarts; prints what it counted as one line of
 * JSON.
 */
import { getEventListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { GatewayClient } from '../../electron/core/gateway/index.ts';
import { SystemClock, SystemRandom, type Timer } from '../../electron/core/platform/index.ts';
import { OpenclawGateway } from '../helpers/openclaw.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { MemorySecrets } from './gateway-secrets.ts';

/** Until caches are warm and compiled code has settled. */
const WARM_UP = 5;
const LIMIT_MS = 30_000;

/** What exists at one moment. */
export interface ChurnCount {
  /** By the names of `process.getActiveResourcesInfo`: sockets and all else that keeps a process alive. */
  readonly resources: Readonly<Record<string, number>>;
  /** Of the client; those that do not keep a process alive included. */
  readonly timers: number;
  /** On the signal that the client was started with, and on the process. */
  readonly listeners: number;
  readonly heapMib: number;
}

/** What a run found. */
export interface ChurnResult {
  readonly restarts: number;
  readonly seconds: number;
  readonly shown: Readonly<Record<string, number>>;
  /** Boot ids that the client was connected to. */
  readonly boots: number;
  readonly before: ChurnCount;
  readonly after: ChurnCount;
  readonly stopped: ChurnCount;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const signal = new AbortController().signal;

/** Knows the timers that are armed. */
class CountingClock extends SystemClock {
  readonly armed = new Set<Timer>();

  override schedule(delayMs: number, callback: () => void): Timer {
    const timer: Timer = super.schedule(delayMs, () => {
      this.armed.delete(kept);
      callback();
    });
    const kept: Timer = {
      cancel: () => {
        this.armed.delete(kept);
        timer.cancel();
      },
    };
    this.armed.add(kept);
    return kept;
  }
}

function count({ armed }: CountingClock): ChurnCount {
  collectGarbage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const ofProcess = process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);
  return {
    resources,
    timers: armed.size,
    listeners: getEventListeners(signal, 'abort').length + ofProcess,
    heapMib: Math.round((process.memoryUsage().heapUsed / 2 ** 20) * 100) / 100,
  };
}

async function churn(restarts: number): Promise<ChurnResult> {
  const gateway = await (await OpenclawGateway.prepare()).up();
  const clock = new CountingClock();
  const shown: Record<string, number> = {};
  const boots = new Set<string>();
  let notice: () => void = () => undefined;
  const client = new GatewayClient({
    profile: { name: 'studio', url: gateway.url },
    credentials: async () => ({ token: gateway.token }),
    secrets: new MemorySecrets(),
    clock,
    random: new SystemRandom(),
    logger: silentLogger,
    emit: event => {
      if (event.type === 'gatewayStateChanged') shown[event.to] = (shown[event.to] ?? 0) + 1;
      notice();
    },
    // The last part of the picture: what a connection starts has been started.
    onSnapshot: () => notice(),
    client: { version: '0.1.0', platform: process.platform, displayName: 'Gatehouse churn' },
  });
  const connectedAnew = async (): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`not connected: ${JSON.stringify(client.snapshot())}\n${gateway.log.slice(-2_000)}`));
      }, LIMIT_MS);
      notice = () => {
        const { state, server } = client.snapshot();
        if (state !== 'ready' || typeof server?.bootId !== 'string' || boots.has(server.bootId)) return;
        boots.add(server.bootId);
        clearTimeout(timer);
        resolve();
      };
      notice();
    });
    notice = () => undefined;
  };
  const restart = async (times: number): Promise<void> => {
    for (let done = 0; done < times; done += 1) {
      gateway.signal('SIGUSR1');
      await connectedAnew();
    }
    // Answers are in and old sockets are gone once a further request has been answered.
    await client.request('health');
    await client.request('last-heartbeat');
  };
  try {
    client.start(signal);
    await connectedAnew();
    await restart(WARM_UP);
    const before = count(clock);
    const startedAt = performance.now();
    await restart(restarts);
    const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
    const after = count(clock);
    await client.stop();
    return { restarts, seconds, shown, boots: boots.size, before, after, stopped: count(clock) };
  } finally {
    await client.stop();
    await gateway.dispose();
  }
}

// The gateway is ended on exit, which a signal alone would skip.
process.once('SIGTERM', () => process.exit(1));
process.stdout.write(`${JSON.stringify(await churn(Number(process.argv[2] ?? 100)))}\n`);
