import { join } from 'node:path';
import { type Clock, type Redactor, type SecretStore, withSecretLock } from '../platform/index.ts';
import { AccountError, tooManyAccounts } from './errors.ts';
import { AccountIndex, AccountRecord, MAX_ACCOUNTS, readStored } from './record.ts';

/** Options of {@link AccountBook}. */
export interface AccountBookOptions {
  readonly secrets: SecretStore;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** For the lock between processes. */
  readonly home: string;
}

const INDEX_NAME = 'account.index';
const RECORD_NAME = /^account\.session\.([0-9a-f]{12})$/;
const EMPTY: AccountIndex = { version: 1, active: null, ids: [] };

/**
 * The accounts in the secret store, and nowhere else. Reads on every call, so that what another process did counts at
 * once; the store itself knows whether its file changed. Changes happen inside {@link exclusively}.
 */
export class AccountBook {
  readonly #secrets: SecretStore;
  readonly #redactor: Redactor;
  readonly #clock: Clock;
  readonly #lockPath: string;
  /** Changes of this process queue here, not at the lock, which can only be asked again and again. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ secrets, redactor, clock, home }: AccountBookOptions) {
    this.#secrets = secrets;
    this.#redactor = redactor;
    this.#clock = clock;
    this.#lockPath = join(home, 'account.lock');
  }

  /**
   * One change at a time among all processes of this home. `signal` ends the wait; a change that has begun is given a
   * signal of its own that never ends, for half of one would be a login that nobody chose, or a sign-out that left its
   * tokens behind. Throws `secret_lock_timeout` and what `work` throws.
   */
  exclusively<T>(signal: AbortSignal, work: (toTheEnd: AbortSignal) => Promise<T>): Promise<T> {
    const run = (): Promise<T> =>
      withSecretLock(this.#lockPath, { clock: this.#clock, signal }, () => {
        signal.throwIfAborted();
        return work(new AbortController().signal);
      });
    const result = this.#queue.then(run, run);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async index(signal: AbortSignal): Promise<AccountIndex> {
    const text = await this.#secrets.get(INDEX_NAME, signal);
    if (text === undefined) return EMPTY;
    try {
      return readStored(AccountIndex, text);
    } catch {
      return this.#rebuilt(signal);
    }
  }

  /** A damaged index loses no account: the records name themselves. Which one counted is known when it is the only one. */
  async #rebuilt(signal: AbortSignal): Promise<AccountIndex> {
    const ids = (await this.#secrets.names(signal)).flatMap(name => RECORD_NAME.exec(name)?.[1] ?? []);
    const [only, other] = ids;
    return {
      ...EMPTY,
      active: only === undefined || other !== undefined ? null : only,
      ids: ids.slice(0, MAX_ACCOUNTS),
    };
  }

  /** Undefined when there is none. Throws `account_record_damaged`. */
  async record(id: string, signal: AbortSignal): Promise<AccountRecord | undefined> {
    const text = await this.#secrets.get(recordName(id), signal);
    if (text === undefined) return undefined;
    const record = readStored(AccountRecord, text);
    this.#conceal(record);
    return record;
  }

  async active(signal: AbortSignal): Promise<AccountRecord | undefined> {
    const { active } = await this.index(signal);
    return active === null ? undefined : this.record(active, signal);
  }

  /** Every account that can be read, in the order in which they came. */
  async all(signal: AbortSignal): Promise<readonly AccountRecord[]> {
    const { ids } = await this.index(signal);
    const records = await Promise.all(ids.map(id => this.record(id, signal).catch(skipDamaged)));
    return records.filter(record => record !== undefined);
  }

  /** Stores a record; the record comes before the index that names it. Throws `account_too_many`. */
  async keep(record: AccountRecord, signal: AbortSignal): Promise<void> {
    this.#conceal(record);
    const index = await this.index(signal);
    const isNew = !index.ids.includes(record.id);
    if (isNew && index.ids.length >= MAX_ACCOUNTS) throw tooManyAccounts();
    await this.#secrets.set(recordName(record.id), JSON.stringify(record), signal);
    if (isNew) await this.#write({ ...index, ids: [...index.ids, record.id] }, signal);
  }

  async activate(id: string, signal: AbortSignal): Promise<void> {
    const index = await this.index(signal);
    if (index.active !== id) await this.#write({ ...index, active: id }, signal);
  }

  /** The index forgets it first: a record that nobody names does no harm. */
  async remove(id: string, signal: AbortSignal): Promise<void> {
    const index = await this.index(signal);
    const active = index.active === id ? null : index.active;
    await this.#write({ ...index, active, ids: index.ids.filter(one => one !== id) }, signal);
    await this.#secrets.delete(recordName(id), signal);
  }

  async #write(index: AccountIndex, signal: AbortSignal): Promise<void> {
    await this.#secrets.set(INDEX_NAME, JSON.stringify(index), signal);
  }

  /** The store knows the whole text only; logs would show a token on its own. */
  #conceal({ tokens, auth }: AccountRecord): void {
    for (const value of [tokens?.access, tokens?.refresh, auth.apiKey]) if (value) this.#redactor.add(value);
  }
}

function recordName(id: string): string {
  return `account.session.${id}`;
}

function skipDamaged(error: unknown): undefined {
  if (error instanceof AccountError) return undefined;
  throw error;
}
