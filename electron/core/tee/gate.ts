import type { CommandResult, DomainEvent, EmitEvent, TeeStatus } from '../../contract/index.ts';
import { computerOffline, isComputerOffline } from '../offline/index.ts';
import { abortReason, type Clock, type GatehouseError } from '../platform/index.ts';
import { RotationByHand } from './by-hand.ts';
import { ClockWatch } from './clock-watch.ts';
import { asFailure, notConfigured, restsWithout, stopped } from './errors.ts';
import { IN_REACH, type OutOfReach, type TeeGateOptions } from './gate-options.ts';
import { checkedInVain, nowSealedTo, releaseOf } from './gate-sentences.ts';
import { type GateFacts, teeState, teeStatus } from './gate-status.ts';
import { join } from './join.ts';
import type { TeeLease } from './lease.ts';
import { type CheckOutcome, RegistryChecker } from './registry-checker.ts';
import type { TeePins } from './selection.ts';
import type { TeeSession } from './session.ts';
import { Succession } from './succession.ts';
import type { Suspicion, SuspicionVerdict } from './suspicion.ts';
import {
  alarmSentence,
  alarmTold,
  isAlarming,
  isGone,
  isOutage,
  suspicionSentence,
  suspicionTold,
} from './suspicion-text.ts';
import { WakeWait } from './wake-wait.ts';

/**
 * Owns the TEE that requests are sealed to. Checks the registry by timer, by event, on suspicion, on waking and on
 * command, one check at a time; what a check no longer supports is replaced within it, before any other request. Outages
 * of the chain cost no TEE. Requests hold leases and keep their session when the current one is swapped.
 */
export class TeeGate {
  readonly #checker: RegistryChecker;
  readonly #succession: Succession;
  readonly #clockWatch: ClockWatch;
  readonly #wakeWait: WakeWait;
  readonly #byHand: RotationByHand;
  readonly #pins: TeePins;
  readonly #outOfReach: OutOfReach;
  readonly #clock: Clock;
  readonly #emit: EmitEvent;
  #lifetime: AbortController | undefined;
  #failure: GatehouseError | undefined;
  #alarm: TeeStatus['alarm'] = null;
  #state: TeeStatus['state'];
  #since: number;

  constructor(options: TeeGateOptions) {
    const { registry, events, pins, refreshSeconds = 300, outOfReach = IN_REACH, clock, random, emit } = options;
    this.#outOfReach = outOfReach;
    const tell = (event: DomainEvent): void => this.#tell(event);
    this.#succession = new Succession({ pins, clock, random, emit: tell, reading: () => this.#checker.recent() });
    this.#checker = new RegistryChecker({
      registry,
      events,
      refreshSeconds,
      clock,
      random,
      emit: tell,
      outOfReach,
      onChange: () => this.#changed(),
      settle: reading => this.#succession.settle(reading),
      seat: signal => this.#seated(signal),
      onOutcome: outcome => this.#onOutcome(outcome),
    });
    this.#clockWatch = new ClockWatch({ clock, onJump: () => this.wake() });
    this.#wakeWait = new WakeWait(clock);
    this.#byHand = new RotationByHand({
      checker: this.#checker,
      succession: this.#succession,
      pins,
      select: lifetime => this.#select(lifetime),
      clock,
      emit: tell,
      onChange: () => this.#changed(),
    });
    this.#pins = pins;
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
    if (this.#checker.isConfigured) {
      this.#checker.start(this.#lifetime.signal);
      this.#clockWatch.start();
    }
    this.#changed();
  }

  /** Ends what runs, rejects who waits, forgets the TEE. Leases already given stay valid. May be called twice. */
  async stop(): Promise<void> {
    const lifetime = this.#lifetime;
    this.#lifetime = undefined;
    this.#clockWatch.stop();
    this.#wakeWait.end();
    this.#failure = undefined;
    lifetime?.abort(stopped());
    await Promise.all([this.#checker.stop(), this.#succession.stop()]);
    if (this.#lifetime === undefined) this.#changed();
  }

  /**
   * The right to seal one request to the current TEE; without one it is chosen first, or the choice under way waited for.
   * After a suspend it waits for the check, 2 s at most. Throws `RegistryError` or `SelectionError` of that choice,
   * `tee_not_configured`, `tee_gate_stopped`, `computer_offline`, or the signal's reason, which ends this wait only.
   */
  async acquire(signal: AbortSignal): Promise<TeeLease> {
    if (signal.aborted) throw abortReason(signal);
    this.#life();
    this.#clockWatch.look();
    await this.#wakeWait.wait(signal);
    for (;;) {
      const { ledger } = this.#succession.seat;
      if (ledger === undefined) {
        if (this.#succession.isResting) throw restsWithout();
        if (this.#outOfReach.chain()) throw computerOffline();
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
    if (reason.kind !== 'relay-unreachable')
      quarantine.strike(session, suspicionSentence(reason), isGone(reason), suspicionTold(reason));
    standby.refresh();
    const isKept = this.#succession.isPaused && isOutage(reason);
    if (seat.session === session && !isKept) {
      this.#succession.replace(isOutage(reason) ? 'unreachable' : 'quarantine');
      if (seat.session === undefined) this.#select(lifetime.signal).catch(() => undefined);
    }
    this.#changed();
  }

  /** After a suspend or a change of network: the registry is checked at once, over new connections. */
  wake(): void {
    if (this.#lifetime === undefined || !this.#checker.isConfigured) return;
    this.#wakeWait.begin(this.#checker.wake());
    this.#changed();
  }

  /** This computer went offline, or came back: nothing is asked because of it, but another thing is shown. */
  networkChanged(): void {
    this.#changed();
  }

  /**
   * Paused: the registry is checked as ever, and a TEE that it does not support any more is used no longer, but no other
   * one takes over by itself. One that merely cannot be reached is kept. Ended, everything is checked at once.
   */
  setPaused(isPaused: boolean): void {
    if (this.#succession.isPaused === isPaused) return;
    this.#succession.isPaused = isPaused;
    if (!isPaused) {
      if (this.#failure?.code === 'tee_paused') this.#failure = undefined;
      this.wake();
    }
    this.#changed();
  }

  /** Another TEE than the current one for the requests to come; several calls at once are one. Says why when it cannot. */
  async rotate(signal: AbortSignal): Promise<CommandResult> {
    return join(this.#byHand.run(this.#life()), signal);
  }

  /** Reads the registry now; replaces the current TEE if the registry no longer has it as it was. */
  async checkRegistry(signal: AbortSignal): Promise<CommandResult> {
    this.#life();
    const { failure, dropped } = await join(this.#checker.fresh(), signal);
    const current = this.#succession.seat.session;
    if (dropped !== undefined && current !== undefined) return nowSealedTo(current, dropped.sentence);
    return checkedInVain({ failure, current, ...this.#checker.status });
  }

  /** Lets a quarantined TEE be used again, on probation. A gate without a TEE chooses at once. */
  release(teeId: string): CommandResult {
    const lifetime = this.#life();
    const { quarantine, seat } = this.#succession;
    if (!quarantine.release(teeId)) return releaseOf(teeId, false);
    if (seat.session === undefined) this.#select(lifetime).catch(() => undefined);
    this.#changed();
    return releaseOf(teeId, true);
  }

  snapshot(): TeeStatus {
    return teeStatus(this.#facts(), this.#since, this.#clock.now());
  }

  #life(): AbortSignal {
    if (!this.#checker.isConfigured) throw notConfigured();
    if (this.#lifetime === undefined) throw stopped();
    return this.#lifetime.signal;
  }

  #tell(event: DomainEvent): void {
    if (event.type === 'registryDisagreement') {
      const { at, reason: sentence, hosts: names } = event;
      this.#alarm = { at, sentence, told: { code: 'alarm_disagreement', names } };
    }
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

  #onOutcome({ failure }: CheckOutcome): void {
    if (this.#succession.seat.ledger !== undefined || failure === undefined) return;
    this.#failure = failure;
    if (isComputerOffline(failure)) return;
    this.#emit({ type: 'teeSelectionFailed', at: this.#clock.now(), code: failure.code, reason: failure.message });
  }

  /** Makes sure that there is a TEE, from the last reading; why there is none. */
  async #seated(lifetime: AbortSignal): Promise<GatehouseError | undefined> {
    const failure = await this.#succession.fill(lifetime).then(() => undefined, asFailure);
    this.#succession.standby.refresh();
    return failure;
  }

  /** Somebody needs a TEE: from the last reading if that helps, else from a new one. Throws why there is none. */
  async #select(lifetime: AbortSignal): Promise<void> {
    const isKnown = this.#failure === undefined && this.#checker.recent() !== undefined;
    if (isKnown && (await this.#seated(lifetime)) === undefined) return;
    if (lifetime.aborted) throw abortReason(lifetime);
    const check = this.#checker.anyWithinBudget();
    const failure = check === undefined ? this.#failure : (await check).failure;
    if (this.#succession.seat.ledger === undefined && failure !== undefined) throw failure;
  }

  /** An answer that alarms is excused by the registry alone, not by a switch that had another reason. */
  #isReplaced(session: TeeSession, suspicion: Suspicion): boolean {
    if (isAlarming(suspicion)) return this.#succession.isOutdated(session.record);
    return this.#succession.seat.session !== session;
  }

  async #investigate(session: TeeSession, suspicion: Suspicion): Promise<SuspicionVerdict> {
    const isReplaced = (): boolean => this.#isReplaced(session, suspicion);
    const checked = (await this.#checker.freshWithinBudget(isReplaced))?.isRead ?? false;
    if (isReplaced()) return { replaced: true, checked };
    if (isAlarming(suspicion)) this.#raise(session, suspicion, checked);
    return { replaced: false, checked };
  }

  #raise(session: TeeSession, suspicion: Suspicion, checked: boolean): void {
    const { teeId } = session;
    const at = this.#clock.now();
    const isNews = this.#succession.quarantine.strike(
      session,
      suspicionSentence(suspicion),
      false,
      suspicionTold(suspicion),
    );
    if (isNews) {
      const reason = alarmSentence(teeId, suspicion, checked);
      const told = alarmTold(teeId, suspicion, checked);
      this.#alarm = { at, sentence: reason, told };
      this.#emit({ type: 'teeAlarm', at, teeId, reason, told });
    }
    this.reportUnreachable(session, suspicion);
  }

  #facts(): GateFacts {
    const { seat, standby, quarantine, isFilling } = this.#succession;
    return {
      isRunning: this.#lifetime !== undefined,
      isSelecting: this.#checker.isRunning || isFilling,
      isRotating: this.#byHand.isRunning,
      isPaused: this.#succession.isPaused,
      // With a TEE and a way to the relay, requests need no chain.
      isOutOfReach:
        this.#outOfReach.relay() || (this.#outOfReach.chain() && this.#succession.seat.ledger === undefined),
      current: seat.current(),
      standby: standby.snapshot(),
      draining: seat.draining(),
      quarantined: quarantine.snapshot(),
      alarm: this.#alarm,
      registry: this.#checker.status,
      pins: this.#pins,
      failure: this.#failure,
      registryFailure: this.#checker.failure,
      nextAttemptAt: this.#checker.nextAt,
    };
  }
}
