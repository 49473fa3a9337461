import type { Clock, Logger } from '../../platform/index.ts';
import type { SubscriptionEvent } from '../events.ts';
import type { Fence } from '../locks/agent-locks.ts';
import { SKIP_MS } from '../ranking-evidence.ts';
import { outdatedReason, type TokenRegister } from '../shared/token-register.ts';
import type { Subscription } from '../vault/subscription.ts';
import type { Applier } from './applier.ts';
import { type Choice, chooseDestinations } from './choice.ts';
import type { CachedReading, Fleet, RotationSettings, TokenSource } from './fleet.ts';
import { type Applied, MOVED_ELSEWHERE } from './outcomes.ts';
import { Reservations } from './reservations.ts';
import { type DestinationHeadroom, notSwitched, type Switched, type SwitchResult } from './results.ts';
import type { Assignment, AssignmentCause, RotationState } from './state.ts';
import { takeOver } from './take-over.ts';

/** Options of {@link Switcher}. */
export interface SwitcherOptions {
  readonly vault: TokenSource;
  readonly state: RotationState;
  readonly fleet: Fleet;
  readonly reading: CachedReading;
  readonly settings: RotationSettings;
  readonly applier: Applier;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Default: this host's tokens are the present ones. */
  readonly tokens?: TokenRegister;
  readonly emit: (event: SubscriptionEvent) => void;
}

/** Why an agent moves. */
export interface MoveRequest {
  readonly cause: AssignmentCause;
  readonly failureKind?: 'rate_limit' | 'auth';
  readonly evidence?: 'provider_refusing' | 'recent_rate_limit';
  /** The provider's window that refused. */
  readonly window?: string | undefined;
  /** Only to a measured one that is below this share of its fuller window. */
  readonly belowPct?: number;
  /** Part of the sentence for people: why it has to move. */
  readonly because: string;
  /** Quiet when there is nowhere to go. */
  readonly isQuiet?: boolean;
}

/** Where an agent is put: a subscription, or none. */
export interface Placement {
  readonly subscription: Subscription | undefined;
  readonly headroom: DestinationHeadroom | null;
  /** Null: it was asked for by name. */
  readonly whyThere: string | null;
}

/** "Nowhere to go" is said once an hour for an agent and its subscription. */
const REPEAT_MS = 3_600_000;

/**
 * Moves one agent, under its lock: chooses, assigns by compare-and-set, brings it to the agent, tells. Callers decide
 * whether a move is due and hold the lock.
 */
export class Switcher {
  readonly #options: SwitcherOptions;
  readonly #reservations = new Reservations();
  /** By agent: on what nowhere to go was last said, and when. */
  readonly #said = new Map<string, { readonly subscriptionId: string; readonly atMs: number }>();

  constructor(options: SwitcherOptions) {
    this.#options = options;
  }

  /**
   * Moves the agent to the best one, the next best when that is being removed or has no token. One that its own backend
   * has moved meanwhile stays there.
   */
  async moveAway(current: Assignment, request: MoveRequest, fence: Fence, signal: AbortSignal): Promise<SwitchResult> {
    const elsewhere = await this.follow(current, fence, signal);
    if (elsewhere !== undefined) return elsewhere;
    const choice = await this.#choose(current, request, 'setup_token', signal);
    const moved = await this.#moveToFirst(current, choice, request, fence, signal);
    if (moved !== undefined) return moved;
    const fallback = await this.#toApiKey(current, request, fence, signal);
    return fallback ?? this.#nowhere(current, choice, request);
  }

  /** Where the agent could go, for a person who asks: keeps no place there. */
  async preview(current: Assignment, signal: AbortSignal): Promise<Choice> {
    const choice = await this.#choose(current, { cause: 'by_hand', because: '' }, 'setup_token', signal);
    choice.release();
    return choice;
  }

  /** Puts the agent on `placement`. Undefined: it is being removed; try another. */
  async place(
    agent: string,
    current: Assignment | undefined,
    placement: Placement,
    request: MoveRequest,
    fence: Fence,
    signal: AbortSignal,
  ): Promise<SwitchResult | undefined> {
    const { state, applier, clock } = this.#options;
    const { subscription } = placement;
    const outcome = await state.change(
      {
        agent,
        expectedGeneration: current?.generation ?? 0,
        subscriptionId: subscription?.id ?? null,
        cause: request.cause,
        atMs: clock.now(),
        fence: fence.token,
      },
      signal,
    );
    if (outcome.kind === 'retired') return undefined;
    if (outcome.kind === 'outdated') {
      const name = subscription?.name ?? '';
      return notSwitched(agent, 'no_alternative', `“${name}” cannot be used: ${outdatedReason(name)}.`);
    }
    if (outcome.kind === 'changed') return this.stale(agent, outcome.current);
    if (outcome.kind === 'fenced') {
      return notSwitched(agent, 'lock_lost', 'Another host has taken over the switching of this agent.');
    }
    const changesMode =
      request.cause === 'by_hand' && ((current?.subscriptionId ?? null) === null) !== (subscription === undefined);
    const { assignment } = outcome;
    const applied = await applier.apply({ assignment, fence, mayRestart: true, changesMode }, signal);
    if (applied.result === MOVED_ELSEWHERE) return this.stale(agent, await state.read(agent, signal));
    const switched = await this.#switched(current, placement, request, { agent, ...applied }, signal);
    this.#said.delete(agent);
    this.#tell(switched);
    return switched;
  }

  /** "Somebody was faster." */
  stale(agent: string, current: Assignment | undefined): SwitchResult {
    const name = this.nameOf(current?.subscriptionId ?? null);
    const where = name === null ? 'has no subscription' : `is on “${name}”`;
    return notSwitched(agent, 'stale', `The agent was switched meanwhile; it ${where} now.`, { subscription: name });
  }

  /** Name of a subscription; null for none, the id of one that this host does not have. */
  nameOf(id: string | null): string | null {
    return id === null ? null : (this.#options.vault.byId(id)?.name ?? id);
  }

  /**
   * Takes over where the agent's own backend has put it; undefined: it is where we put it. One that the backend put on
   * something that is not stored here is left there: it was moved for a reason, and once is enough.
   */
  async follow(current: Assignment, fence: Fence, signal: AbortSignal): Promise<SwitchResult | undefined> {
    const { agent } = current;
    const elsewhere = await takeOver(current, fence, this.#options, signal);
    if (elsewhere === undefined) return undefined;
    if (elsewhere.kind === 'adopted') return this.stale(agent, elsewhere.assignment);
    const { subscription } = elsewhere;
    const reason = `The agent's own backend has put it on “${subscription}”, which is not stored here.`;
    return notSwitched(agent, 'stale', reason, { subscription });
  }

  #choose(
    { agent, subscriptionId }: Assignment,
    { window, belowPct }: MoveRequest,
    kind: Subscription['kind'],
    signal: AbortSignal,
  ): Promise<Choice> {
    const { fleet, clock } = this.#options;
    const model = fleet.find(agent)?.model ?? window;
    return chooseDestinations(
      { leaveId: subscriptionId ?? undefined, kind, model, belowPct },
      { ...this.#options, reservations: this.#reservations },
      () => clock.now(),
      signal,
    );
  }

  async #moveToFirst(
    current: Assignment,
    { destinations, release }: Choice,
    request: MoveRequest,
    fence: Fence,
    signal: AbortSignal,
  ): Promise<SwitchResult | undefined> {
    try {
      for (const { subscription, ranked, headroom } of destinations) {
        if ((await this.#options.vault.token(subscription.id, signal)) === undefined) continue;
        const placement = { subscription, headroom, whyThere: ranked.reason };
        const moved = await this.place(current.agent, current, placement, request, fence, signal);
        if (moved !== undefined) return moved;
      }
      return undefined;
    } finally {
      release();
    }
  }

  /** The last resort, where the person allows it: loud, and left again as soon as a subscription serves. */
  async #toApiKey(
    current: Assignment,
    request: MoveRequest,
    fence: Fence,
    signal: AbortSignal,
  ): Promise<SwitchResult | undefined> {
    const { fleet, settings, vault, clock, emit } = this.#options;
    const { agent, subscriptionId } = current;
    const isOnKey = subscriptionId !== null && vault.byId(subscriptionId)?.kind === 'api_key';
    const isWanted = request.cause === 'failure' || request.cause === 'pre_dispatch';
    if (!isWanted || isOnKey || !settings.isApiKeyAllowed() || fleet.find(agent)?.mayUseApiKey !== true)
      return undefined;
    const choice = await this.#choose(current, request, 'api_key', signal);
    const paid = {
      ...request,
      cause: 'api_key_fallback',
      because: `${request.because}, and no subscription is left`,
    } as const;
    const moved = await this.#moveToFirst(current, choice, paid, fence, signal);
    if (moved?.switched === true) {
      emit({ type: 'apiKeyFallback', at: clock.now(), agent, key: moved.to ?? '' });
    }
    return moved;
  }

  #nowhere(current: Assignment, { dropped, earliestResetMs }: Choice, request: MoveRequest): SwitchResult {
    const { agent, subscriptionId } = current;
    const { clock, emit } = this.#options;
    const name = this.nameOf(subscriptionId);
    const others =
      dropped.length === 0
        ? 'there is no other subscription'
        : dropped.map(one => `“${one.name}”: ${one.reason}`).join('; ');
    const reason = `${agent} stays on “${name ?? 'none'}” although ${request.because}: ${others}.`;
    const said = this.#said.get(agent);
    const nowMs = clock.now();
    const isRepeated = said?.subscriptionId === subscriptionId && Math.abs(nowMs - said.atMs) < REPEAT_MS;
    if (request.isQuiet !== true && !isRepeated && subscriptionId !== null) {
      this.#said.set(agent, { subscriptionId, atMs: nowMs });
      emit({
        type: 'noAlternative',
        at: nowMs,
        agent,
        subscription: name ?? '',
        reason,
        earliestResetAt: earliestResetMs,
      });
    }
    return notSwitched(agent, 'no_alternative', reason, {
      subscription: name,
      failureKind: request.failureKind ?? null,
      earliestResetMs,
    });
  }

  async #switched(
    current: Assignment | undefined,
    { subscription, headroom, whyThere }: Placement,
    { cause, failureKind, evidence, because }: MoveRequest,
    { agent, result, told }: Applied & { readonly agent: string },
    signal: AbortSignal,
  ): Promise<Switched> {
    const fromId = current?.subscriptionId ?? null;
    const [from, to] = [this.nameOf(fromId), subscription?.name ?? null];
    const left = from === null ? '' : ` from “${from}”`;
    const where =
      to === null
        ? `has no subscription any more${from === null ? '' : `, after “${from}”,`}`
        : `moved to “${to}”${left}`;
    const why = whyThere === null ? because : `${because}; ${whyThere}`;
    return {
      switched: true,
      agent,
      from,
      to,
      fromId,
      toId: subscription?.id ?? null,
      cause,
      failureKind: failureKind ?? null,
      eventCount: failureKind === undefined ? 0 : await this.#countFailures(agent, fromId, signal),
      result,
      told,
      preDispatch: cause === 'pre_dispatch',
      evidence: evidence ?? null,
      headroom,
      reason: `${agent} ${where} because ${why}.`,
    };
  }

  /** For information only: that it cannot be read must not undo a switch. */
  async #countFailures(agent: string, subscriptionId: string | null, signal: AbortSignal): Promise<number> {
    try {
      const sinceMs = this.#options.clock.now() - SKIP_MS;
      const events = await this.#options.state.failures({ sinceMs, agent }, signal);
      return events.filter(event => event.subscriptionId === subscriptionId).length;
    } catch {
      return 0;
    }
  }

  #tell({ agent, from, to, cause, failureKind, result, told, headroom, reason }: Switched): void {
    const at = this.#options.clock.now();
    const what = { agent, from, to, cause, failureKind, result, headroom, reason };
    this.#options.emit({ type: 'subscriptionSwitched', at, ...what, ...(told === undefined ? {} : { told }) });
  }
}
