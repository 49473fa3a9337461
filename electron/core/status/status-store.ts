import type {
  ActivityEntry,
  ActivityFacts,
  DomainEvent,
  GatewaySummary,
  OfflineStatus,
  PauseStatus,
  ProxyStatus,
  SafeModeStatus,
  SetupStatus,
  StatusSnapshot,
  StorageTrouble,
  SubscriptionsStatus,
  TeeStatus,
  UpdatesStatus,
  UsedAccount,
  UsedGateway,
} from '../../contract/index.ts';
import type { Clock, Logger, SecretScrubber, Timer } from '../platform/index.ts';
import { ActivityBook, type ShownLine } from './activity-book.ts';
import { activityFacts, NO_FACTS } from './activity-facts.ts';
import type { ActivityFile } from './activity-file.ts';
import { type ActivityLog, EMPTY_ACTIVITY, recordActivity } from './activity-log.ts';
import { ActivityTrail } from './activity-trail.ts';
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
  updates(): UpdatesStatus;
  /** Set while everything comes from the sandbox; the network may be changed while the application runs. */
  sandbox(): StatusSnapshot['sandbox'];
  /** Null when nothing is paused. */
  paused(): PauseStatus | null;
  /** Null, or left out: nothing waits because this computer is offline. */
  offline?(): OfflineStatus | null;
  /** Null, or left out: a run like any other. */
  safeMode?(): SafeModeStatus | null;
  /** Null, or left out: what is kept can be written. */
  storage?(): StorageTrouble | null;
}

/** Options of {@link StatusStore}. */
export interface StatusStoreOptions {
  readonly app: StatusSnapshot['app'];
  readonly parts: StatusParts;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly scrubber: SecretScrubber;
  /** Keeps the activity over restarts. Default: it ends with the process. */
  readonly file?: ActivityFile | undefined;
  /** What a search in another language looks at. Default: what the core says. */
  readonly shown?: ShownLine | undefined;
}

/** Watchers hear of changes at most ten times a second: no eye follows more, and a busy proxy has thousands. */
const NOTIFY_INTERVAL_MS = 100;
const SHOWN_ACTIVITY = 50;
/** Entries of earlier runs that the log begins with. */
const EARLIER_ACTIVITY = 500;

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
  readonly #file: ActivityFile | undefined;
  readonly #trail = new ActivityTrail();
  /** All activity that is kept. */
  readonly book: ActivityBook;
  #activity: ActivityLog = EMPTY_ACTIVITY;
  #current: StatusSnapshot | undefined;
  #revision = 0;
  #timer: Timer | undefined;
  #lastNotifiedAtMs = Number.NEGATIVE_INFINITY;

  constructor({ app, parts, clock, logger, scrubber, file, shown }: StatusStoreOptions) {
    this.#file = file;
    this.book = new ActivityBook(file, shown);
    this.#app = app;
    this.#parts = parts;
    this.#clock = clock;
    this.#logger = logger;
    this.#redact = text => scrubber.redact(text);
  }

  /** Takes up the activity of earlier runs. Before the first event. Throws only the signal's reason. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.#file === undefined || this.#activity !== EMPTY_ACTIVITY) return;
    this.book.load(await this.#file.read(signal));
    this.#activity = { ...EMPTY_ACTIVITY, entries: this.book.newest(EARLIER_ACTIVITY), nextId: this.book.nextId };
    this.#current = undefined;
  }

  /** Takes an event. Never throws, never blocks; it is an `EmitEvent`. */
  readonly emit = (event: DomainEvent): void => {
    const before = this.#activity.entries[0];
    this.#trail.take(event);
    this.#activity = recordActivity(this.#activity, event, this.#redact);
    const entry = this.#activity.entries[0];
    if (entry !== undefined && entry !== before) {
      // A repetition only raises a count: what is known of the first one stands.
      const isNew = entry.id !== before?.id;
      const facts = isNew ? this.#facts(event) : NO_FACTS;
      this.book.take({ entry, facts, steps: isNew ? this.#trail.stepsTo(event, this.#redact) : [] });
    }
    this.#log(before?.id);
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
    this.book.flush();
    this.#file?.close();
  }

  /** What the event says, and what the parts know of what it cost. */
  #facts(event: DomainEvent): ActivityFacts {
    const facts = activityFacts(event, this.#redact);
    if (event.type === 'teeSwitched') {
      const left = this.#parts.tee().draining.find(({ teeId }) => teeId === event.from);
      return { ...facts, inFlight: left?.inFlight ?? 0, lost: this.#trail.lostBefore(event) };
    }
    if (event.type !== 'subscriptionSwitched') return facts;
    const agent = this.#parts.subscriptions().agents.find(({ name }) => name === event.agent);
    return {
      ...facts,
      inFlight: agent?.health.activeTasks ?? null,
      lost: event.result === 'hot_reloaded' ? 0 : null,
    };
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
    const paused = this.#parts.paused();
    const offline = this.#parts.offline?.() ?? null;
    const safeMode = this.#parts.safeMode?.() ?? null;
    const storage = this.#parts.storage?.() ?? null;
    this.#revision += 1;
    const merged: StatusSnapshot = {
      version: 1,
      revision: this.#revision,
      app: this.#app,
      sandbox,
      paused,
      safeMode,
      ...(offline === null ? {} : { offline }),
      ...(storage === null ? {} : { storage }),
      ...overall({
        gateway,
        account,
        tee,
        proxy,
        subscriptions,
        sandbox: sandbox !== null,
        paused,
        offline,
        safeMode,
        storage,
      }),
      gateway,
      gateways: [...this.#parts.gateways()],
      account,
      tee,
      proxy,
      subscriptions,
      setup: this.#parts.setup(),
      updates: this.#parts.updates(),
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
