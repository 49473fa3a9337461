import type { Clock } from '../../platform/index.ts';
import type { ProviderHead, ProviderLease, ProviderRefusal } from '../../proxy/index.ts';
import {
  classifyProviderResponse,
  extractFailureText,
  type NotSwitched,
  type Subscription,
} from '../../subscriptions/index.ts';
import type { Parts } from './parts.ts';
import { waitFor } from './wait-for.ts';

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

/** Somebody else has moved the agent, or is about to: it is worth a look what it is on. */
const SOMEBODY_ELSE: ReadonlySet<NotSwitched['why']> = new Set(['stale', 'busy', 'lock_lost']);

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
      return await waitFor(this.#takeIn(answer), signal);
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
    const isElsewhere = result.switched || SOMEBODY_ELSE.has(result.why);
    return isElsewhere && !isRepeat ? next(subscription, lifetime) : undefined;
  }
}
