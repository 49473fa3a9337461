import type { GatewayPartState, Told } from '../../../contract/index.ts';
import { type Clock, isAbortError, type Timer } from '../../platform/index.ts';
import { GatewayRefusal } from '../errors.ts';
import type { Hello } from '../hello.ts';
import type { RequestOptions } from '../requests.ts';
import { isGranted } from '../scopes.ts';
import { isChangedBy, PART_CALLS, type PartCall } from './parts.ts';
import type { PartName } from './readers.ts';

/** Options of {@link Refresher}. */
export interface RefresherOptions {
  readonly clock: Clock;
  readonly request: (method: string, params: unknown, options: RequestOptions) => Promise<unknown>;
  readonly onAnswer: (part: PartName, payload: unknown) => void;
  readonly onMissing: (part: PartName, state: Missing, reason: string, told: Told) => void;
}

type Missing = Exclude<GatewayPartState, 'unknown' | 'ok'>;

/** Without it nothing tells that a session changed. One per connection. */
const SUBSCRIBE = 'sessions.subscribe';
/** Events come in swarms; this much later the swarm is over. */
const DEBOUNCE_MS = 500;
/** However many events come, no part is asked for more often. */
const LEAST_GAP_MS = 5_000;
/** After a refusal that will pass. */
const AGAIN_MS = 10_000;
/** A gateway asks providers for their usage for up to 5 s each. */
const TIMEOUT_MS = 30_000;

interface Plan {
  readonly call: PartCall;
  dueMs: number;
  askedMs: number;
  /** Turned out to need a scope that this connection does not have. */
  isForbidden: boolean;
}

/**
 * Asks a connected gateway for its parts: all after a connect, each again when an event says that it changed or when
 * its time has come. One question at a time, and one timer.
 */
export class Refresher {
  readonly #options: RefresherOptions;
  readonly #signal: AbortSignal;
  readonly #plans: readonly Plan[];
  readonly #canSubscribe: boolean;
  #isSubscribed = false;
  #isAsking = false;
  /** When everything was, or will be, asked for anew. */
  #refreshedMs = Number.NEGATIVE_INFINITY;
  #timer: Timer | undefined;

  /** Asks nothing before {@link all}. `signal` ends with the connection. */
  constructor(options: RefresherOptions, hello: Hello, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#canSubscribe = hello.methods.includes(SUBSCRIBE) && isGranted('operator.read', hello.scopes);
    this.#plans = PART_CALLS.filter(call => this.#isPossible(call, hello)).map(call => ({
      call,
      dueMs: Number.NEGATIVE_INFINITY,
      askedMs: Number.NEGATIVE_INFINITY,
      isForbidden: false,
    }));
    signal.addEventListener('abort', () => this.#timer?.cancel(), { once: true });
  }

  /** After a connect: everything at once. */
  all(): void {
    this.#go();
  }

  /** Events were lost: everything, at once or a little after the last time. Where some are lost, more will be. */
  refresh(): void {
    const nowMs = this.#options.clock.monotonicMs();
    if (this.#refreshedMs > nowMs) return;
    this.#refreshedMs = Math.max(nowMs, this.#refreshedMs + LEAST_GAP_MS);
    for (const plan of this.#plans) if (!plan.isForbidden) plan.dueMs = Math.min(plan.dueMs, this.#refreshedMs);
    this.#arm();
  }

  /** An event came. */
  heard(event: string): void {
    const nowMs = this.#options.clock.monotonicMs();
    for (const plan of this.#plans) {
      if (plan.isForbidden || !isChangedBy(plan.call, event)) continue;
      plan.dueMs = Math.min(plan.dueMs, Math.max(nowMs + DEBOUNCE_MS, plan.askedMs + LEAST_GAP_MS));
    }
    this.#arm();
  }

  #isPossible({ part, method, scope }: PartCall, hello: Hello): boolean {
    const { onMissing } = this.#options;
    if (!hello.methods.includes(method)) {
      onMissing(part, 'unsupported', 'This gateway does not offer it.', { code: 'part_unsupported' });
      return false;
    }
    if (scope !== undefined && !isGranted(scope, hello.scopes)) {
      onMissing(part, 'missing-scope', `It needs ${scope}.`, { code: 'part_needs_scope', name: scope });
      return false;
    }
    return true;
  }

  #go(): void {
    if (this.#isAsking || this.#signal.aborted) return;
    this.#isAsking = true;
    this.#timer?.cancel();
    void this.#loop();
  }

  async #loop(): Promise<void> {
    // Subscribe first, then list: what changes in between comes as an event.
    if (this.#canSubscribe && !this.#isSubscribed) await this.#subscribe();
    for (let plan = this.#nextDue(); plan !== undefined && !this.#signal.aborted; plan = this.#nextDue()) {
      const nowMs = this.#options.clock.monotonicMs();
      plan.askedMs = nowMs;
      plan.dueMs = nowMs + plan.call.everyMs;
      await this.#ask(plan);
    }
    this.#isAsking = false;
    this.#arm();
  }

  async #subscribe(): Promise<void> {
    try {
      await this.#options.request(SUBSCRIBE, {}, { signal: this.#signal, timeoutMs: TIMEOUT_MS });
      this.#isSubscribed = true;
    } catch {
      // The list is asked for every minute all the same, and the next round tries again.
      this.#isSubscribed = false;
    }
  }

  async #ask(plan: Plan): Promise<void> {
    const { method, params, part } = plan.call;
    try {
      const payload = await this.#options.request(method, params, { signal: this.#signal, timeoutMs: TIMEOUT_MS });
      if (!this.#signal.aborted) this.#options.onAnswer(part, payload);
    } catch (error) {
      if (!this.#signal.aborted && !isAbortError(error)) this.#failed(plan, error);
    }
  }

  #failed(plan: Plan, error: unknown): void {
    const { part, method } = plan.call;
    const { onMissing, clock } = this.#options;
    if (error instanceof GatewayRefusal && error.facts.missingScope !== null) {
      plan.isForbidden = true;
      plan.dueMs = Number.POSITIVE_INFINITY;
      onMissing(part, 'missing-scope', `It needs ${error.facts.missingScope}.`, {
        code: 'part_needs_scope',
        name: error.facts.missingScope,
      });
      return;
    }
    if (error instanceof GatewayRefusal && error.facts.retryable) {
      plan.dueMs = clock.monotonicMs() + Math.max(error.facts.retryAfterMs ?? 0, AGAIN_MS);
      onMissing(part, 'stale', 'The gateway is busy with something else.', { code: 'part_busy' });
      return;
    }
    const why = error instanceof GatewayRefusal ? 'The gateway refused' : 'The gateway did not answer';
    onMissing(part, 'failed', `${why} ${method}.`, { code: 'part_failed', name: method });
  }

  #nextDue(): Plan | undefined {
    const nowMs = this.#options.clock.monotonicMs();
    return this.#plans.find(({ dueMs }) => dueMs <= nowMs);
  }

  #arm(): void {
    if (this.#isAsking || this.#signal.aborted) return;
    this.#timer?.cancel();
    const dueMs = Math.min(...this.#plans.map(plan => plan.dueMs));
    if (!Number.isFinite(dueMs)) return;
    const { clock } = this.#options;
    this.#timer = clock.schedule(Math.max(dueMs - clock.monotonicMs(), 0), () => this.#go());
  }
}
