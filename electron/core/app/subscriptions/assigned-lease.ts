import type { Clock } from '../../platform/index.ts';
import { abortReason } from '../../platform/index.ts';
import type { ProviderHead, ProviderLease, ProviderRefusal } from '../../proxy/index.ts';
import { classifyProviderResponse, extractFailureText, type Subscription } from '../../subscriptions/index.ts';
import type { Parts } from './parts.ts';

/** Options of {@link AssignedLease}. */
export interface AssignedLeaseOptions {
  readonly parts: Parts;
  readonly agent: string;
  /** As it was when the request began. */
  readonly subscription: Subscription;
  readonly token: string;
  /** Number of the assignment that the request began under. */
  readonly generation: number;
  /** The request was refused once already: what is refused now moves nobody. */
  readonly isRepeat: boolean;
  /** Ends with the gate. A move that has begun is carried out although the client leaves. */
  readonly lifetime: AbortSignal;
  readonly clock: Clock;
  /** What the request may be sent with instead. */
  readonly next: (failed: Subscription, signal: AbortSignal) => Promise<ProviderLease | undefined>;
  /** Told of what went wrong while a refusal was taken in: the client then gets the refusal as it is. */
  readonly onFault: (error: unknown) => void;
}

/** One request's hold on the subscription that its agent was assigned when it began. */
export class AssignedLease implements ProviderLease {
  readonly baseUrl: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly betas: readonly string[];
  readonly #options: AssignedLeaseOptions;

  constructor(options: AssignedLeaseOptions) {
    const { parts, subscription, token } = options;
    const { headers, betas } = parts.call.credential(token, subscription.kind);
    this.#options = options;
    this.baseUrl = parts.call.baseUrl;
    this.headers = headers;
    this.betas = betas;
  }

  answered(head: ProviderHead): void {
    const { parts, subscription } = this.#options;
    // What a former token was answered says nothing of the present one.
    if (parts.vault.byId(subscription.id)?.replacedAtMs !== subscription.replacedAtMs) return;
    parts.book.observe(subscription.id, head);
  }

  async refused(answer: ProviderRefusal, signal: AbortSignal): Promise<ProviderLease | undefined> {
    try {
      return await until(this.#takeIn(answer), signal);
    } catch (error) {
      signal.throwIfAborted();
      this.#options.onFault(error);
      return undefined;
    }
  }

  async #takeIn(answer: ProviderRefusal): Promise<ProviderLease | undefined> {
    const { parts, agent, subscription, generation, isRepeat, lifetime, clock, next } = this.#options;
    const nowMs = clock.now();
    const verdict = classifyProviderResponse(answer, nowMs);
    if (verdict.kind === 'none') {
      this.answered(answer);
      return undefined;
    }
    const result = await parts.rotator.agentFailed(
      {
        agent,
        status: answer.status,
        message: extractFailureText(answer.body),
        nowMs,
        verdict,
        subscription: subscription.id,
        generation,
        isRepeat,
      },
      lifetime,
    );
    // After the switch, whose cause would otherwise be the reading and not the failure.
    this.answered(answer);
    const isElsewhere = result.switched || result.why === 'stale';
    return isElsewhere && !isRepeat ? next(subscription, lifetime) : undefined;
  }
}

/** Waits for `work`, which goes on when `signal` ends the wait. */
async function until<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortReason(signal));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}
