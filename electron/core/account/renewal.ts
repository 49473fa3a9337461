import type { AccountEvent } from '../../contract/index.ts';
import { OFFLINE_RETRY_MS } from '../offline/index.ts';
import type { Clock, Random, Timer } from '../platform/index.ts';
import type { AccountBook } from './account-book.ts';
import type { AuthClient, RefreshOutcome } from './auth-client.ts';
import { AccountError, LOGIN_REMEDY } from './errors.ts';
import { timesOfFresh } from './expiry.ts';
import type { Failing } from './failing.ts';
import { type AccountRecord, tokensOf } from './record.ts';
import { labelOf } from './status.ts';

/** Options of {@link Renewal}. */
export interface RenewalOptions {
  readonly book: AccountBook;
  readonly auth: AuthClient;
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: (event: AccountEvent) => void;
  /** Whether this server is out of reach at this moment because this computer is offline. Default: it never is. */
  readonly isOutOfReach?: (url: string) => boolean;
  /** Whether that is confirmed, so that a long pause is in place: a blink of the network is not. Default: when it is so. */
  readonly isOffline?: () => boolean;
}

/** The app is given 12 s to stop. */
const LINGER_MS = 3_000;
const BACKOFF_FIRST_MS = 1_000;
const BACKOFF_CAP_MS = 60_000;
const BACKOFF_JITTER = 0.25;

interface Outage {
  /** Undefined: nobody was asked, because this computer was offline. */
  readonly failing: Failing | undefined;
  readonly failures: number;
  /** No attempt before, monotonic milliseconds. */
  readonly notBeforeMs: number;
}

/**
 * Renews tokens: one call at a time for each account among all that wait for it, and among all processes of the home.
 * After a failure of the network there is a pause that grows from 1 s to a minute; who asks meanwhile is told at once.
 */
export class Renewal {
  readonly #options: RenewalOptions;
  readonly #flights = new Map<string, Promise<AccountRecord | undefined>>();
  readonly #outages = new Map<string, Outage>();
  /** Renewed, and the store did not take it: the old refresh token is spent, so that this is the only good one. */
  readonly #unsaved = new Map<string, AccountRecord>();

  constructor(options: RenewalOptions) {
    this.#options = options;
  }

  /** Why renewing fails, undefined when it does not. */
  failing(id: string): Failing | undefined {
    return this.#outages.get(id)?.failing;
  }

  /** Milliseconds until the next attempt makes sense; 0 for at once. */
  pauseMs(id: string): number {
    return Math.max((this.#outages.get(id)?.notBeforeMs ?? 0) - this.#options.clock.monotonicMs(), 0);
  }

  isUnderWay(id: string): boolean {
    return this.#flights.has(id);
  }

  /** The next attempt need not wait: the network may have changed. */
  forgetPauses(): void {
    for (const [id, outage] of this.#outages) this.#outages.set(id, { ...outage, notBeforeMs: 0 });
  }

  forget(id: string): void {
    this.#outages.delete(id);
    this.#unsaved.delete(id);
  }

  /** The record as it is known best: a stored one, or a newer one that could not be stored. */
  latest(record: AccountRecord): AccountRecord {
    const unsaved = this.#unsaved.get(record.id);
    return unsaved !== undefined && unsaved.revision > record.revision ? unsaved : record;
  }

  /**
   * A record with newer tokens than `record`; one without tokens when the server refused; undefined when the account is
   * gone. Throws {@link AccountError} `account_refresh_failed`. `signal` is the lifetime of all who wait; a call that is
   * under way when it ends has a moment to come back and be stored.
   */
  renew(record: AccountRecord, signal: AbortSignal): Promise<AccountRecord | undefined> {
    const { id } = record;
    const flight = this.#flights.get(id);
    if (flight !== undefined) return flight;
    if (this.pauseMs(id) > 0)
      return Promise.reject(refreshFailed(record, this.failing(id)?.reason ?? 'this computer is offline'));
    const started = this.#run(record, signal).finally(() => this.#flights.delete(id));
    this.#flights.set(id, started);
    return started;
  }

  /** Resolves when no renewal is under way any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#flights.values());
  }

  async #run(known: AccountRecord, signal: AbortSignal): Promise<AccountRecord | undefined> {
    const { book, auth } = this.#options;
    return book.exclusively(signal, async toTheEnd => {
      const stored = await book.record(known.id, signal);
      if (stored === undefined) return undefined;
      const record = this.latest(stored);
      const { tokens } = record;
      // Another process was faster, or signed out.
      if (tokens === null || record.revision > known.revision) return record;
      if (tokens.refresh === null) return this.#signOut(record, toTheEnd);
      const limit = this.#lingering(signal);
      try {
        const outcome = await auth.refresh(record.auth, tokens.refresh, limit.signal);
        return await this.#settle(record, outcome, toTheEnd);
      } finally {
        limit.done();
      }
    });
  }

  /** Follows `signal` after a moment: whoever hangs up on an answer that is on its way may lose the only good token. */
  #lingering(signal: AbortSignal): { readonly signal: AbortSignal; done(): void } {
    const controller = new AbortController();
    let timer: Timer | undefined;
    const onAbort = (): void => {
      timer = this.#options.clock.schedule(LINGER_MS, () => controller.abort(signal.reason));
    };
    signal.addEventListener('abort', onAbort, { once: true });
    return {
      signal: controller.signal,
      done: () => {
        timer?.cancel();
        signal.removeEventListener('abort', onAbort);
      },
    };
  }

  async #settle(record: AccountRecord, outcome: RefreshOutcome, signal: AbortSignal): Promise<AccountRecord> {
    const { clock, emit } = this.#options;
    switch (outcome.kind) {
      case 'refused':
        return this.#signOut(record, signal);
      case 'failed':
        this.#failed(record, outcome);
        throw refreshFailed(record, outcome.failing.reason);
      case 'renewed': {
        const refresh = outcome.refreshToken ?? record.tokens?.refresh ?? null;
        const tokens = tokensOf(outcome.accessToken, refresh, timesOfFresh(outcome, clock.now()));
        const next: AccountRecord = { ...record, revision: record.revision + 1, tokens };
        await this.#save(next, signal);
        const account = labelOf(record);
        const outage = this.#outages.get(record.id);
        this.#outages.delete(record.id);
        if (outage?.failing !== undefined) emit({ type: 'accountRefreshRecovered', at: clock.now(), account });
        emit({ type: 'accountRefreshed', at: clock.now(), account });
        return next;
      }
    }
  }

  async #save(next: AccountRecord, signal: AbortSignal): Promise<void> {
    this.#unsaved.set(next.id, next);
    try {
      await this.#options.book.keep(next, signal);
      this.#unsaved.delete(next.id);
    } catch {
      // The store says why on its next use; until then the tokens live in memory, and are written with the next renewal.
    }
  }

  async #signOut(record: AccountRecord, signal: AbortSignal): Promise<AccountRecord> {
    const { book, clock, emit } = this.#options;
    const next = { ...record, revision: record.revision + 1, tokens: null, signedOutAt: clock.now() };
    this.forget(record.id);
    await book.keep(next, signal);
    const event = { account: labelOf(record), cause: 'refused', revoked: false } as const;
    emit({ type: 'accountSignedOut', at: clock.now(), ...event });
    return next;
  }

  #failed(record: AccountRecord, { failing, retryAfterMs }: Extract<RefreshOutcome, { kind: 'failed' }>): void {
    const { clock, emit, isOutOfReach, isOffline = () => true } = this.#options;
    const known = this.#outages.get(record.id);
    const failures = (known?.failures ?? 0) + 1;
    if (isOutOfReach?.(record.auth.url) === true) {
      const isConfirmed = isOffline();
      const pauseMs = isConfirmed ? OFFLINE_RETRY_MS : this.#backoffMs(failures, 0);
      this.#outages.set(record.id, {
        failing: known?.failing,
        failures: isConfirmed ? failures - 1 : failures,
        notBeforeMs: clock.monotonicMs() + pauseMs,
      });
      return;
    }
    const notBeforeMs = clock.monotonicMs() + this.#backoffMs(failures, retryAfterMs ?? 0);
    this.#outages.set(record.id, { failing, failures, notBeforeMs });
    if (known?.failing === undefined) {
      emit({ type: 'accountRefreshFailing', at: clock.now(), account: labelOf(record), ...failing });
    }
  }

  #backoffMs(failures: number, leastMs: number): number {
    const baseMs = Math.min(BACKOFF_FIRST_MS * 2 ** Math.min(failures - 1, 16), BACKOFF_CAP_MS);
    return Math.max(baseMs, leastMs) + this.#options.random.below(Math.floor(baseMs * BACKOFF_JITTER) + 1);
  }
}

function refreshFailed(record: AccountRecord, reason: string): AccountError {
  return new AccountError(
    'account_refresh_failed',
    `The login of ${labelOf(record)} could not be renewed: ${reason}.`,
    {
      remedy: `Check the network and try again. ${LOGIN_REMEDY}`,
      retryable: true,
    },
  );
}
