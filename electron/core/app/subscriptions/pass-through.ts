import { computerOffline } from '../../offline/index.ts';
import {
  type Clock,
  errorMessage,
  GatehouseError,
  isAbortError,
  type Logger,
  shellWord,
} from '../../platform/index.ts';
import { type ProviderAccess, ProviderAccessError, type ProviderLease } from '../../proxy/index.ts';
import {
  type Assignment,
  type NotSwitched,
  type Subscription,
  shouldSwitchBeforeDispatch,
} from '../../subscriptions/index.ts';
import { AssignedLease } from './assigned-lease.ts';
import { checkKnown } from './known-agent.ts';
import { isAway, isOutdated } from './outdated.ts';
import type { Parts } from './parts.ts';
import { waitFor } from './wait-for.ts';

/** The part of the gate that this needs. */
export interface OpenGate {
  /** Runs `work` on the opened parts; `lifetime` ends with them. Throws why they cannot be opened. */
  use<T>(work: (parts: Parts, lifetime: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Options of {@link AgentPassThrough}. */
export interface AgentPassThroughOptions {
  /** The gate whose agents count now. */
  readonly gate: () => OpenGate;
  /** Whether what has this address is out of reach because this computer is offline. */
  readonly isOutOfReach: (url: string) => boolean;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * A refusal that was read this lately is told without asking again; a client that comes later is passed on, and finds
 * out. As often as a probe may be sent.
 */
const BELIEVED_MS = 60_000;

/** The agent's key at the endpoint, made when there is none, or when `isNew`. Throws `agent_unknown`, `pass_through_off`. */
export function agentKey(gate: OpenGate, agent: string, isNew: boolean, signal: AbortSignal): Promise<string> {
  return gate.use(async parts => {
    checkKnown(parts.registry, agent);
    return parts.keys.key(agent, isNew, signal);
  }, signal);
}

/** Lets agents of this computer send their model calls through the local endpoint, each on what it is assigned. */
export class AgentPassThrough implements ProviderAccess {
  readonly #options: AgentPassThroughOptions;
  /** By agent: what it was on when that could last be read. */
  readonly #lastKnown = new WeakMap<Parts, Map<string, Assignment | undefined>>();

  constructor(options: AgentPassThroughOptions) {
    this.#options = options;
  }

  async admits(agent: string, keys: readonly string[], signal: AbortSignal): Promise<boolean> {
    return this.#options.gate().use(async parts => {
      const isKeyRight = await parts.keys.matches(agent, keys, signal);
      return isKeyRight && parts.registry.known(agent) !== undefined;
    }, signal);
  }

  async lease(agent: string, signal: AbortSignal): Promise<ProviderLease> {
    return this.#options.gate().use(async (parts, lifetime) => {
      if (this.#options.isOutOfReach(parts.call.baseUrl.href)) throw offline();
      // A move that has begun is carried out although the client leaves.
      const moved = await waitFor(parts.rotator.beforeDispatch(agent, lifetime), signal);
      const assignment = await this.#assigned(parts, agent, signal);
      if (!moved.switched && moved.why === 'no_alternative') this.#refuseIfHopeless(parts, agent, assignment, moved);
      const lease = await this.#leaseOf(parts, agent, assignment, { lifetime, isRepeat: false, signal });
      if (lease !== undefined) return lease;
      throw new ProviderAccessError(403, 'agent_unassigned', `The agent ${agent} has no subscription.`, {
        remedy: `Give it one with: gatehouse sub assign ${agent} SUBSCRIPTION`,
      });
    }, signal);
  }

  /** While the shared state is away the agent goes on with what it was on. */
  async #assigned(parts: Parts, agent: string, signal: AbortSignal): Promise<Assignment | undefined> {
    const known = this.#lastKnown.get(parts) ?? new Map<string, Assignment | undefined>();
    this.#lastKnown.set(parts, known);
    try {
      const assignment = await parts.state.read(agent, signal);
      known.set(agent, assignment);
      return assignment;
    } catch (error) {
      const last = known.get(agent);
      if (!isAway(error) || last === undefined) throw error;
      // This host moved it, or took its credential away, after that was read.
      const ordered = await parts.registry.known(agent)?.local?.health(signal);
      if ((ordered?.generation ?? 0) > last.generation) throw error;
      return last;
    }
  }

  /** Throws what the provider has said within the last minute, when there is nowhere else to go. */
  #refuseIfHopeless(parts: Parts, agent: string, assignment: Assignment | undefined, moved: NotSwitched): void {
    const subscriptionId = assignment?.subscriptionId ?? null;
    if (subscriptionId === null) return;
    const nowMs = this.#options.clock.now();
    const reading = parts.book.reading(subscriptionId);
    const model = parts.registry.known(agent)?.entry.model ?? undefined;
    const verdict = shouldSwitchBeforeDispatch({ subscriptionId, reading, events: [], model }, nowMs);
    const isBelieved = reading !== undefined && Math.abs(nowMs - reading.fetchedAtMs) < BELIEVED_MS;
    if (!verdict.shouldSwitch || !isBelieved) return;
    const ends = [verdict.untilMs, moved.earliestResetMs].filter(atMs => atMs !== undefined && atMs !== null);
    throw allUsedUp(agent, moved, ends.length === 0 ? undefined : Math.min(...ends), nowMs);
  }

  /** Undefined when the agent is on nothing that it could work with. */
  async #leaseOf(
    parts: Parts,
    agent: string,
    assignment: Assignment | undefined,
    how: { readonly lifetime: AbortSignal; readonly isRepeat: boolean; readonly signal: AbortSignal },
  ): Promise<AssignedLease | undefined> {
    const subscription = subscriptionOf(parts, assignment);
    if (assignment === undefined || subscription === undefined) return undefined;
    // With a former token the provider's refusal would be held against the present one, on all hosts.
    if (await isOutdated(parts.tokens, subscription.id, how.signal)) throw tokenOutdated(subscription);
    const token = await parts.vault.token(subscription.id, how.signal);
    if (token === undefined) throw tokenMissing(subscription);
    const { lifetime, isRepeat } = how;
    return new AssignedLease({
      parts,
      agent,
      subscription,
      token,
      generation: assignment.generation,
      isRepeat,
      lifetime,
      clock: this.#options.clock,
      next: (failed, signal) => this.#afterRefusal(parts, agent, failed, { lifetime, signal }),
      onFault: error => this.#tellFault(agent, error),
    });
  }

  /** What the request may be sent with once more: whatever the agent is on now, unless that is what was refused. */
  async #afterRefusal(
    parts: Parts,
    agent: string,
    failed: Subscription,
    { lifetime, signal }: { readonly lifetime: AbortSignal; readonly signal: AbortSignal },
  ): Promise<ProviderLease | undefined> {
    const assignment = await parts.state.read(agent, signal);
    const now = subscriptionOf(parts, assignment);
    if (now?.id === failed.id && now.replacedAtMs === failed.replacedAtMs) return undefined;
    return this.#leaseOf(parts, agent, assignment, { lifetime, isRepeat: true, signal });
  }

  #tellFault(agent: string, error: unknown): void {
    if (isAbortError(error) || (error instanceof GatehouseError && error.code === 'stopping')) return;
    this.#options.logger.warn('a refusal of the provider was not taken in', { agent, reason: errorMessage(error) });
  }
}

function subscriptionOf({ vault }: Parts, assignment: Assignment | undefined): Subscription | undefined {
  const id = assignment?.subscriptionId ?? null;
  const subscription = id === null ? undefined : vault.byId(id);
  return subscription?.state === 'active' ? subscription : undefined;
}

function offline(): ProviderAccessError {
  const { code, message, remedy } = computerOffline();
  return new ProviderAccessError(503, code, message, remedy === undefined ? {} : { remedy });
}

function allUsedUp(
  agent: string,
  { subscription }: NotSwitched,
  endMs: number | undefined,
  nowMs: number,
): ProviderAccessError {
  const when = endMs === undefined ? '' : ` The first one is expected back at ${new Date(endMs).toISOString()}.`;
  const message = `The limit of “${subscription ?? 'its subscription'}” is used up, and no other subscription can take ${agent}.${when}`;
  const seconds = endMs === undefined ? BELIEVED_MS / 1_000 : Math.max(1, Math.ceil((endMs - nowMs) / 1_000));
  return new ProviderAccessError(429, 'no_usable_subscription', message, { retryAfterSeconds: seconds });
}

function tokenOutdated({ name }: Subscription): ProviderAccessError {
  return new ProviderAccessError(
    503,
    'subscription_token_outdated',
    `The token of “${name}” was replaced on another host.`,
    { remedy: `Store the new one here too: gatehouse sub replace ${shellWord(name)} < token.txt` },
  );
}

function tokenMissing({ name }: Subscription): ProviderAccessError {
  return new ProviderAccessError(503, 'subscription_token_missing', `The secret store has no token of “${name}”.`, {
    remedy: `Store it again: gatehouse sub replace ${shellWord(name)} < token.txt`,
  });
}
