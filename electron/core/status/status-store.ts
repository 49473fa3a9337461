import type {
  ActivityEntry,
  DomainEvent,
  GatewaySummary,
  ProxyStatus,
  SetupStatus,
  StatusSnapshot,
  SubscriptionsStatus,
  TeeStatus,
  UsedAccount,
  UsedGateway,
} from '../../contract/index.ts';
import type { Clock, Logger, SecretScrubber, Timer } from '../platform/index.ts';
import { type ActivityLog, EMPTY_ACTIVITY, recordActivity } from './activity-log.ts';
import { overall } from './overall.ts';
import { sealedCopy } from './sealed-copy.ts';

/** The parts whose snapshots the store merges. Each call gives an immutable value. */
export interface StatusParts {
  /** Null when no gateway is configured. */
  gateway(): UsedGateway | null;
  gateways(): readonly GatewaySummary[];
  account(): UsedAccount;
  tee(): TeeStatus;
  proxy(): ProxyStatus;
  subscriptions(): SubscriptionsStatus;
  setup(): SetupStatus;
  /** Set while everything comes from the sandbox; the network may be changed while the application runs. */
  sandbox(): StatusSnapshot['sandbox'];
}

/** Options of {@link StatusStore}. */
export interface StatusStoreOptions {
  readonly app: StatusSnapshot['app'];
  readonly parts: StatusParts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly scrubber: SecretScrubber;
}

/** Watchers hear of changes at most ten times a second: no eye follows more, and a busy proxy has thousands. */
const NOTIFY_INTERVAL_MS = 100;
const SHOWN_ACTIVITY = 50;

/**
 * The one place where the parts' snapshots and events meet. Parts push events in, hosts and windows read snapshots and
 * watch for new ones. A snapshot is frozen and made when somebody asks; its revision grows with each change.
 */
export class StatusStore {
  readonly #app: StatusSnapshot['app'];
  readonly #parts: StatusParts;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #redact: (text: string) => string;
  readonly #listeners = new Set<(snapshot: StatusSnapshot) => void>();
  #activity: ActivityLog = EMPTY_ACTIVITY;
  #current: StatusSnapshot | undefined;
  #revision = 0;
  #timer: Timer | undefined;
  #lastNotifiedAtMs = Number.NEGATIVE_INFINITY;

  constructor({ app, parts, clock, logger, scrubber }: StatusStoreOptions) {
    this.#app = app;
    this.#parts = parts;
    this.#clock = clock;
    this.#logger = logger;
    this.#redact = text => scrubber.redact(text);
  }

  /** Takes an event. Never throws, never blocks; it is an `EmitEvent`. */
  readonly emit = (event: DomainEvent): void => {
    const before = this.#activity.entries[0]?.id;
    this.#activity = recordActivity(this.#activity, event, this.#redact);
    this.#log(before);
    this.#current = undefined;
    this.#scheduleNotification();
  };

  /** Everything as it stands now. The same object as long as nothing changed. */
  snapshot(): StatusSnapshot {
    this.#current ??= this.#merge();
    return this.#current;
  }

  /** All remembered activity, newest first. */
  activity(): readonly ActivityEntry[] {
    return this.#activity.entries;
  }

  /** Calls `listener` after changes, at most ten times a second, with the newest snapshot. Returns its unsubscribe. */
  subscribe(listener: (snapshot: StatusSnapshot) => void): () => void {
    // Wrapped so that one function subscribed twice is two subscriptions.
    const entry = (snapshot: StatusSnapshot): void => listener(snapshot);
    this.#listeners.add(entry);
    return () => this.#listeners.delete(entry);
  }

  /** Ends the notifications; a pending one is dropped. */
  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#listeners.clear();
  }

  /** The log keeps what the activity loses with the process. Repetitions that only raise a count add nothing. */
  #log(lastId: number | undefined): void {
    const entry = this.#activity.entries[0];
    if (entry === undefined || entry.id === lastId) return;
    const { gate, code, tone, sentence, cause } = entry;
    const level = tone === 'broken' || tone === 'needs-you' ? 'warn' : 'info';
    this.#logger[level]('activity', { gate, code, sentence, cause });
  }

  #merge(): StatusSnapshot {
    const gateway = this.#parts.gateway();
    const account = this.#parts.account();
    const tee = this.#parts.tee();
    const proxy = this.#parts.proxy();
    const subscriptions = this.#parts.subscriptions();
    const sandbox = this.#parts.sandbox();
    this.#revision += 1;
    const merged: StatusSnapshot = {
      version: 1,
      revision: this.#revision,
      app: this.#app,
      sandbox,
      ...overall({ gateway, account, tee, proxy, subscriptions, sandbox: sandbox !== null }),
      gateway,
      gateways: [...this.#parts.gateways()],
      account,
      tee,
      proxy,
      subscriptions,
      setup: this.#parts.setup(),
      activity: this.#activity.entries.slice(0, SHOWN_ACTIVITY),
    };
    return sealedCopy(merged, this.#redact);
  }

  #scheduleNotification(): void {
    if (this.#timer !== undefined || this.#listeners.size === 0) return;
    const waitMs = Math.max(0, this.#lastNotifiedAtMs + NOTIFY_INTERVAL_MS - this.#clock.monotonicMs());
    this.#timer = this.#clock.schedule(waitMs, () => {
      this.#timer = undefined;
      this.#lastNotifiedAtMs = this.#clock.monotonicMs();
      this.#notify();
    });
  }

  #notify(): void {
    const snapshot = this.snapshot();
    for (const listener of [...this.#listeners]) {
      try {
        listener(snapshot);
      } catch (error) {
        this.#logger.error('status listener failed', { error });
      }
    }
  }
}
