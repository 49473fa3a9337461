import { type Clock, type Random, type Timer } from '../../electron/core/platform/index.ts';
import type {
  ServingLease,
  ServingSession,
  Suspicion,
  SuspicionVerdict,
  TeeProvider,
} from '../../electron/core/proxy/index.ts';
import {
  compareWithRegistry,
  createSession,
  type RegistryReader,
  selectTee,
  type TeeRecord,
  type TeeSession,
} from '../../electron/core/tee/index.ts';

const REFRESH_MS = 300_000;

/** Options of {@link PeerTees}. */
export interface PeerTeesOptions {
  readonly registry: RegistryReader;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * The peer product's way with TEEs: one at random, kept until a check every 300 s finds it changed or the chain cannot be
 * read; another one only after a network error of the relay. No suspicion, no contract events, no standby, no quarantine.
 */
export class PeerTees implements TeeProvider {
  readonly switches: Record<string, number> = {};
  readonly #options: PeerTeesOptions;
  readonly #lifetime = new AbortController();
  #current: TeeSession | undefined;
  #selection: Promise<TeeSession> | undefined;
  #timer: Timer | undefined;

  constructor(options: PeerTeesOptions) {
    this.#options = options;
  }

  get current(): string | undefined {
    return this.#current?.teeId;
  }

  /** Begins with the first wait. */
  start(): void {
    if (this.#lifetime.signal.aborted) return;
    this.#timer = this.#options.clock.schedule(REFRESH_MS, () => {
      void this.#refresh().finally(() => this.start());
    });
  }

  stop(): void {
    this.#lifetime.abort(new Error('The soak is over.'));
    this.#timer?.cancel();
  }

  async acquire(): Promise<ServingLease> {
    this.#selection ??= this.#select().finally(() => {
      this.#selection = undefined;
    });
    const session = this.#current ?? (await this.#selection);
    return { session, done: () => undefined };
  }

  async suspect(): Promise<SuspicionVerdict> {
    return { replaced: false, checked: false };
  }

  reportUnreachable(session: ServingSession, { detail }: Suspicion): void {
    const isNetworkError = detail.startsWith('relay_');
    if (isNetworkError && this.#current === session) this.#drop('unreachable');
  }

  async #select(): Promise<TeeSession> {
    if (this.#current !== undefined) return this.#current;
    const { registry, clock, random } = this.#options;
    const { records } = await registry.read(this.#lifetime.signal);
    const record = selectTee({ records, pins: { teeId: null, pcrHash: null }, random });
    this.#current = await createSession(record, 'first', clock.now());
    return this.#current;
  }

  async #refresh(): Promise<void> {
    const inspected = this.#current;
    if (inspected === undefined) return;
    // An unreadable registry looks empty to the peer.
    const records = await this.#options.registry.read(this.#lifetime.signal).then(
      reading => reading.records,
      (): readonly TeeRecord[] => [],
    );
    if (this.#lifetime.signal.aborted || this.#current !== inspected) return;
    if (compareWithRegistry(inspected.record, records).action === 'drop') this.#drop('refresh');
  }

  #drop(cause: string): void {
    this.#current = undefined;
    this.switches[cause] = (this.switches[cause] ?? 0) + 1;
  }
}
