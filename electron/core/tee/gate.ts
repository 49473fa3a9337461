import type { CommandResult, DomainEvent, EmitEvent, TeeStatus } from '../../contract/index.ts';
import { abortReason, type Clock, errorMessage, GatehouseError, type Random } from '../platform/index.ts';
import { atMost } from './at-most.ts';
import { ClockWatch } from './clock-watch.ts';
import { CoalescedChecks } from './coalesced-checks.ts';
import { notConfigured, stopped } from './errors.ts';
import { checkedSentence, nowSealedTo, onlyOne, pinnedByTeeId } from './gate-sentences.ts';
import { type GateFacts, teeState, teeStatus } from './gate-status.ts';
import { join } from './join.ts';
import type { TeeLease } from './lease.ts';
import { RefreshLoop } from './refresh-loop.ts';
import type { RegistryEvents } from './registry-events.ts';
import { type LastReading, type RegistrySource, RegistryWatch } from './registry-watch.ts';
import type { TeePins } from './selection.ts';
import type { TeeSession } from './session.ts';
import { type Drop, Succession } from './succession.ts';
import type { Suspicion, SuspicionVerdict } from './suspicion.ts';
import { alarmSentence, isAlarming, isOutage, suspicionSentence } from './suspicion-text.ts';
import { TokenBucket } from './token-bucket.ts';

/** Options of {@link TeeGate}. */
export interface TeeGateOptions {
  /** Undefined when no registry is configured: the gate then refuses every request and says why. */
  readonly registry: RegistrySource | undefined;
  /** Tells of changes on chain sooner than the timer. Default: none. */
  readonly events?: RegistryEvents;
  readonly pins: TeePins;
  /** Seconds between two timed checks; 0: no timer. Default 300. */
  readonly refreshSeconds?: number;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: EmitEvent;
}

/** What a check came to. */
interface CheckOutcome {
  readonly isRead: boolean;
  /** Why the registry could not be read, or why there is no TEE. */
  readonly failure: GatehouseError | undefined;
  /** Why the TEE before the check had to go. */
  readonly dropped: Drop | undefined;
}

/** The registry's own default for how old a heartbeat may be; an older reading says nothing about who is alive. */
const MAX_READING_AGE_MS = 1_800_000;
/** Another endpoint than the one that told of an event may learn of it a little later. */
const RECHECK_AFTER_EVENT_MS = 10_000;
/** How long a request that arrives after a suspend waits for the check. */
const WAKE_WAIT_MS = 2_000;
/** Requests may cause so many checks at once, and then one a second. */
const CHECKS_BY_REQUESTS = 10;

/**
 * Owns the TEE that requests are sealed to. Checks the registry by timer, by event, on suspicion, on waking and on
 * command, one check at a time; what a check no longer supports is replaced within it, before any other request. Outages
 * of the chain cost no TEE. Requests hold leases and keep their session when the current one is swapped.
 */
export class TeeGate {
  readonly #watch: RegistryWatch;
  readonly #succession: Succession;
  readonly #events: RegistryEvents | undefined;
  readonly #loop: RefreshLoop;
  readonly #checks = new CoalescedChecks<CheckOutcome>(() => this.#check());
  readonly #clockWatch: ClockWatch;
  readonly #budget: TokenBucket;
  readonly #pins: TeePins;
  readonly #isTimed: boolean;
  readonly #clock: Clock;
  readonly #emit: EmitEvent;
  #lifetime: AbortController | undefined;
  #failure: GatehouseError | undefined;
  #dropped: Drop | undefined;
  #rotation: Promise<CommandResult> | undefined;
  #waking: { readonly check: Promise<unknown>; readonly untilMs: number } | undefined;
  #eventSeen = false;
  #alarm: TeeStatus['alarm'] = null;
  #state: TeeStatus['state'];
  #since: number;

  constructor({ registry, events, pins, refreshSeconds = 300, clock, random, emit }: TeeGateOptions) {
    const tell = (event: DomainEvent): void => this.#tell(event);
    const check = (): void => this.#checkInBackground(this.#checks.any());
    this.#watch = new RegistryWatch({ source: registry, clock, emit: tell, onReading: last => this.#settle(last) });
    this.#succession = new Succession({ pins, clock, random, emit: tell, reading: () => this.#recent() });
    this.#events = events;
    this.#loop = new RefreshLoop({ clock, random, intervalMs: refreshSeconds * 1_000, check });
    this.#clockWatch = new ClockWatch({ clock, onJump: () => this.wake() });
    this.#budget = new TokenBucket({ clock, capacity: CHECKS_BY_REQUESTS, refillMs: 1_000 });
    this.#pins = pins;
    this.#isTimed = refreshSeconds > 0;
    this.#clock = clock;
    this.#emit = emit;
    this.#state = teeState(this.#facts());
    this.#since = clock.now();
  }

  /** Starts choosing and returns at once: without a network the gate is up too, says why, and keeps trying. */
  async start(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw abortReason(signal);
    if (this.#lifetime !== undefined) return;
    this.#lifetime = new AbortController();
    if (this.#watch.isConfigured) {
      this.#checkInBackground(this.#checks.any());
      this.#clockWatch.start();
      this.#events?.start({ onEvent: () => this.#onEvent(), onModeChange: () => this.#changed() });
    }
    this.#changed();
  }

  /** Ends what runs, rejects who waits, forgets the TEE. Leases already given stay valid. May be called twice. */
  async stop(): Promise<void> {
    const lifetime = this.#lifetime;
    this.#lifetime = undefined;
    this.#loop.stop();
    this.#clockWatch.stop();
    this.#waking = undefined;
    this.#failure = undefined;
    lifetime?.abort(stopped());
    await Promise.all([this.#events?.stop(), this.#checks.idle(), this.#succession.stop()]);
    if (this.#lifetime !== undefined) return;
    await this.#watch.close();
    this.#changed();
  }

  /**
   * The right to seal one request to the current TEE; without one it is chosen first, or the choice under way waited for.
   * After a suspend it waits for the check, 2 s at most. Throws `RegistryError` or `SelectionError` of that choice,
   * `tee_not_configured`, `tee_gate_stopped`, or the signal's reason, which ends this wait only.
   */
  async acquire(signal: AbortSignal): Promise<TeeLease> {
    if (signal.aborted) throw abortReason(signal);
    this.#life();
    this.#clockWatch.look();
    await this.#awake(signal);
    for (;;) {
      const { ledger } = this.#succession.seat;
      if (ledger === undefined) {
        await join(this.#select(this.#life()), signal);
        continue;
      }
      return ledger.open(({ kind }) => {
        if (kind === 'verified') this.#succession.quarantine.verified(ledger.session);
        this.#changed();
      });
    }
  }

  /**
   * A request makes `session` suspect: one registry check for all who suspect at the same time. `verification` and
   * `channel` with an unchanged registry raise the alarm and quarantine the TEE. Rejects with the signal's reason, which
   * ends this wait only, or `tee_gate_stopped`.
   */
  async suspect(session: TeeSession, suspicion: Suspicion, signal: AbortSignal): Promise<SuspicionVerdict> {
    if (signal.aborted) throw abortReason(signal);
    this.#life();
    if (this.#isReplaced(session, suspicion)) return { replaced: true, checked: false };
    if (suspicion.kind === 'relay-unreachable') return { replaced: false, checked: false };
    return join(this.#investigate(session, suspicion), signal);
  }

  /**
   * `session` failed as `reason` says: its TEE is quarantined (not for `relay-unreachable`, which is not its fault), and if
   * it is still the current one, another takes over at once, without a look at the registry.
   */
  reportUnreachable(session: TeeSession, reason: Suspicion = { kind: 'relay-failure' }): void {
    const lifetime = this.#lifetime;
    if (lifetime === undefined) return;
    const { quarantine, standby, seat } = this.#succession;
    if (reason.kind !== 'relay-unreachable') quarantine.strike(session, suspicionSentence(reason));
    standby.refresh();
    if (seat.session === session) {
      this.#succession.replace(isOutage(reason) ? 'unreachable' : 'quarantine');
      if (seat.session === undefined) this.#select(lifetime.signal).catch(() => undefined);
    }
    this.#changed();
  }

  /** After a suspend or a change of network: the registry is checked at once, over new connections. */
  wake(): void {
    if (this.#lifetime === undefined || !this.#watch.isConfigured) return;
    this.#loop.forgive();
    this.#events?.wake();
    // What is being read comes over a connection that may be dead; that check goes on over a new one.
    const check = this.#watch.restart() ? this.#checks.any() : this.#checks.after(this.#checks.now());
    const waking = { check, untilMs: this.#clock.monotonicMs() + WAKE_WAIT_MS };
    this.#waking = waking;
    const over = (): void => {
      if (this.#waking === waking) this.#waking = undefined;
    };
    check.then(over, over);
    this.#changed();
  }

  /** Another TEE than the current one for the requests to come; several calls at once are one. Says why when it cannot. */
  async rotate(signal: AbortSignal): Promise<CommandResult> {
    this.#rotation ??= this.#rotate(this.#life()).finally(() => {
      this.#rotation = undefined;
      this.#changed();
    });
    this.#changed();
    return join(this.#rotation, signal);
  }

  /** Reads the registry now; replaces the current TEE if the registry no longer has it as it was. */
  async checkRegistry(signal: AbortSignal): Promise<CommandResult> {
    this.#life();
    const { failure, dropped } = await join(this.#checks.any(), signal);
    const current = this.#succession.seat.session;
    if (dropped !== undefined && current !== undefined) return nowSealedTo(current, dropped.sentence);
    return { changed: false, sentence: checkedSentence({ failure, current, ...this.#watch.status }) };
  }

  snapshot(): TeeStatus {
    return teeStatus(this.#facts(), this.#since, this.#clock.now());
  }

  #life(): AbortSignal {
    if (!this.#watch.isConfigured) throw notConfigured();
    if (this.#lifetime === undefined) throw stopped();
    return this.#lifetime.signal;
  }

  #tell(event: DomainEvent): void {
    if (event.type === 'registryDisagreement') this.#alarm = { at: event.at, sentence: event.reason };
    if (event.type === 'teeSelected' || event.type === 'teeSwitched') this.#failure = undefined;
    if (event.type === 'teeReleased') this.#succession.standby.refresh();
    this.#emit(event);
  }

  #changed(): void {
    const at = this.#clock.now();
    const state = teeState(this.#facts());
    if (state !== this.#state) this.#since = at;
    this.#state = state;
    this.#emit({ type: 'statusChanged', at });
  }

  /** The last reading, unless it is too old to be true. */
  #recent(): LastReading | undefined {
    const { last } = this.#watch;
    return last !== undefined && this.#clock.now() - last.at <= MAX_READING_AGE_MS ? last : undefined;
  }

  #settle(reading: LastReading): void {
    if (this.#lifetime !== undefined) this.#dropped = this.#succession.settle(reading);
  }

  #checkInBackground(check: Promise<CheckOutcome>): void {
    // What it came to is in the status, and the next one is planned.
    check.catch(() => undefined);
  }

  #onEvent(): void {
    this.#eventSeen = true;
    this.#checkInBackground(this.#checks.after(this.#checks.now()));
  }

  async #check(): Promise<CheckOutcome> {
    const lifetime = this.#life();
    const recheckMs = this.#eventSeen ? RECHECK_AFTER_EVENT_MS : undefined;
    this.#eventSeen = false;
    this.#dropped = undefined;
    this.#loop.pause();
    this.#changed();
    const unread = await this.#watch.read(lifetime).then(() => undefined, asFailure);
    const failure = unread !== undefined && this.#recent() === undefined ? unread : await this.#seated(lifetime);
    if (lifetime.aborted) throw abortReason(lifetime);
    if (this.#succession.seat.ledger === undefined && failure !== undefined) this.#failed(failure);
    this.#succession.standby.refresh();
    if (unread === undefined && failure === undefined) this.#loop.succeeded(recheckMs);
    else if (unread?.code !== 'registry_misconfigured') this.#loop.failed();
    this.#changed();
    return { isRead: unread === undefined, failure: unread ?? failure, dropped: this.#dropped };
  }

  /** Fills an empty seat from the last reading; why it cannot. */
  async #seated(lifetime: AbortSignal): Promise<GatehouseError | undefined> {
    return this.#succession.fill(lifetime).then(() => undefined, asFailure);
  }

  #failed(failure: GatehouseError): void {
    this.#failure = failure;
    this.#emit({ type: 'teeSelectionFailed', at: this.#clock.now(), code: failure.code, reason: failure.message });
  }

  /** Somebody needs a TEE: from the last reading if that helps, else from a new one. Throws why there is none. */
  async #select(lifetime: AbortSignal): Promise<void> {
    const isKnown = this.#failure === undefined && this.#recent() !== undefined;
    if (isKnown && (await this.#seated(lifetime)) === undefined) return;
    if (lifetime.aborted) throw abortReason(lifetime);
    if (this.#failure !== undefined && !this.#checks.isRunning && !this.#budget.take()) throw this.#failure;
    const { failure } = await this.#checks.any();
    if (this.#succession.seat.ledger === undefined && failure !== undefined) throw failure;
  }

  async #awake(signal: AbortSignal): Promise<void> {
    const waking = this.#waking;
    const waitMs = waking === undefined ? 0 : waking.untilMs - this.#clock.monotonicMs();
    if (waking !== undefined && waitMs > 0) await atMost(this.#clock, waitMs, waking.check, signal);
    this.#life();
  }

  /** An answer that alarms is excused by the registry alone, not by a switch that had another reason. */
  #isReplaced(session: TeeSession, suspicion: Suspicion): boolean {
    if (isAlarming(suspicion)) return this.#succession.isOutdated(session.record);
    return this.#succession.seat.session !== session;
  }

  async #investigate(session: TeeSession, suspicion: Suspicion): Promise<SuspicionVerdict> {
    const moment = this.#checks.now();
    // A check under way may show the change already, and then no other is needed.
    if (this.#checks.isRunning) await this.#checks.any();
    if (this.#isReplaced(session, suspicion)) return { replaced: true, checked: true };
    const existing = this.#checks.existing(moment);
    const check = existing ?? (this.#budget.take() ? this.#checks.after(moment) : undefined);
    const checked = (await check)?.isRead ?? false;
    if (this.#isReplaced(session, suspicion)) return { replaced: true, checked };
    if (isAlarming(suspicion)) this.#raise(session, suspicion, checked);
    return { replaced: false, checked };
  }

  #raise(session: TeeSession, suspicion: Suspicion, checked: boolean): void {
    const { teeId } = session;
    const at = this.#clock.now();
    const isNews = this.#succession.quarantine.strike(session, suspicionSentence(suspicion));
    if (isNews) {
      const reason = alarmSentence(teeId, suspicion, checked);
      this.#alarm = { at, sentence: reason };
      this.#emit({ type: 'teeAlarm', at, teeId, reason });
    }
    this.reportUnreachable(session, suspicion);
  }

  async #rotate(lifetime: AbortSignal): Promise<CommandResult> {
    const { seat } = this.#succession;
    try {
      if (seat.session === undefined) await this.#select(lifetime);
      const current = seat.session;
      if (current === undefined) return this.#refuse('There is no TEE to rotate from.');
      if (this.#pins.teeId !== null) return this.#refuse(pinnedByTeeId(this.#pins.teeId));
      const known = await this.#succession.rotate(current, lifetime);
      if (known !== undefined) return nowSealedTo(known);
      // The last reading has no other, or is too old: a new one may have.
      const { failure, isRead } = await this.#checks.after(this.#checks.now());
      const found = await this.#succession.rotate(current, lifetime);
      if (found !== undefined) return nowSealedTo(found);
      return this.#refuse(isRead || failure === undefined ? onlyOne(current, this.#pins) : failure.message);
    } catch (error) {
      if (lifetime.aborted) throw abortReason(lifetime);
      return this.#refuse(errorMessage(error));
    }
  }

  #refuse(reason: string): CommandResult {
    this.#emit({ type: 'teeRotationRefused', at: this.#clock.now(), reason });
    return { changed: false, sentence: reason };
  }

  #facts(): GateFacts {
    const { seat, standby, quarantine, isFilling } = this.#succession;
    const events = this.#lifetime === undefined ? 'off' : (this.#events?.mode ?? 'off');
    return {
      isRunning: this.#lifetime !== undefined,
      isSelecting: this.#checks.isRunning || isFilling,
      isRotating: this.#rotation !== undefined,
      current: seat.current(),
      standby: standby.snapshot(),
      draining: seat.draining(),
      quarantined: quarantine.snapshot(),
      alarm: this.#alarm,
      registry: {
        ...this.#watch.status,
        nextCheckAt: this.#loop.nextAt ?? null,
        watching: events === 'off' && this.#isTimed ? 'timer' : events,
      },
      pins: this.#pins,
      failure: this.#failure,
      registryFailure: this.#watch.failure,
      nextAttemptAt: this.#loop.nextAt,
    };
  }
}

function asFailure(error: unknown): GatehouseError {
  return error instanceof GatehouseError ? error : new GatehouseError('tee_selection_failed', errorMessage(error));
}
