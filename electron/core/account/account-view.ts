import type { AccountEvent, AccountStatus } from '../../contract/index.ts';
import type { Clock } from '../platform/index.ts';
import type { AccountBook } from './account-book.ts';
import type { AccountRecord } from './record.ts';
import type { Renewal } from './renewal.ts';
import { labelOf, networkText, statusOf } from './status.ts';

/** Options of {@link AccountView}. */
export interface AccountViewOptions {
  readonly book: AccountBook;
  readonly renewal: Renewal;
  readonly clock: Clock;
  readonly emit: (event: AccountEvent) => void;
}

/**
 * What was read of the accounts last, and the difference to what is read now: a change that was not made in this process
 * is told. Every use of the account reads through here.
 */
export class AccountView {
  readonly #options: AccountViewOptions;
  #active: AccountRecord | undefined;
  #all: readonly AccountRecord[] = [];
  #since: number;
  #hasRead = false;
  /** Changes that are being made here: what is read meanwhile was not done elsewhere. */
  #changing = 0;
  /** Grows with the beginning and the end of each of them: a reading that one overtook counts no more. */
  #generation = 0;

  constructor(options: AccountViewOptions) {
    this.#options = options;
    this.#since = options.clock.now();
  }

  get active(): AccountRecord | undefined {
    return this.#active;
  }

  /** Runs a change of this process and reads what it came to, whether or not it worked. */
  async during<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    this.#changing += 1;
    this.#generation += 1;
    try {
      return await work();
    } finally {
      this.#generation += 1;
      if (!signal.aborted) await this.read(signal).catch(() => undefined);
      this.#changing -= 1;
    }
  }

  /** The active account as it is stored now. Throws what the store throws. */
  async read(signal: AbortSignal): Promise<AccountRecord | undefined> {
    const { book, renewal } = this.#options;
    const generation = this.#generation;
    const stored = await book.active(signal);
    const active = stored && renewal.latest(stored);
    const isOwn = this.#changing > 0;
    const isSame = this.#hasRead && keyOf(this.#active) === keyOf(active);
    const all = isSame && !isOwn ? this.#all : await book.all(signal);
    if (generation !== this.#generation) return active;
    const before = this.#active;
    const isNews = this.#hasRead && !isSame && keyOf(before) !== keyOf(active);
    this.#active = active;
    this.#all = all;
    this.#hasRead = true;
    if (isNews) this.#since = this.#options.clock.now();
    if (isNews && !isOwn) this.#tellOfChange(before, active);
    return active;
  }

  /** Tells when `after` sends requests elsewhere than `before`. */
  compareNetworks(before: AccountRecord | undefined, after: AccountRecord): void {
    if (before === undefined) return;
    const [from, to] = [networkText(before.network), networkText(after.network)];
    const { clock, emit } = this.#options;
    if (from !== to) emit({ type: 'accountNetworkChanged', at: clock.now(), from, to });
  }

  status(): AccountStatus {
    const { renewal, clock } = this.#options;
    const active = this.#active;
    const facts = {
      active,
      all: this.#all,
      since: this.#since,
      failing: active === undefined ? undefined : renewal.failing(active.id),
      nextRefreshAt: active?.tokens?.refreshAt ?? null,
    };
    return statusOf(facts, clock.now());
  }

  #tellOfChange(before: AccountRecord | undefined, after: AccountRecord | undefined): void {
    const { clock, emit } = this.#options;
    const account = after === undefined ? null : labelOf(after);
    emit({ type: 'accountChangedElsewhere', at: clock.now(), account });
    if (after !== undefined) this.compareNetworks(before, after);
  }
}

/** What makes two readings differ for whoever uses the account. */
function keyOf(record: AccountRecord | undefined): string {
  if (record === undefined) return '';
  return JSON.stringify([record.id, record.tokens !== null, record.signedInAt, record.network]);
}
