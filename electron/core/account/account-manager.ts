import type { AccountEvent, AccountStatus, AccountSummary, LoginVia } from '../../contract/index.ts';
import {
  abortReason,
  type Clock,
  type Random,
  type Redactor,
  type SecretStore,
  type Timer,
} from '../platform/index.ts';
import { AccountBook } from './account-book.ts';
import { AccountView } from './account-view.ts';
import { CHAT_APP_URL } from './app-url.ts';
import { AuthClient } from './auth-client.ts';
import { type AccountNetwork, parseBundle } from './bundle.ts';
import { endSession } from './end-session.ts';
import { AccountError, noActiveAccount, unknownAccount } from './errors.ts';
import { renewExpired } from './expired-login.ts';
import { type LoginAttempt, startLogin } from './login-attempt.ts';
import type { LogoutResult } from './logout-result.ts';
import { type AccountRecord, accountId, recordOf, SANDBOX_ENV } from './record.ts';
import { Renewal } from './renewal.ts';
import { labelOf, summaryOf } from './status.ts';
import { orAborted } from './until-aborted.ts';

/** Options of {@link AccountManager}. */
export interface AccountManagerOptions {
  readonly secrets: SecretStore;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  /** The home folder, for the lock between processes. */
  readonly home: string;
  readonly emit: (event: AccountEvent) => void;
  /** See `Renewal`. */
  readonly isOutOfReach?: ((url: string) => boolean) | undefined;
  readonly isOffline?: (() => boolean) | undefined;
  /** Default: one with its own connections. */
  readonly auth?: AuthClient;
}

/** Options of {@link AccountManager.login}. */
export interface LoginOptions {
  /** Default: {@link CHAT_APP_URL}. */
  readonly appUrl?: string;
  /** What the login page calls this program. Default `gatehouse`. */
  readonly appName?: string;
  /** For how long the page is waited for. Default 300 000. */
  readonly timeoutMs?: number;
  /** Ends the login. */
  readonly signal: AbortSignal;
}

const LOGIN_TIMEOUT_MS = 300_000;
/** How often what other processes did is looked for when nobody asks, and a clock that jumped is noticed. */
const LOOK_MS = 30_000;
/** A token with less left than this is not given out while a new one can be had. */
const LAST_MOMENT_MS = 10_000;
/** A relay that refuses what was renewed a moment ago does not refuse it for its age. */
const FORCED_PAUSE_MS = 10_000;

/**
 * The chat accounts of this home: who is signed in, the token for the next request, and its renewal. All session data is
 * in the secret store. Reads it for every request, so that a login of another process counts at once; `start` adds the
 * timers that renew early and notice the rest. Asked by the relay client, the hosts and the command line.
 */
export class AccountManager {
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #emit: (event: AccountEvent) => void;
  readonly #auth: AuthClient;
  readonly #book: AccountBook;
  readonly #renewal: Renewal;
  readonly #view: AccountView;
  #lifetime = new AbortController();
  #isStarted = false;
  #timer: Timer | undefined;
  #lastForcedMs = Number.NEGATIVE_INFINITY;

  constructor({
    secrets,
    redactor,
    clock,
    random,
    home,
    emit,
    auth,
    isOutOfReach = () => false,
    isOffline = () => true,
  }: AccountManagerOptions) {
    this.#clock = clock;
    this.#random = random;
    this.#emit = emit;
    this.#auth = auth ?? new AuthClient({ clock });
    this.#book = new AccountBook({ secrets, redactor, clock, home });
    this.#renewal = new Renewal({ book: this.#book, auth: this.#auth, clock, random, emit, isOutOfReach, isOffline });
    this.#view = new AccountView({ book: this.#book, renewal: this.#renewal, clock, emit });
  }

  /** Reads who is signed in and keeps the token fresh from now on. Throws what the secret store throws. */
  async start(signal: AbortSignal): Promise<void> {
    if (this.#lifetime.signal.aborted) this.#lifetime = new AbortController();
    await this.#view.read(signal).catch((error: unknown) => {
      // It counts as none until somebody signs in again, which mends it.
      if (!(error instanceof AccountError)) throw error;
    });
    this.#isStarted = true;
    this.#arm();
  }

  /** Ends timers, waiting calls and connections. May be called twice; start after it works. */
  async stop(): Promise<void> {
    this.#isStarted = false;
    this.#timer?.cancel();
    this.#lifetime.abort(new AccountError('login_cancelled', 'Gatehouse is stopping.'));
    await this.#renewal.settled();
    await this.#auth.close();
  }

  /** The machine woke up or its network changed. */
  wake(): void {
    this.#renewal.forgetPauses();
    if (this.#isStarted) this.#tick();
  }

  /** Opens a port for the login page, whose address is to be shown to the person. Throws `login_listen_failed`. */
  login({
    appUrl = CHAT_APP_URL,
    appName = 'gatehouse',
    timeoutMs,
    signal,
  }: LoginOptions): Promise<LoginAttempt<AccountSummary>> {
    const whole = AbortSignal.any([signal, this.#lifetime.signal]);
    return startLogin({
      appUrl,
      appName,
      clock: this.#clock,
      random: this.#random,
      signal: whole,
      timeoutMs: timeoutMs ?? LOGIN_TIMEOUT_MS,
      accept: (text, attemptSignal) => this.loginWithBundle(text, 'browser', attemptSignal),
    });
  }

  /**
   * Takes a bundle and makes its account the active one. Throws `login_bundle_invalid`, `login_bundle_expired` and
   * `account_too_many`; nothing has changed then.
   */
  async loginWithBundle(text: string, via: LoginVia, signal: AbortSignal): Promise<AccountSummary> {
    const bundle = await renewExpired(parseBundle(text, this.#clock.now()), this.#tools(signal));
    const before = await this.#book.active(signal).catch(() => undefined);
    const record = await this.#change(signal, async toTheEnd => {
      const previous = await this.#book.record(accountId(bundle), toTheEnd).catch(() => undefined);
      const next = recordOf(bundle, this.#clock.now(), previous && this.#renewal.latest(previous));
      await this.#book.keep(next, toTheEnd);
      this.#renewal.forget(next.id);
      await this.#book.activate(next.id, toTheEnd);
      return next;
    });
    this.#lastForcedMs = Number.NEGATIVE_INFINITY;
    const at = this.#clock.now();
    this.#emit({ type: 'accountSignedIn', at, account: labelOf(record), via });
    this.#view.compareNetworks(before, record);
    return summaryOf(record);
  }

  /**
   * Ends the session at the server and removes the account from this computer, the second also when the first fails.
   * Default: the active account. Throws `account_unknown`.
   */
  async logout(id: string | undefined, signal: AbortSignal): Promise<LogoutResult> {
    const { active } = await this.#book.index(signal);
    const target = id ?? active;
    if (target === null) throw noActiveAccount();
    // Removed first, under the lock that a renewal holds, so that none writes it again.
    const record = await this.#change(signal, async toTheEnd => {
      const { ids } = await this.#book.index(toTheEnd);
      if (!ids.includes(target)) throw unknownAccount();
      const found = await this.#book.record(target, toTheEnd).catch(() => undefined);
      await this.#book.remove(target, toTheEnd);
      return found && this.#renewal.latest(found);
    });
    this.#renewal.forget(target);
    const revoked = record !== undefined && (await endSession(record, this.#tools(signal)));
    const account = record === undefined ? `account ${target}` : labelOf(record);
    this.#emit({ type: 'accountSignedOut', at: this.#clock.now(), account, cause: 'by-hand', revoked });
    return { account, revoked };
  }

  /** Makes another account the active one. Throws `account_unknown`. */
  async use(id: string, signal: AbortSignal): Promise<AccountSummary> {
    const before = await this.#book.active(signal).catch(() => undefined);
    const record = await this.#change(signal, async toTheEnd => {
      const { ids } = await this.#book.index(toTheEnd);
      const found = ids.includes(id) ? await this.#book.record(id, toTheEnd) : undefined;
      if (found === undefined) throw unknownAccount();
      await this.#book.activate(id, toTheEnd);
      return found;
    });
    this.#lastForcedMs = Number.NEGATIVE_INFINITY;
    this.#emit({ type: 'accountSwitched', at: this.#clock.now(), account: labelOf(record) });
    this.#view.compareNetworks(before, record);
    return summaryOf(record);
  }

  /** Removes the accounts of sandboxes that have ended. The one that came last of the others is active then. */
  async forgetSandboxes(signal: AbortSignal): Promise<void> {
    const ended = (await this.#book.all(signal)).filter(({ appEnv }) => appEnv === SANDBOX_ENV);
    if (ended.length === 0) return;
    await this.#change(signal, async toTheEnd => {
      for (const { id } of ended) await this.#book.remove(id, toTheEnd);
      const { active, ids } = await this.#book.index(toTheEnd);
      const last = ids.at(-1);
      if (active === null && last !== undefined) await this.#book.activate(last, toTheEnd);
    });
  }

  /** Every account of this home. */
  async list(signal: AbortSignal): Promise<readonly AccountSummary[]> {
    return (await this.#book.all(signal)).map(summaryOf);
  }

  /** Where the active account sends requests, also while it is signed out; undefined when there is none. */
  async network(signal: AbortSignal): Promise<AccountNetwork | undefined> {
    return (await this.#book.active(signal))?.network;
  }

  /**
   * The token for the next request; undefined when nobody is signed in. An expired one is renewed first, once for all who
   * ask; one that is about to expire is renewed behind the request's back. Throws `account_refresh_failed`.
   */
  async bearer(signal: AbortSignal): Promise<string | undefined> {
    const record = await this.#view.read(signal);
    if (record?.tokens == null) return undefined;
    const { access, refreshAt, expiresAt } = record.tokens;
    const now = this.#clock.now();
    if (refreshAt === null || now < refreshAt) return access;
    const renewal = this.#renew(record);
    if (expiresAt !== null && now < expiresAt - LAST_MOMENT_MS) {
      renewal.catch(() => undefined);
      return access;
    }
    return (await orAborted(renewal, signal))?.tokens?.access;
  }

  /** Another token once the relay refused `rejected`, undefined when none can be had. Throws `account_refresh_failed`. */
  async refresh(rejected: string, signal: AbortSignal): Promise<string | undefined> {
    const record = await this.#view.read(signal);
    if (record?.tokens == null) return undefined;
    if (record.tokens.access !== rejected) return record.tokens.access;
    const access = (await orAborted(this.#force(record), signal))?.tokens?.access;
    return access === rejected ? undefined : access;
  }

  /** How it stands, by what was read last. */
  snapshot(): AccountStatus {
    return this.#view.status();
  }

  #tools(signal: AbortSignal) {
    return { auth: this.#auth, clock: this.#clock, signal };
  }

  #force(record: AccountRecord): Promise<AccountRecord | undefined> {
    const isRepeat = this.#clock.monotonicMs() - this.#lastForcedMs < FORCED_PAUSE_MS;
    // Read once more: the renewal that ended a moment ago may be newer than `record`.
    if (isRepeat && !this.#renewal.isUnderWay(record.id)) return this.#view.read(this.#lifetime.signal);
    this.#lastForcedMs = this.#clock.monotonicMs();
    return this.#renew(record);
  }

  async #renew(record: AccountRecord): Promise<AccountRecord | undefined> {
    const { signal } = this.#lifetime;
    if (signal.aborted) throw abortReason(signal);
    try {
      return await this.#view.during(signal, () => orAborted(this.#renewal.renew(record, signal), signal));
    } finally {
      this.#arm();
    }
  }

  /** Runs a change of the accounts alone among all processes. */
  async #change<T>(signal: AbortSignal, work: (toTheEnd: AbortSignal) => Promise<T>): Promise<T> {
    try {
      return await this.#view.during(signal, () => this.#book.exclusively(signal, work));
    } finally {
      this.#arm();
    }
  }

  /** Looks again when the token is due, when a pause ends, or after a while. */
  #arm(): void {
    if (!this.#isStarted) return;
    this.#timer?.cancel();
    const { id, tokens } = this.#view.active ?? {};
    const dueMs = tokens?.refreshAt == null ? LOOK_MS : tokens.refreshAt - this.#clock.now();
    const pauseMs = id === undefined ? 0 : this.#renewal.pauseMs(id);
    this.#timer = this.#clock.schedule(Math.min(Math.max(dueMs, pauseMs, 0), LOOK_MS), () => this.#tick());
  }

  #tick(): void {
    void this.#look()
      .catch(() => undefined)
      .finally(() => this.#arm());
  }

  async #look(): Promise<void> {
    const record = await this.#view.read(this.#lifetime.signal);
    const refreshAt = record?.tokens?.refreshAt ?? null;
    if (record === undefined || refreshAt === null || this.#clock.now() < refreshAt) return;
    if (this.#renewal.pauseMs(record.id) === 0) await this.#renew(record);
  }
}
