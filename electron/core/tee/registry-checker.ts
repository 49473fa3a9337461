import type { EmitEvent, RegistryStatus } from '../../contract/index.ts';
import { OFFLINE_RETRY_MS } from '../offline/index.ts';
import { abortReason, type Clock, type GatehouseError, type Random } from '../platform/index.ts';
import { CoalescedChecks } from './coalesced-checks.ts';
import { asFailure, stopped } from './errors.ts';
import { IN_REACH, type OutOfReach } from './gate-options.ts';
import { RefreshLoop } from './refresh-loop.ts';
import type { RegistryEvents } from './registry-events.ts';
import { type LastReading, type RegistrySource, RegistryWatch } from './registry-watch.ts';
import type { Drop } from './succession.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a check came to. */
export interface CheckOutcome {
  readonly isRead: boolean;
  /** Why the registry could not be read, or why there is no TEE. */
  readonly failure: GatehouseError | undefined;
  /** Why the TEE before the check had to go. */
  readonly dropped: Drop | undefined;
}

/** Options of {@link RegistryChecker}. */
export interface RegistryCheckerOptions {
  readonly registry: RegistrySource | undefined;
  readonly events: RegistryEvents | undefined;
  readonly refreshSeconds: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: EmitEvent;
  /** What is out of reach because this computer is offline. Default: nothing ever is. */
  readonly outOfReach?: OutOfReach;
  readonly onChange: () => void;
  /** Draws the consequences of a good reading, before anything else learns of it. */
  readonly settle: (reading: LastReading) => Drop | undefined;
  /** Makes sure that there is a TEE, from the last reading; why there is none. */
  readonly seat: (signal: AbortSignal) => Promise<GatehouseError | undefined>;
  readonly onOutcome: (outcome: CheckOutcome) => void;
}

/** The registry's own default for how old a heartbeat may be; an older reading says nothing about who is alive. */
const MAX_READING_AGE_MS = 1_800_000;
/** Another endpoint than the one that told of an event may learn of it a little later. */
const RECHECK_AFTER_EVENT_MS = 10_000;
/** Requests may cause so many checks at once, and then one a second. */
const CHECKS_BY_REQUESTS = 10;

/**
 * Checks the registry: by timer, by event, and for everybody who asks, one check at a time. A failed check is a state with
 * the time of the next one.
 */
export class RegistryChecker {
  readonly #options: RegistryCheckerOptions;
  readonly #watch: RegistryWatch;
  readonly #loop: RefreshLoop;
  readonly #budget: TokenBucket;
  readonly #checks: CoalescedChecks<CheckOutcome>;
  #lifetime: AbortSignal | undefined;
  #dropped: Drop | undefined;
  #eventSeen = false;

  constructor(options: RegistryCheckerOptions) {
    const { registry, clock, random, emit, refreshSeconds, outOfReach = IN_REACH } = options;
    const onReading = (reading: LastReading): void => this.#settle(reading);
    this.#options = options;
    this.#watch = new RegistryWatch({ source: registry, clock, isOutOfReach: outOfReach.chainNow, emit, onReading });
    this.#checks = new CoalescedChecks(() => this.#check(), options.onChange);
    const check = (): void => inBackground(this.#checks.any());
    const leastRetryMs = (): number => (outOfReach.chain() ? OFFLINE_RETRY_MS : 0);
    this.#loop = new RefreshLoop({ clock, random, intervalMs: refreshSeconds * 1_000, leastRetryMs, check });
    this.#budget = new TokenBucket({ clock, capacity: CHECKS_BY_REQUESTS, refillMs: 1_000 });
  }

  get isConfigured(): boolean {
    return this.#watch.isConfigured;
  }

  get isRunning(): boolean {
    return this.#checks.isRunning;
  }

  /** Why the last reading failed; undefined after a success. */
  get failure(): GatehouseError | undefined {
    return this.#watch.failure;
  }

  /** When the next check is due, milliseconds since the epoch. */
  get nextAt(): number | undefined {
    return this.#loop.nextAt;
  }

  get status(): RegistryStatus {
    const { events, refreshSeconds } = this.#options;
    const byEvent = events?.mode ?? 'off';
    const mode = byEvent === 'off' && refreshSeconds > 0 ? 'timer' : byEvent;
    const watching = this.#lifetime === undefined ? 'off' : mode;
    return { ...this.#watch.status, nextCheckAt: this.#loop.nextAt ?? null, watching };
  }

  /** The last good reading, unless it is too old to be true. */
  recent(): LastReading | undefined {
    const { last } = this.#watch;
    return last !== undefined && this.#options.clock.now() - last.at <= MAX_READING_AGE_MS ? last : undefined;
  }

  /** Begins the first check and returns at once. */
  start(lifetime: AbortSignal): void {
    this.#lifetime = lifetime;
    inBackground(this.#checks.any());
    this.#options.events?.start({ onEvent: () => this.#onEvent(), onModeChange: this.#options.onChange });
  }

  /** Resolves when nothing runs; no timer is left. The lifetime given to `start` must have been aborted. */
  async stop(): Promise<void> {
    const lifetime = this.#lifetime;
    this.#lifetime = undefined;
    this.#loop.stop();
    await Promise.all([this.#options.events?.stop(), this.#checks.idle()]);
    if (lifetime !== undefined && this.#lifetime === undefined) await this.#watch.close();
  }

  /** The outcome of the check under way, or of a new one. */
  any(): Promise<CheckOutcome> {
    return this.#checks.any();
  }

  /** As {@link any}; undefined when requests have caused enough checks lately. */
  anyWithinBudget(): Promise<CheckOutcome> | undefined {
    return this.#checks.isRunning || this.#budget.take() ? this.#checks.any() : undefined;
  }

  /** The outcome of a check that begins from now on, shared by all who ask meanwhile. */
  fresh(): Promise<CheckOutcome> {
    return this.#checks.after(this.#checks.now());
  }

  /**
   * As {@link fresh}, for a request; ends early when `isSettled` after the check that happens to be under way. Undefined
   * when requests have caused enough checks lately.
   */
  async freshWithinBudget(isSettled: () => boolean): Promise<CheckOutcome | undefined> {
    const moment = this.#checks.now();
    const underWay = this.#checks.isRunning ? await this.#checks.any() : undefined;
    if (underWay !== undefined && isSettled()) return underWay;
    const existing = this.#checks.existing(moment);
    if (existing !== undefined) return existing;
    return this.#budget.take() ? this.#checks.after(moment) : undefined;
  }

  /** A fresh check over fresh connections: those that are open may be dead. */
  wake(): Promise<CheckOutcome> {
    this.#loop.forgive();
    this.#options.events?.wake();
    const check = this.#watch.restart() ? this.#checks.any() : this.fresh();
    inBackground(check);
    return check;
  }

  #settle(reading: LastReading): void {
    if (this.#lifetime?.aborted === false) this.#dropped = this.#options.settle(reading);
  }

  #onEvent(): void {
    if (this.#lifetime === undefined) return;
    this.#eventSeen = true;
    inBackground(this.fresh());
  }

  async #check(): Promise<CheckOutcome> {
    const lifetime = this.#lifetime;
    if (lifetime === undefined || lifetime.aborted) throw stopped();
    const recheckMs = this.#eventSeen ? RECHECK_AFTER_EVENT_MS : undefined;
    this.#eventSeen = false;
    this.#dropped = undefined;
    this.#loop.pause();
    this.#options.onChange();
    const unread = await this.#watch.read(lifetime).then(() => undefined, asFailure);
    const unseated = unread !== undefined && this.recent() === undefined ? unread : await this.#options.seat(lifetime);
    if (lifetime.aborted) throw abortReason(lifetime);
    // In a pause nobody takes over, and looking sooner would not help.
    const isSettled = unseated === undefined || unseated.code === 'tee_paused';
    if (unread === undefined && isSettled) this.#loop.succeeded(recheckMs);
    else if (unread?.code !== 'registry_misconfigured') this.#loop.failed();
    const outcome = { isRead: unread === undefined, failure: unread ?? unseated, dropped: this.#dropped };
    this.#options.onOutcome(outcome);
    return outcome;
  }
}

/** What a check came to is in the status, and the next one is planned. */
function inBackground(check: Promise<CheckOutcome>): void {
  check.catch(() => undefined);
}
