import type { CommandResult, EmitEvent, TeeCause, TeeStatus } from '../../contract/index.ts';
import { abortReason, type Clock, errorMessage, GatehouseError, type Random } from '../platform/index.ts';
import { type Choice, chooseAny, chooseOther } from './choose.ts';
import { compareWithRegistry } from './compare.ts';
import { notConfigured, stopped } from './errors.ts';
import { type GateFacts, teeState, teeStatus } from './gate-status.ts';
import { join } from './join.ts';
import { LeaseLedger, type TeeLease } from './lease.ts';
import { type LastReading, type RegistrySource, RegistryWatch } from './registry-watch.ts';
import { Retry } from './retry.ts';
import { countTees, type TeePins } from './selection.ts';
import type { TeeSession } from './session.ts';
import type { Suspicion, SuspicionVerdict } from './suspicion.ts';
import { shortId } from './tee-id.ts';
import { Turns } from './turns.ts';

/** Options of {@link TeeGate}. */
export interface TeeGateOptions {
  /** Undefined when no registry is configured: the gate then refuses every request and says why. */
  readonly registry: RegistrySource | undefined;
  readonly pins: TeePins;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: EmitEvent;
}

/** The registry's own default for how old a heartbeat may be; an older reading says nothing about who is alive. */
const MAX_READING_AGE_MS = 1_800_000;

/**
 * Owns the TEE that requests are sealed to. Chooses one at start and on demand, one choice at a time for everybody who
 * waits; replaces it on command; keeps it through outages of the chain. Requests hold leases and keep their session
 * when the current one is swapped. Does not watch the registry by itself: `checkRegistry` is that step.
 */
export class TeeGate {
  readonly #watch: RegistryWatch;
  readonly #pins: TeePins;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #emit: EmitEvent;
  #lifetime: AbortController | undefined;
  #ledger: LeaseLedger | undefined;
  /** The id before the current one, and why it left; for the next selection's cause. */
  #departed: { readonly teeId: string; readonly cause: TeeCause } | undefined;
  /** Ids that the next selection passes over when it has another. */
  readonly #avoided = new Set<string>();
  #failure: GatehouseError | undefined;
  readonly #retry: Retry;
  /** Whatever changes the TEE runs one after another. */
  readonly #turns = new Turns();
  #selection: Promise<LeaseLedger> | undefined;
  #rotation: Promise<CommandResult> | undefined;
  #check: Promise<CommandResult> | undefined;
  #state: TeeStatus['state'];
  #since: number;

  constructor({ registry, pins, clock, random, emit }: TeeGateOptions) {
    this.#watch = new RegistryWatch({ source: registry, clock, emit });
    this.#pins = pins;
    this.#clock = clock;
    this.#random = random;
    this.#retry = new Retry(clock, random);
    this.#emit = emit;
    this.#state = teeState(this.#facts());
    this.#since = clock.now();
  }

  /** Starts choosing and returns at once: without a network the gate is up too, says why, and keeps trying. */
  async start(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw abortReason(signal);
    if (this.#lifetime !== undefined) return;
    this.#lifetime = new AbortController();
    if (this.#watch.isConfigured) this.#selectInBackground();
    this.#changed();
  }

  /** Ends what runs, rejects who waits, forgets the TEE. Leases already given stay valid. May be called twice. */
  async stop(): Promise<void> {
    const lifetime = this.#lifetime;
    this.#lifetime = undefined;
    this.#retry.cancel();
    lifetime?.abort(stopped());
    await this.#turns.idle();
    if (this.#lifetime !== undefined) return;
    this.#ledger = undefined;
    this.#departed = undefined;
    this.#failure = undefined;
    this.#retry.reset();
    this.#avoided.clear();
    await this.#watch.close();
    this.#changed();
  }

  /**
   * The right to seal one request to the current TEE; without one it is chosen first, or the choice under way waited for.
   * Throws `RegistryError` or `SelectionError` of that choice, `tee_not_configured`, `tee_gate_stopped`, or the signal's
   * reason, which ends this wait only.
   */
  async acquire(signal: AbortSignal): Promise<TeeLease> {
    if (signal.aborted) throw abortReason(signal);
    this.#assertUsable();
    const ledger = this.#ledger ?? (await join(this.#select(), signal));
    return ledger.open(() => this.#changed());
  }

  /**
   * A request makes `session` suspect: one registry check for all who suspect meanwhile. `verification` and `channel`
   * with an unchanged registry raise the alarm. Rejects with the signal's reason, or `tee_gate_stopped`.
   */
  async suspect(session: TeeSession, _suspicion: Suspicion, signal: AbortSignal): Promise<SuspicionVerdict> {
    if (this.#ledger?.session !== session) return { replaced: true, checked: false };
    await this.checkRegistry(signal);
    return { replaced: this.#ledger?.session !== session, checked: this.#watch.failure === undefined };
  }

  /** After a suspend or a change of network: the registry is checked at once. */
  wake(): void {
    if (this.#lifetime !== undefined && this.#watch.isConfigured) {
      this.checkRegistry(new AbortController().signal).catch(() => undefined);
    }
  }

  /**
   * `session` failed as `reason` says: its TEE is quarantined (not for `relay-unreachable`, which is not its fault), and if
   * it is still the current one, another takes over at once.
   */
  reportUnreachable(session: TeeSession, _reason?: Suspicion): void {
    if (this.#lifetime === undefined || this.#ledger?.session !== session) return;
    this.#avoided.add(session.teeId);
    this.#depart(session, 'unreachable');
    this.#selectInBackground();
    this.#changed();
  }

  /** Another TEE than the current one for the requests to come; several calls at once are one. Says why when it cannot. */
  async rotate(signal: AbortSignal): Promise<CommandResult> {
    this.#assertUsable();
    this.#rotation ??= this.#exclusively(lifetime => this.#change(lifetime)).finally(() => {
      this.#rotation = undefined;
      this.#changed();
    });
    this.#changed();
    return join(this.#rotation, signal);
  }

  /** Reads the registry now; replaces the current TEE if the registry no longer has it as it was. */
  async checkRegistry(signal: AbortSignal): Promise<CommandResult> {
    this.#assertUsable();
    this.#check ??= this.#exclusively(lifetime => this.#compare(lifetime)).finally(() => {
      this.#check = undefined;
      this.#changed();
    });
    return join(this.#check, signal);
  }

  snapshot(): TeeStatus {
    return teeStatus(this.#facts(), this.#since, this.#clock.now());
  }

  #facts(): GateFacts {
    return {
      isRunning: this.#lifetime !== undefined,
      isSelecting: this.#selection !== undefined || this.#check !== undefined,
      isRotating: this.#rotation !== undefined,
      current: this.#ledger?.snapshot() ?? null,
      registry: this.#watch.status,
      pins: this.#pins,
      failure: this.#failure,
      registryFailure: this.#watch.failure,
      nextAttemptAt: this.#retry.at,
    };
  }

  #changed(): void {
    const at = this.#clock.now();
    const state = teeState(this.#facts());
    if (state !== this.#state) this.#since = at;
    this.#state = state;
    this.#emit({ type: 'statusChanged', at });
  }

  #assertUsable(): void {
    if (!this.#watch.isConfigured) throw notConfigured();
    if (this.#lifetime === undefined) throw stopped();
  }

  #exclusively<T>(work: (lifetime: AbortSignal) => Promise<T>): Promise<T> {
    return this.#turns.run(this.#lifetime?.signal ?? AbortSignal.abort(stopped()), work);
  }

  #select(): Promise<LeaseLedger> {
    this.#retry.cancel();
    this.#selection ??= this.#exclusively(lifetime => this.#choose(lifetime)).finally(() => {
      this.#selection = undefined;
      this.#changed();
    });
    return this.#selection;
  }

  #selectInBackground(): void {
    // A failure is in the status already, and the next attempt is scheduled.
    this.#select().catch(() => undefined);
  }

  async #choose(signal: AbortSignal): Promise<LeaseLedger> {
    if (this.#ledger !== undefined) return this.#ledger;
    return this.#orRetryLater(signal, async () => this.#chooseFrom(await this.#recentReading(signal)));
  }

  async #orRetryLater<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!signal.aborted) this.#selectionFailed(error);
      throw error;
    }
  }

  async #chooseFrom({ judged }: LastReading): Promise<LeaseLedger> {
    return this.#install(await chooseAny(this.#choice(judged, this.#avoided, this.#departed?.cause ?? 'first')));
  }

  #choice(judged: LastReading['judged'], exclude: ReadonlySet<string>, cause: TeeCause): Choice {
    return { judged, exclude, cause, pins: this.#pins, random: this.#random, nowMs: this.#clock.now() };
  }

  /** A fresh reading, or when the chain cannot be read the last one, if that can still be true. */
  async #recentReading(signal: AbortSignal): Promise<LastReading> {
    try {
      return await this.#watch.read(signal);
    } catch (error) {
      const { last } = this.#watch;
      if (signal.aborted || last === undefined || this.#clock.now() - last.at > MAX_READING_AGE_MS) throw error;
      return last;
    }
  }

  #install(session: TeeSession): LeaseLedger {
    const { teeId, record, cause } = session;
    const from = this.#ledger?.session.teeId ?? this.#departed?.teeId;
    const at = this.#clock.now();
    const ledger = new LeaseLedger(session);
    this.#ledger = ledger;
    this.#departed = undefined;
    this.#avoided.clear();
    this.#failure = undefined;
    this.#retry.reset();
    if (from === undefined || from === teeId) this.#emit({ type: 'teeSelected', at, teeId, endpoint: record.endpoint });
    else this.#emit({ type: 'teeSwitched', at, from, to: teeId, cause });
    return ledger;
  }

  #depart(session: TeeSession, cause: TeeCause): void {
    this.#ledger = undefined;
    this.#departed = { teeId: session.teeId, cause };
  }

  #selectionFailed(error: unknown): void {
    const reason = errorMessage(error);
    const failure = error instanceof GatehouseError ? error : new GatehouseError('tee_selection_failed', reason);
    this.#failure = failure;
    this.#emit({ type: 'teeSelectionFailed', at: this.#clock.now(), code: failure.code, reason });
    if (failure.code === 'registry_misconfigured') this.#retry.cancel();
    else this.#retry.schedule(() => this.#selectInBackground());
  }

  async #change(signal: AbortSignal): Promise<CommandResult> {
    try {
      const current = this.#ledger?.session;
      if (current === undefined) return switched((await this.#choose(signal)).session);
      if (this.#pins.teeId !== null) {
        return this.#refuse(`${shortId(this.#pins.teeId)} is pinned by tee.teeId, so there is no other to rotate to.`);
      }
      const { judged } = await this.#recentReading(signal);
      const other = await chooseOther(this.#choice(judged, new Set([current.teeId]), 'by-hand'));
      if (other !== undefined) return switched(this.#install(other).session);
      const which = this.#pins.pcrHash === null ? 'usable TEE' : 'usable TEE of the pinned build';
      return this.#refuse(`${shortId(current.teeId)} is the only ${which} in the registry.`);
    } catch (error) {
      if (signal.aborted) throw error;
      return this.#refuse(errorMessage(error));
    }
  }

  #refuse(reason: string): CommandResult {
    this.#emit({ type: 'teeRotationRefused', at: this.#clock.now(), reason });
    return { changed: false, sentence: reason };
  }

  async #compare(signal: AbortSignal): Promise<CommandResult> {
    try {
      const reading = await this.#watch.read(signal);
      const current = this.#ledger?.session;
      const records = reading.judged.map(({ record }) => record);
      const verdict = current && compareWithRegistry(current.record, records, this.#pins.pcrHash);
      if (verdict?.action === 'keep') {
        const usable = reading.judged.filter(({ judgement }) => judgement.usable).length;
        const sentence = `${countTees(records.length)} in the registry, ${usable} usable.${this.#keptSentence()}`;
        return { changed: false, sentence };
      }
      if (current !== undefined && verdict !== undefined) this.#depart(current, verdict.cause);
      const { session } = await this.#orRetryLater(signal, () => this.#chooseFrom(reading));
      return switched(session, verdict?.sentence);
    } catch (error) {
      if (signal.aborted) throw error;
      return { changed: false, sentence: `${errorMessage(error)}${this.#keptSentence()}` };
    }
  }

  #keptSentence(): string {
    return this.#ledger === undefined ? '' : ` ${shortId(this.#ledger.session.teeId)} is kept.`;
  }
}

function switched({ teeId }: TeeSession, why?: string): CommandResult {
  const sentence = `Requests are sealed to ${shortId(teeId)} now.`;
  return { changed: true, sentence: why === undefined ? sentence : `${why} ${sentence}` };
}
