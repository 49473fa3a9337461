import { setTimeout as wait } from 'node:timers/promises';
import type { DomainEvent } from '../../electron/contract/index.ts';
import { Redactor, SystemClock } from '../../electron/core/platform/index.ts';
import { StatusStore } from '../../electron/core/status/index.ts';
import { type Dashboard, startDashboard } from '../../electron/web/index.ts';
import { ASSETS_DIR } from '../e2e/scripted-dashboard.ts';
import { silentLogger } from './silent-logger.ts';
import { statusParts, teeStatus } from './snapshots.ts';

/** Events are put in by the hundredth of a second: timers are no finer. */
const TURN_MS = 10;

/** The real store with still parts around it, and the page of the product that watches it. */
export interface FanOut {
  readonly store: StatusStore;
  readonly dashboard: Dashboard;
  /**
   * Puts `perSecond` events a second into the store, or into `emit`, for `seconds`; catches up where a turn was late.
   * Gives how many, and how long it took.
   */
  pour(
    perSecond: number,
    seconds: number,
    emit?: (event: DomainEvent) => void,
  ): Promise<{ readonly events: number; readonly elapsedMs: number }>;
  stop(): Promise<void>;
}

/** Starts both. The page has to be built. */
export async function startFanOut(): Promise<FanOut> {
  const clock = new SystemClock();
  const tee = teeStatus();
  const store = new StatusStore({
    app: {
      version: '0.0.0',
      host: 'headless',
      pid: process.pid,
      startedAt: clock.now(),
      home: '/home',
      secrets: 'None.',
    },
    parts: statusParts({ tee: () => tee, sandbox: () => ({ seed: 'fan-out' }) }),
    clock,
    logger: silentLogger,
    scrubber: new Redactor(),
  });
  const dashboard = await startDashboard({
    source: store,
    execute: async () => ({ changed: false, sentence: 'Nothing was done.' }),
    query: async () => ({}),
    port: 0,
    assetsDir: ASSETS_DIR,
    logger: silentLogger,
  });
  return {
    store,
    dashboard,
    pour: async (perSecond, seconds, emit = store.emit) => {
      const startedAt = performance.now();
      const total = perSecond * seconds;
      let events = 0;
      while (events < total) {
        const due = Math.min(total, Math.ceil(((performance.now() - startedAt) / 1_000) * perSecond));
        for (; events < due; events += 1) {
          const [at, status] = [clock.now(), 502];
          emit({ type: 'requestFailed', at, code: 'relay_failed', status, reason: `event ${events + 1}` });
        }
        await wait(TURN_MS);
      }
      return { events, elapsedMs: performance.now() - startedAt };
    },
    stop: async () => {
      store.stop();
      await dashboard.stop();
    },
  };
}
