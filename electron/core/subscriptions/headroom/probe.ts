import type { Told } from '../../../contract/index.ts';
import { abortReason, type Clock, type Logger, toldError } from '../../platform/index.ts';
import { readingFromProbe, readingWithoutAnswer } from './from-answer.ts';
import { type ProviderCall, ProviderCallError } from './provider-call.ts';
import type { HeadroomReading } from './reading.ts';

/** Why nothing could be measured. */
export interface Problem {
  /** For people. */
  readonly sentence: string;
  /** The same by code, where one says it. */
  readonly told: Told | undefined;
}

/** What one probe brought. */
export interface ProbeResult {
  readonly reading: HeadroomReading;
  /** False when the last probe is younger than the floor and its reading was handed out again. */
  readonly isNew: boolean;
  readonly problem?: Problem;
}

export interface HeadroomProbeOptions {
  readonly call: ProviderCall;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Least time between two probes of one subscription, those by hand too; default 60 seconds. */
  readonly floorMs?: number;
}

interface Flight {
  readonly result: Promise<ProbeResult>;
  readonly controller: AbortController;
  /** On the monotonic clock. */
  readonly departedMs: number;
  waiting: number;
}

const FLOOR_MS = 60_000;
const GIVEN_UP: Problem = {
  sentence: 'It was asked less than a minute ago, and nobody waited for the answer.',
  told: { code: 'headroom_given_up' },
};

/**
 * Asks the provider what is left of a subscription. Costs one token of the very quota that it measures: so never twice
 * within the floor, and callers at the same time share one request. Its refusals are readings, never failures of an agent.
 */
export class HeadroomProbe {
  readonly #call: ProviderCall;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #floorMs: number;
  readonly #flights = new Map<string, Flight>();
  readonly #last = new Map<string, { readonly atMs: number; readonly result: ProbeResult }>();
  #hasWarned = false;

  constructor({ call, clock, logger, floorMs = FLOOR_MS }: HeadroomProbeOptions) {
    this.#call = call;
    this.#clock = clock;
    this.#logger = logger;
    this.#floorMs = floorMs;
  }

  /**
   * Probes with the subscription's token, or hands out what the last probe brought when that is younger than the floor.
   * A provider that cannot be reached is a reading with the status `error`. Rejects only with the signal's reason; the
   * request is given up when no caller waits for it any more.
   */
  async probe(subscriptionId: string, token: string, signal: AbortSignal): Promise<ProbeResult> {
    signal.throwIfAborted();
    const last = this.#last.get(subscriptionId);
    if (last !== undefined && this.#clock.monotonicMs() - last.atMs < this.#floorMs) {
      return { ...last.result, isNew: false };
    }
    const flight = this.#flights.get(subscriptionId) ?? this.#depart(subscriptionId, token);
    return await join(flight, signal, () => {
      if (this.#flights.get(subscriptionId) !== flight) return;
      this.#flights.delete(subscriptionId);
      // It was sent, and may have cost its token all the same: given up is no way around the floor.
      const result = { reading: readingWithoutAnswer(this.#clock.now()), isNew: false, problem: GIVEN_UP };
      this.#last.set(subscriptionId, { atMs: flight.departedMs, result });
    });
  }

  /** Milliseconds until the subscription may be probed again; 0 for now. */
  waitMs(subscriptionId: string): number {
    const last = this.#last.get(subscriptionId);
    return last === undefined ? 0 : Math.max(last.atMs + this.#floorMs - this.#clock.monotonicMs(), 0);
  }

  /** Forgets the last probe, so that a new token of the subscription is looked at without waiting. */
  forget(subscriptionId: string): void {
    this.#last.delete(subscriptionId);
    this.#flights.get(subscriptionId)?.controller.abort();
    this.#flights.delete(subscriptionId);
  }

  #depart(subscriptionId: string, token: string): Flight {
    const controller = new AbortController();
    const isCurrent = (): boolean => this.#flights.get(subscriptionId) === flight;
    const result = this.#fly(token, controller.signal)
      .then(arrived => {
        if (isCurrent()) this.#last.set(subscriptionId, { atMs: this.#clock.monotonicMs(), result: arrived });
        return arrived;
      })
      .finally(() => {
        if (isCurrent()) this.#flights.delete(subscriptionId);
      });
    const flight: Flight = { result, controller, departedMs: this.#clock.monotonicMs(), waiting: 0 };
    this.#flights.set(subscriptionId, flight);
    return flight;
  }

  async #fly(token: string, signal: AbortSignal): Promise<ProbeResult> {
    try {
      const answer = await this.#call.send(token, signal);
      const reading = readingFromProbe(answer, this.#clock.now());
      if (reading.status !== 'error') return { reading, isNew: true };
      if (answer.status === 200) this.#warnOnce();
      return { reading, isNew: true, problem: problemOf(answer.status) };
    } catch (thrown) {
      if (!(thrown instanceof ProviderCallError)) throw thrown;
      return {
        reading: readingWithoutAnswer(this.#clock.now()),
        isNew: true,
        problem: { sentence: thrown.message, told: toldError(thrown) },
      };
    }
  }

  /** The provider changed something for everybody: one line is enough. */
  #warnOnce(): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#logger.warn('the provider no longer says what is left of a subscription');
  }
}

/** The sentence for an answer that measured nothing. */
function problemOf(status: number): Problem {
  if (status === 200) {
    return { sentence: 'The provider answered without saying what is left.', told: { code: 'headroom_unsaid' } };
  }
  if (status >= 300 && status < 400) {
    const sentence = `The provider redirected elsewhere (${status}); the token was not sent there.`;
    return { sentence, told: { code: 'headroom_redirected', count: status } };
  }
  const told = { code: 'headroom_status', count: status } as const;
  return { sentence: `The provider answered with status ${status}.`, told };
}

/** Waits for a shared flight; the last one to leave ends it, and nobody may join it any more. */
function join(flight: Flight, signal: AbortSignal, onAbandoned: () => void): Promise<ProbeResult> {
  flight.waiting += 1;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        onAbandoned();
        flight.controller.abort(abortReason(signal));
      }
      reject(abortReason(signal));
    };
    signal.addEventListener('abort', leave, { once: true });
    flight.result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
