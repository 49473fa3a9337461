import { onTestFinished } from 'vitest';
import type { RegistryWatching } from '../../electron/contract/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import {
  EventWatch,
  QuorumSource,
  RegistryReader,
  TeeGate,
  type TeePins,
  type TeeSession,
} from '../../electron/core/tee/index.ts';
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
  /** Resolves once changes are noticed this way and every check that began before is over. */
  readonly watching: (by: RegistryWatching) => Promise<void>;
  /** The session that a request would get now. */
  readonly session: () => Promise<TeeSession>;
}

const NO_PINS: TeePins = { teeId: null, pcrHash: null };

/** Starts a gate that always takes the first one listed; stopped at the end of the test. */
export async function startWatchedGate(options: WatchedGateOptions): Promise<WatchedGate> {
  const { rpcUrls, address, refreshSeconds = 0, eventPollSeconds = 0, quorum = 1, requestTimeoutMs = 5_000 } = options;
  const clock = new SystemClock();
  const events = new EventRecord();
  const reader = (urls: readonly string[]): RegistryReader =>
    new RegistryReader({ rpcUrls: urls, address, teeType: 0, requestTimeoutMs, clock });
  const gate = new TeeGate({
    registry:
      quorum < 2 ? reader(rpcUrls) : new QuorumSource({ sources: rpcUrls.map(url => reader([url])), quorum, clock }),
    events: new EventWatch({
      rpcUrls,
      address,
      pollSeconds: eventPollSeconds,
      requestTimeoutMs,
      clock,
      random: firstRandom,
    }),
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
    watching: async by => {
      await events.until(`watching by ${by}`, () => gate.snapshot().registry.watching === by);
      // The first may have begun before it was watching, and another may wait behind it.
      for (let check = 0; check < 2; check += 1) await gate.checkRegistry(AbortSignal.timeout(60_000));
    },
    session: async () => {
      const lease = await gate.acquire(AbortSignal.timeout(60_000));
      lease.done({ kind: 'verified', latencyMs: 1 });
      return lease.session;
    },
  };
}
