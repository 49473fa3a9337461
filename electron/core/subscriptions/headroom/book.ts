import { type Clock, errorMessage, isAbortError, type Logger, type Random } from '../../platform/index.ts';
import {
  DEFAULT_LIMITS,
  dueAlerts,
  type FiredAlert,
  fleetFullUntil,
  type HeadroomAlert,
  type HeadroomLimits,
} from './alerts.ts';
import { AmbientLoop } from './ambient.ts';
import { type BookEntry, BookFile } from './book-file.ts';
import { type Forecast, forecast } from './forecast.ts';
import { type AnswerHead, readingFromTraffic } from './from-answer.ts';
import { type HeadroomSample, HISTORY_MS, withSample } from './history.ts';
import type { HeadroomProbe, ProbeResult, Problem } from './probe.ts';
import { ageMs, FRESH_MS, type HeadroomReading, refusalNow, USABLE_MS } from './reading.ts';

/** What the book tells of. */
export type HeadroomEvent =
  | { readonly type: 'reading'; readonly subscriptionId: string; readonly reading: HeadroomReading }
  | { readonly type: 'alert'; readonly alert: HeadroomAlert }
  | {
      readonly type: 'nearWall';
      readonly subscriptionId: string;
      readonly window: string;
      readonly utilizationPct: number;
    }
  | { readonly type: 'fleetFull'; readonly untilMs: number };

export interface HeadroomBookOptions {
  /** Where readings and history are kept. */
  readonly path: string;
  readonly probe: HeadroomProbe;
  /** The token of a subscription; undefined when it has none. */
  readonly token: (subscriptionId: string, signal: AbortSignal) => Promise<string | undefined>;
  readonly onEvent: (event: HeadroomEvent) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Told when what is kept could not be written. Must not throw. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
  readonly limits?: HeadroomLimits;
  /** How often an idle subscription is looked at. Default 900 s. */
  readonly refreshMs?: number;
}

/** How much a reading is worth by its age: of now, still good to compare, or only history. */
export type Freshness = 'fresh' | 'usable' | 'stale';

/** What there is to show of a subscription. */
export interface HeadroomView {
  readonly reading: HeadroomReading | undefined;
  readonly freshness: Freshness | undefined;
  readonly ageMs: number | undefined;
  readonly forecasts: readonly Forecast[];
  /** Why the last probe measured nothing, if it did not. */
  readonly problem: Problem | undefined;
}

const NO_TOKEN: Problem = { sentence: 'Its token cannot be read.', told: { code: 'headroom_no_token' } };
const REFRESH_MS = 900_000;
/** One that is refused is looked at more often: it may come back before its reset. */
const RECOVERY_MS = 300_000;
/** How long after a window began anew it is looked at: clocks differ, and the provider rounds. */
const AFTER_RESET_MS = 5_000;
/** No end of a window brings the next look nearer to the last one than this. */
const LEAST_MS = 60_000;

interface Attempt {
  readonly atMs: number;
  readonly problem: Problem | undefined;
}

/**
 * The last reading and a week of history of each subscription. Readings come for free with real traffic, and by probes
 * when there is none. Nothing here is ever a failure event: a refused probe has cost nobody a turn.
 */
export class HeadroomBook {
  readonly #options: HeadroomBookOptions;
  readonly #file: BookFile;
  readonly #ambient: AmbientLoop;
  readonly #entries = new Map<string, BookEntry>();
  readonly #attempts = new Map<string, Attempt>();
  #limits: HeadroomLimits;
  #fired: readonly FiredAlert[] = [];
  #known: ReadonlySet<string> = new Set();
  /** Counts how often a subscription was forgotten: what was asked with a former token is not written down. */
  readonly #generations = new Map<string, number>();

  constructor(options: HeadroomBookOptions) {
    const { path, clock, random, logger, limits = DEFAULT_LIMITS, onFailure } = options;
    this.#options = options;
    this.#limits = limits;
    const page = () => ({ subscriptions: Object.fromEntries(this.#entries), fired: [...this.#fired] });
    this.#file = new BookFile({ path, clock, logger, page, onFailure });
    this.#ambient = new AmbientLoop({
      clock,
      random,
      logger,
      due: () => [...this.#known].map(id => [id, this.#dueAtMs(id)] as const),
      refresh: async (id, signal) => void (await this.refresh(id, signal)),
    });
  }

  /** Reads what is stored. To be awaited before anything else; ambient refresh is switched on apart. */
  async load(signal: AbortSignal): Promise<void> {
    const { subscriptions, fired } = await this.#file.load(signal);
    for (const [id, entry] of Object.entries(subscriptions)) this.#entries.set(id, entry);
    this.#fired = fired;
  }

  /** Which subscriptions there are: all others are forgotten, and only these are refreshed and observed. */
  setSubscriptions(ids: readonly string[]): void {
    this.#known = new Set(ids);
    for (const id of [...this.#entries.keys(), ...this.#attempts.keys()]) if (!this.#known.has(id)) this.forget(id);
    this.#ambient.rearm();
  }

  /** Switches the refresh in the background on or off; a click still works, and so does what traffic brings. */
  async setAmbient(isOn: boolean): Promise<void> {
    if (isOn) this.#ambient.start();
    else await this.#ambient.stop();
  }

  get isAmbient(): boolean {
    return this.#ambient.isOn;
  }

  setLimits(limits: HeadroomLimits): void {
    this.#limits = limits;
  }

  /** The last reading that measured something, however old; see its `fetchedAtMs`. */
  reading(subscriptionId: string): HeadroomReading | undefined {
    return this.#entries.get(subscriptionId)?.reading ?? undefined;
  }

  view(subscriptionId: string): HeadroomView {
    const reading = this.reading(subscriptionId);
    const nowMs = this.#options.clock.now();
    const age = reading === undefined ? undefined : ageMs(reading, nowMs);
    return {
      reading,
      freshness: age === undefined ? undefined : freshnessOf(age),
      ageMs: age,
      forecasts: reading === undefined ? [] : forecast(reading, this.history(subscriptionId), nowMs),
      problem: this.#attempts.get(subscriptionId)?.problem,
    };
  }

  /** Points of the last `spanMs` (at most 7 days), oldest first. */
  history(subscriptionId: string, spanMs = HISTORY_MS): readonly HeadroomSample[] {
    const sinceMs = this.#options.clock.now() - Math.min(spanMs, HISTORY_MS);
    return (this.#entries.get(subscriptionId)?.samples ?? []).filter(({ atMs }) => atMs >= sinceMs);
  }

  /** Takes what an answer to real work says; costs nothing, whatever the answer is. */
  observe(subscriptionId: string, answer: AnswerHead): void {
    if (!this.#known.has(subscriptionId)) return;
    const reading = readingFromTraffic(answer, this.#options.clock.now());
    if (reading === undefined) return;
    this.#record(subscriptionId, reading);
    this.#ambient.rearm();
  }

  /** Takes a reading that somebody else made; ignored unless it is newer than what is known. */
  take(subscriptionId: string, reading: HeadroomReading): void {
    const known = this.reading(subscriptionId)?.fetchedAtMs ?? Number.NEGATIVE_INFINITY;
    const isAhead = reading.fetchedAtMs > this.#options.clock.now();
    if (!this.#known.has(subscriptionId) || isAhead || reading.fetchedAtMs <= known) return;
    this.#record(subscriptionId, reading);
    this.#ambient.rearm();
  }

  /**
   * Probes now, within the floor of the probe. Undefined when there is no token, no such subscription, or it was
   * forgotten meanwhile. Rejects only with the signal's reason.
   */
  async refresh(subscriptionId: string, signal: AbortSignal): Promise<ProbeResult | undefined> {
    if (!this.#known.has(subscriptionId)) return undefined;
    const { clock, probe, token } = this.#options;
    const generation = this.#generations.get(subscriptionId);
    const isCurrent = (): boolean =>
      this.#known.has(subscriptionId) && this.#generations.get(subscriptionId) === generation;
    const secret = await this.#tokenOf(subscriptionId, token, signal);
    if (!isCurrent()) return undefined;
    if (secret === undefined) {
      this.#attempts.set(subscriptionId, { atMs: clock.now(), problem: NO_TOKEN });
      return undefined;
    }
    const result = await probe.probe(subscriptionId, secret, signal).catch((thrown: unknown) => {
      signal.throwIfAborted();
      if (isAbortError(thrown)) return undefined;
      throw thrown;
    });
    if (result === undefined || !isCurrent()) return undefined;
    this.#attempts.set(subscriptionId, { atMs: clock.now(), problem: result.problem });
    if (result.isNew) this.#record(subscriptionId, result.reading);
    this.#ambient.rearm();
    return result;
  }

  /** Forgets a subscription, or with `keepHistory` only what its former token said: for a replaced token. */
  forget(subscriptionId: string, keepHistory = false): void {
    this.#generations.set(subscriptionId, (this.#generations.get(subscriptionId) ?? 0) + 1);
    this.#options.probe.forget(subscriptionId);
    this.#attempts.delete(subscriptionId);
    const entry = this.#entries.get(subscriptionId);
    if (keepHistory && entry !== undefined) this.#entries.set(subscriptionId, { ...entry, reading: null });
    else this.#entries.delete(subscriptionId);
    this.#fired = this.#fired.filter(fired => fired.subscriptionId !== subscriptionId);
    this.#file.touch();
    this.#ambient.rearm();
  }

  /** Ends the refresh and writes what is not yet written. May be called twice. */
  async stop(): Promise<void> {
    await this.#ambient.stop();
    await this.#file.flush();
  }

  /** A store that fails must not end the loop in the background: the next round asks again. */
  async #tokenOf(
    subscriptionId: string,
    token: HeadroomBookOptions['token'],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    try {
      return await token(subscriptionId, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      const problem = errorMessage(thrown);
      this.#options.logger.warn('the token of a subscription cannot be read', { subscriptionId, problem });
      return undefined;
    }
  }

  /** A reading that measured nothing goes into the history only: the last good one stays. */
  #record(subscriptionId: string, reading: HeadroomReading): void {
    const entry = this.#entries.get(subscriptionId);
    const samples = [...withSample(entry?.samples ?? [], reading)];
    const isVerdict = reading.status !== 'error';
    this.#entries.set(subscriptionId, { reading: isVerdict ? reading : (entry?.reading ?? null), samples });
    this.#file.touch();
    this.#options.onEvent({ type: 'reading', subscriptionId, reading });
    if (isVerdict) this.#alert(subscriptionId, reading, samples);
  }

  #alert(subscriptionId: string, reading: HeadroomReading, samples: readonly HeadroomSample[]): void {
    const nowMs = this.#options.clock.now();
    const forecasts = forecast(reading, samples, nowMs);
    const due = dueAlerts(subscriptionId, reading, forecasts, this.#fired, this.#limits, nowMs);
    this.#fired = due.fired;
    for (const alert of due.alerts) {
      const { window, utilizationPct, tier } = alert;
      if (tier === 'wall') this.#options.onEvent({ type: 'nearWall', subscriptionId, window, utilizationPct });
      else this.#options.onEvent({ type: 'alert', alert });
    }
    this.#alertFleet(nowMs);
  }

  #alertFleet(nowMs: number): void {
    const untilMs = fleetFullUntil(
      [...this.#known].map(id => this.reading(id)),
      this.#limits,
      nowMs,
    );
    if (untilMs === undefined || this.#fired.some(({ tier }) => tier === 'fleet')) return;
    this.#fired = [...this.#fired, { subscriptionId: '', window: '7d', tier: 'fleet', endsAtMs: untilMs }];
    this.#options.onEvent({ type: 'fleetFull', untilMs });
  }

  /** Traffic counts as a look: who works is not probed. */
  #dueAtMs(subscriptionId: string): number {
    const { clock, refreshMs = REFRESH_MS } = this.#options;
    const nowMs = clock.now();
    const reading = this.reading(subscriptionId);
    // A time ahead was written before the wall clock was set back, and must not put the next look off.
    const looks = [reading?.fetchedAtMs, this.#attempts.get(subscriptionId)?.atMs]
      .filter(atMs => atMs !== undefined)
      .filter(atMs => atMs <= nowMs);
    if (looks.length === 0) return nowMs;
    const isRefused = refusalNow(reading, nowMs) !== undefined;
    const lastMs = Math.max(...looks);
    // What a window that began anew has left is known to nobody until the next look.
    const resets = Object.values(reading?.windows ?? {})
      .map(({ resetsAtMs }) => resetsAtMs)
      .filter(atMs => atMs !== null)
      .filter(atMs => atMs + AFTER_RESET_MS > lastMs)
      .map(atMs => Math.max(atMs + AFTER_RESET_MS, lastMs + LEAST_MS));
    return Math.min(lastMs + (isRefused ? Math.min(RECOVERY_MS, refreshMs) : refreshMs), ...resets);
  }
}

function freshnessOf(age: number): Freshness {
  if (age <= FRESH_MS) return 'fresh';
  return age <= USABLE_MS ? 'usable' : 'stale';
}
