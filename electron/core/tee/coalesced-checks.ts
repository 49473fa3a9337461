import { setImmediate as nextTurn } from 'node:timers/promises';

interface Numbered<T> {
  readonly outcome: Promise<T>;
  /** In order of their beginnings; infinite until it begins. */
  number: number;
}

/**
 * Runs one check at a time for everybody who wants one. Who only wants an outcome joins the check under way; who reacts
 * to something that just happened needs a check that begins after it, and shares that one with all others who do.
 */
export class CoalescedChecks<T> {
  readonly #check: () => Promise<T>;
  readonly #onEnd: () => void;
  #begun = 0;
  #running: Numbered<T> | undefined;
  #finished: Numbered<T> | undefined;
  #following: Promise<T> | undefined;

  /** `check` is called for one check at a time, `onEnd` when none is under way any more. */
  constructor(check: () => Promise<T>, onEnd: () => void = () => undefined) {
    this.#check = check;
    this.#onEnd = onEnd;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** A moment to give to {@link after}. */
  now(): number {
    return this.#begun;
  }

  /** The outcome of the check under way, or of a new one. */
  any(): Promise<T> {
    return this.#running?.outcome ?? this.#start();
  }

  /** The outcome of a check that begins, or began, after `moment`. */
  after(moment: number): Promise<T> {
    const existing = this.existing(moment);
    if (existing !== undefined) return existing;
    if (this.#running === undefined) return this.#start();
    this.#following = this.#running.outcome
      .catch(() => undefined)
      .then(() => {
        this.#following = undefined;
        return this.any();
      });
    this.#following.catch(() => undefined);
    return this.#following;
  }

  /** What {@link after} gives when that takes no other check than those that are done, under way or planned. */
  existing(moment: number): Promise<T> | undefined {
    if (this.#running !== undefined) {
      return this.#running.number > moment ? this.#running.outcome : this.#following;
    }
    return this.#finished !== undefined && this.#finished.number > moment ? this.#finished.outcome : undefined;
  }

  /** Resolves when no check runs and none follows. */
  async idle(): Promise<void> {
    while (this.#running !== undefined) await (this.#following ?? this.#running.outcome).catch(() => undefined);
  }

  #start(): Promise<T> {
    const outcome = this.#run().finally(() => {
      this.#finished = this.#running;
      this.#running = undefined;
      this.#onEnd();
    });
    // Its number is given when it begins, so that all who ask in the same turn of the event loop share it.
    this.#running = { outcome, number: Number.POSITIVE_INFINITY };
    outcome.catch(() => undefined);
    return outcome;
  }

  async #run(): Promise<T> {
    await nextTurn();
    this.#begun += 1;
    if (this.#running !== undefined) this.#running.number = this.#begun;
    return this.#check();
  }
}
