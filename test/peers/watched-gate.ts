import { onTestFinished } from 'vitest';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { RegistryReader, TeeGate, type TeePins, type TeeSession } from '../../electron/core/tee/index.ts';
import { firstRandom } from '../helpers/first-random.ts';
import { EventRecord } from './event-record.ts';

/** What differs from a gate that asks nobody unless it is told to. */
export interface WatchedGateOptions {
  readonly rpcUrls: readonly string[];
  readonly address: string;
  /** Default 0: no timer. */
  readonly refreshSeconds?: number;
  /** Default 0: contract events are neither subscribed to nor asked for. */
  readonly eventPollSeconds?: number;
  /** How many endpoints have to agree. Default 1. */
  readonly quorum?: number;
  readonly pins?: Partial<TeePins>;
  readonly requestTimeoutMs?: number;
}

/** The real gate over a real chain, with all that it tells. */
export interface WatchedGate {
  readonly gate: TeeGate;
  readonly events: EventRecord;
  /** The id that requests are sealed to now. */
  readonly teeId: () => string | undefined;
  /** The session that a request would get now. */
  readonly session: () => Promise<TeeSession>;
}

const NO_PINS: TeePins = { teeId: null, pcrHash: null };

/** Starts a gate that always takes the first one listed; stopped at the end of the test. */
export async function startWatchedGate(options: WatchedGateOptions): Promise<WatchedGate> {
  const { rpcUrls, address, refreshSeconds = 0, requestTimeoutMs = 5_000 } = options;
  const clock = new SystemClock();
  const events = new EventRecord();
  const reader = { address, teeType: 0, requestTimeoutMs, clock };
  const registry = new RegistryReader({ ...reader, rpcUrls });
  const gate = new TeeGate({
    registry,
    pins: { ...NO_PINS, ...options.pins },
    clock,
    refreshSeconds,
    random: firstRandom,
    emit: events.emit,
  });
  onTestFinished(() => gate.stop());
  await gate.start(new AbortController().signal);
  return {
    gate,
    events,
    teeId: () => gate.snapshot().current?.teeId,
    session: async () => {
      const lease = await gate.acquire(AbortSignal.timeout(10_000));
      lease.done({ kind: 'verified', latencyMs: 1 });
      return lease.session;
    },
  };
}
