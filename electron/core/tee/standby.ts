import type { StandbyTee } from '../../contract/index.ts';
import type { Clock } from '../platform/index.ts';
import { type Choice, chooseOther } from './choose.ts';
import type { TeeRecord } from './record.ts';
import type { PreparedTee } from './session.ts';

/** Options of {@link Standby}. */
export interface StandbyOptions {
  readonly clock: Clock;
  /** What the next standby is chosen from; undefined when there is nothing to choose from now. */
  readonly choice: () => Choice | undefined;
  /** Whether a TEE may take over now: listed as it was prepared, not out. */
  readonly isFit: (record: TeeRecord) => boolean;
  readonly onChange: () => void;
}

/**
 * Keeps the next TEE ready, its keys imported, so that a switch needs neither the chain nor any waiting. Prepares in the
 * background, one at a time; what it holds is looked at again before it is given out.
 */
export class Standby {
  readonly #options: StandbyOptions;
  #ready: { readonly tee: PreparedTee; readonly at: number } | undefined;
  #preparing: Promise<void> | undefined;
  #isWanted = false;
  /** Grows with each `clear`; a preparation of an earlier one is void. */
  #generation = 0;

  constructor(options: StandbyOptions) {
    this.#options = options;
  }

  /** Something changed: drops a standby that is not fit any more, and prepares one if there is none. */
  refresh(): void {
    if (this.#ready !== undefined && !this.#options.isFit(this.#ready.tee.record)) this.#ready = undefined;
    if (this.#ready !== undefined) return;
    this.#isWanted = true;
    this.#preparing ??= this.#prepare(this.#generation).finally(() => {
      this.#preparing = undefined;
    });
  }

  /** The standby, which then is none any more; undefined when there is none that is fit. */
  take(): PreparedTee | undefined {
    const ready = this.#ready;
    this.#ready = undefined;
    return ready !== undefined && this.#options.isFit(ready.tee.record) ? ready.tee : undefined;
  }

  /** Ends the preparation under way and forgets the standby. Resolves when nothing runs. */
  async clear(): Promise<void> {
    this.#generation += 1;
    this.#isWanted = false;
    this.#ready = undefined;
    await this.#preparing;
  }

  snapshot(): StandbyTee | null {
    if (this.#ready === undefined) return null;
    const { record, teeId } = this.#ready.tee;
    return { teeId, endpoint: record.endpoint, pcrHash: record.pcrHash, preparedAt: this.#ready.at };
  }

  async #prepare(generation: number): Promise<void> {
    while (this.#isWanted && this.#generation === generation) {
      this.#isWanted = false;
      const tee = await this.#choose();
      if (tee === undefined || this.#generation !== generation) continue;
      // Not fit: what it was chosen from has changed meanwhile, and whoever changed it calls `refresh`.
      if (!this.#options.isFit(tee.record)) continue;
      this.#ready = { tee, at: this.#options.clock.now() };
      this.#options.onChange();
    }
  }

  async #choose(): Promise<PreparedTee | undefined> {
    const choice = this.#options.choice();
    try {
      return choice && (await chooseOther(choice));
    } catch {
      // Nothing meets the pins, or no key can be imported: there is no standby, and a switch says why.
      return undefined;
    }
  }
}
