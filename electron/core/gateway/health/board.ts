import type { GatewayHealthModel, GatewayPartState, Told } from '../../../contract/index.ts';
import type { Clock } from '../../platform/index.ts';
import { type PartName, READERS } from './readers.ts';

type Parts = { readonly [Name in PartName]: GatewayHealthModel[Name] };

type AnyPart = Omit<Parts[PartName], 'value'> & { readonly value: unknown };

const UNKNOWN = { state: 'unknown', reason: null, at: null, value: null } as const;

const EMPTY: Parts = {
  system: UNKNOWN,
  channels: UNKNOWN,
  sessions: UNKNOWN,
  presence: UNKNOWN,
  usage: UNKNOWN,
  models: UNKNOWN,
  auth: UNKNOWN,
  update: UNKNOWN,
  heartbeat: UNKNOWN,
  approvals: UNKNOWN,
};

/** What is known of each part right now. Tells when something changed that a person could see. */
export class PartBoard {
  readonly #clock: Clock;
  readonly #onChanged: () => void;
  #parts: Parts = EMPTY;

  constructor(clock: Clock, onChanged: () => void) {
    this.#clock = clock;
    this.#onChanged = onChanged;
  }

  get parts(): Parts {
    return this.#parts;
  }

  /** The gateway told something about a part. Foreign. */
  tell(part: PartName, payload: unknown): void {
    const value = READERS[part](payload);
    if (value === undefined)
      this.miss(part, 'failed', 'The gateway answered in an unknown form.', { code: 'part_unknown_form' });
    else this.#put(part, { state: 'ok', reason: null, at: this.#clock.now(), value });
  }

  /** A part cannot be had now; what was known of it stays, marked as such. */
  miss(part: PartName, state: Exclude<GatewayPartState, 'unknown' | 'ok'>, reason: string, told: Told): void {
    const { at, value } = this.#parts[part];
    // Whoever must not ask any more must not go on showing the old answer either.
    const isGone = state === 'missing-scope' || state === 'unsupported';
    this.#put(part, isGone ? { state, reason, told, at: null, value: null } : { state, reason, told, at, value });
  }

  /** The connection is gone: everything known is from before. */
  age(reason: string, told: Told): void {
    for (const [name, { state }] of Object.entries(this.#parts) as [PartName, Parts[PartName]][]) {
      if (state === 'ok') this.miss(name, 'stale', reason, told);
    }
  }

  #put(name: PartName, part: AnyPart): void {
    const before = this.#parts[name];
    // The reader of that name made its value, which the compiler cannot follow.
    this.#parts = { ...this.#parts, [name]: part as Parts[PartName] };
    if (facts(before) !== facts(part)) this.#onChanged();
  }
}

/** Everything but the time, which changes with each answer. */
function facts({ state, reason, value }: AnyPart): string {
  return JSON.stringify([state, reason, value]);
}
