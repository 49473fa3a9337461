import { computerOffline } from '../offline/index.ts';
import { abortReason, type Clock, deadline, errorMessage, GatehouseError, type Logger } from '../platform/index.ts';
import { type Call, codeOf } from './call-ledger.ts';
import type { ServingLease, ServingSession, SuspicionVerdict, TeeProvider } from './ports.ts';
import { type FailureCategory, failureCategory, RETRY_POLICY, type RetryRule, suspicionOf } from './retry-policy.ts';

/** Whether the relay is out of reach because this computer is offline. */
export interface RelayReach {
  readonly relay: () => boolean;
  /** The same of this very moment, to judge why an attempt failed. */
  readonly relayNow: () => boolean;
}

/** What {@link Attempts} needs. */
export interface AttemptsOptions {
  readonly tees: TeeProvider;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default: the relay never is. */
  readonly outOfReach?: RelayReach;
}

/** A request waits so long for the registry check that its failure set off; the check itself goes on. */
const CHECK_WAIT_MS = 3_000;

/** Failures that a way which is gone leads to. */
const OF_THE_WAY: ReadonlySet<FailureCategory> = new Set(['no-connection', 'reset', 'cut', 'timeout']);

/** Nothing was sent, or the enclave did not accept it. */
const CANNOT_HAVE_RUN: ReadonlySet<FailureCategory> = new Set([
  'no-connection',
  'stale-key',
  'unknown-tee',
  'tee-down',
]);

const UNKNOWN: SuspicionVerdict = { replaced: false, checked: false };

/**
 * Leases a TEE for an attempt, and by the {@link RETRY_POLICY} another one for a second and last attempt. Tells the gate
 * what each failure says about its TEE, also when nobody waits for it any more. Knows nothing of what an attempt does.
 */
export class Attempts {
  readonly #tees: TeeProvider;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #outOfReach: RelayReach | undefined;
  /** A suspicion outlives the request that had it: a client that leaves does not make its TEE any better. */
  readonly #lifetime = new AbortController();

  constructor({ tees, clock, logger, outOfReach }: AttemptsOptions) {
    this.#outOfReach = outOfReach;
    this.#tees = tees;
    this.#clock = clock;
    this.#logger = logger;
  }

  /**
   * Runs `attempt`, a second time where the policy allows it; `attempt` must have given out nothing when it throws. Throws
   * what the last attempt threw, what `acquire` threw for the first, `computer_offline`, or the signal's reason.
   */
  async run<T>(
    call: Call,
    signal: AbortSignal,
    attempt: (lease: ServingLease, number: number) => Promise<T>,
  ): Promise<T> {
    if (this.#outOfReach?.relay() === true) throw computerOffline();
    const lease = await this.#tees.acquire(signal);
    call.holds(lease);
    try {
      return await attempt(lease, 1);
    } catch (error) {
      if (signal.aborted) throw error;
      if (this.#isOffline(error)) throw asTold(error);
      call.attemptFailed(error);
      const next = await this.#another(error, lease.session, signal);
      if (next === undefined) throw error;
      call.holds(next);
      return await this.#last(error, next, signal, attempt);
    }
  }

  /** A failure after which there is no other attempt. */
  gaveUp(error: unknown, session: ServingSession): void {
    if (this.#isOffline(error)) return;
    const rule = RETRY_POLICY[failureCategory(error)];
    // A second attempt on a relay that nobody reaches says no more than the first.
    if (rule.unchanged !== 'switch') this.#settle(error, rule, session).catch(() => undefined);
  }

  async #last<T>(
    first: unknown,
    lease: ServingLease,
    signal: AbortSignal,
    attempt: (lease: ServingLease, number: number) => Promise<T>,
  ): Promise<T> {
    this.#logger.info('request sent again', { after: codeOf(first), category: failureCategory(first) });
    try {
      return await attempt(lease, 2);
    } catch (error) {
      if (signal.aborted) throw error;
      if (this.#isOffline(error)) throw mayHaveRun(first) && !mayHaveRun(error) ? first : asTold(error);
      this.gaveUp(error, lease.session);
      throw error;
    }
  }

  /** It is this computer that has no way to the relay: nothing is known of the TEE, and another one would not do better. */
  #isOffline(error: unknown): boolean {
    return OF_THE_WAY.has(failureCategory(error)) && this.#outOfReach?.relayNow() === true;
  }

  /** The lease for the second attempt; undefined when there is to be none. */
  async #another(error: unknown, failed: ServingSession, signal: AbortSignal): Promise<ServingLease | undefined> {
    const rule = RETRY_POLICY[failureCategory(error)];
    const settled = this.#settle(error, rule, failed);
    if (rule.retry === 'never') {
      settled.catch(() => undefined);
      return undefined;
    }
    const verdict = await this.#inTime(settled, signal);
    const replaced = verdict?.replaced ?? false;
    if (!replaced && rule.retry === 'if-replaced') return undefined;
    const suspicion = suspicionOf(error);
    if (verdict === undefined && suspicion !== undefined) this.#tees.reportUnreachable(failed, suspicion);
    const lease = await this.#tees.acquire(signal).catch(() => undefined);
    if (signal.aborted) {
      lease?.done({ kind: 'failed', code: codeOf(signal.reason) });
      throw abortReason(signal);
    }
    const isSame = lease?.session.teeId === failed.teeId;
    if (lease === undefined || !isSame || replaced || rule.retry === 'anywhere') return lease;
    lease.done({ kind: 'failed', code: 'no_other_tee' });
    return undefined;
  }

  /** Has the registry checked where the rule says so, and reports a TEE that is still what requests are sealed to. */
  async #settle(error: unknown, rule: RetryRule, session: ServingSession): Promise<SuspicionVerdict> {
    const suspicion = suspicionOf(error);
    if (suspicion === undefined) return UNKNOWN;
    const verdict =
      rule.check === 'none'
        ? UNKNOWN
        : await this.#tees.suspect(session, suspicion, this.#lifetime.signal).catch(() => UNKNOWN);
    if (verdict.replaced) return verdict;
    const { teeId } = session;
    if (rule.alarm) this.#logger.error('answer cannot be trusted', { teeId, reason: errorMessage(error), ...verdict });
    else this.#logger.warn('attempt failed', { teeId, code: codeOf(error), ...suspicion, ...verdict });
    if (rule.unchanged !== 'keep') this.#tees.reportUnreachable(session, suspicion);
    return verdict;
  }

  /** The verdict; undefined when it takes too long. */
  async #inTime(settled: Promise<SuspicionVerdict>, signal: AbortSignal): Promise<SuspicionVerdict | undefined> {
    const limit = deadline(this.#clock, CHECK_WAIT_MS, signal, tooLate);
    const late = new Promise<undefined>(resolve => {
      limit.signal.addEventListener('abort', () => resolve(undefined), { once: true });
    });
    try {
      const verdict = await Promise.race([settled, late]);
      if (signal.aborted) throw abortReason(signal);
      return verdict;
    } finally {
      limit.done();
    }
  }
}

/** Only without a connection is it sure that nothing was sent: what broke after it may have run, and been billed. */
function asTold(error: unknown): unknown {
  return mayHaveRun(error) ? error : computerOffline(error);
}

function mayHaveRun(error: unknown): boolean {
  return !CANNOT_HAVE_RUN.has(failureCategory(error));
}

function tooLate(): GatehouseError {
  return new GatehouseError('registry_check_slow', 'The registry did not answer in time.');
}
