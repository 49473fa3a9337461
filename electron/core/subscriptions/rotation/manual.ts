import type { Fence } from '../locks/agent-locks.ts';
import { SubscriptionsError } from '../shared/errors.ts';
import type { Choice } from './choice.ts';
import { FAN_OUT, type RotationContext } from './context.ts';
import { guarded, outcomeOf } from './guarded.ts';
import { inParallel } from './in-parallel.ts';
import { notSwitched, type SwitchResult } from './results.ts';
import type { Assignment } from './state.ts';
import type { MoveRequest } from './switcher.ts';

/** What a person asks for. The setting for automatic switching does not matter here. */
export class ManualRotation {
  readonly #options: RotationContext;

  constructor(options: RotationContext) {
    this.#options = options;
  }

  /**
   * By hand: moves the agent to the best other subscription, or to `to`. Never onto the one it has. The setting for
   * automatic switching does not matter. Throws `agent_unknown`, `subscription_unknown`, and when the state is away.
   */
  async rotate(agent: string, to: string | undefined, signal: AbortSignal): Promise<SwitchResult> {
    if (to !== undefined) return this.assign(agent, to, signal);
    const { locks, state, switcher } = this.#options;
    this.#known(agent);
    const because = 'it was asked for';
    return locks.withLock(agent, signal, async fence => {
      const current = await state.read(agent, signal);
      if (current === undefined || current.subscriptionId === null)
        return this.#assignFirst(agent, current, fence, signal);
      const within = AbortSignal.any([signal, fence.signal]);
      return switcher.moveAway(current, { cause: 'by_hand', because, isQuiet: true }, fence, within);
    });
  }

  /** What {@link rotate} would choose from now. Moves nobody. Throws `agent_unknown`, and when the state is away. */
  async explain(
    agent: string,
    signal: AbortSignal,
  ): Promise<{ readonly from: string | null; readonly choice: Choice }> {
    const { state, switcher, clock } = this.#options;
    this.#known(agent);
    const current = (await state.read(agent, signal)) ?? unassigned(agent, clock.now());
    return { from: switcher.nameOf(current.subscriptionId), choice: await switcher.preview(current, signal) };
  }

  /** {@link rotate} for every agent that has a subscription; emits the table of outcomes and gives it. */
  async rotateAll(to: string | undefined, signal: AbortSignal): Promise<readonly SwitchResult[]> {
    const { state, fleet, clock, emit } = this.#options;
    const destination = to === undefined ? undefined : this.#options.vault.find(to);
    const onAny = (await state.list(signal)).filter(({ subscriptionId }) => subscriptionId !== null);
    const agents = onAny.map(({ agent }) => agent).filter(agent => fleet.find(agent) !== undefined);
    const results = await inParallel(agents, FAN_OUT, agent =>
      guarded(agent, signal, () => this.rotate(agent, destination?.id, signal)),
    );
    const subscription = destination?.name ?? null;
    emit({
      type: 'rolloverSummary',
      at: clock.now(),
      action: 'rotated',
      subscription,
      outcomes: results.map(outcomeOf),
    });
    return results;
  }

  /** Puts the agent on one subscription. Throws as {@link rotate}. */
  async assign(agent: string, to: string, signal: AbortSignal): Promise<SwitchResult> {
    const { vault, locks, state, switcher } = this.#options;
    this.#known(agent);
    const subscription = vault.find(to);
    return locks.withLock(agent, signal, async fence => {
      // Under the lock and right before assigning: read earlier, an automatic switch could make it wrong.
      const current = await state.read(agent, signal);
      if (current?.subscriptionId === subscription.id) {
        const reason = `${agent} is on “${subscription.name}” already.`;
        return notSwitched(agent, 'same_subscription', reason, { subscription: subscription.name });
      }
      const placement = { subscription, headroom: null, whyThere: null };
      const request: MoveRequest = { cause: 'by_hand', because: 'it was asked for' };
      const within = AbortSignal.any([signal, fence.signal]);
      const placed = await switcher.place(agent, current, placement, request, fence, within);
      return placed ?? notSwitched(agent, 'no_alternative', `“${subscription.name}” is being removed.`);
    });
  }

  /** Takes the agent's credential away. Throws as {@link rotate}. */
  async clear(agent: string, signal: AbortSignal): Promise<SwitchResult> {
    const { locks, state, switcher } = this.#options;
    return locks.withLock(agent, signal, async fence => {
      const current = await state.read(agent, signal);
      if (current === undefined || current.subscriptionId === null) {
        return notSwitched(agent, 'no_subscription', `${agent} has no subscription.`);
      }
      const placement = { subscription: undefined, headroom: null, whyThere: null };
      const request: MoveRequest = { cause: 'by_hand', because: 'it was asked for' };
      const within = AbortSignal.any([signal, fence.signal]);
      const placed = await switcher.place(agent, current, placement, request, fence, within);
      return placed ?? notSwitched(agent, 'failed', 'The assignment could not be cleared.');
    });
  }

  async #assignFirst(
    agent: string,
    current: Assignment | undefined,
    fence: Fence,
    signal: AbortSignal,
  ): Promise<SwitchResult> {
    const { switcher, clock } = this.#options;
    const none = current ?? unassigned(agent, clock.now());
    const request: MoveRequest = { cause: 'by_hand', because: 'it was asked for', isQuiet: true };
    return switcher.moveAway(none, request, fence, AbortSignal.any([signal, fence.signal]));
  }

  #known(agent: string): void {
    if (this.#options.fleet.find(agent) !== undefined) return;
    const names = this.#options.fleet.names();
    throw new SubscriptionsError('agent_unknown', `There is no agent “${agent}”.`, {
      remedy: names.length === 0 ? 'Add one with `gatehouse agent add`.' : `There are: ${names.join(', ')}.`,
    });
  }
}

/** The assignment of an agent that never had one. */
function unassigned(agent: string, sinceMs: number): Assignment {
  return {
    agent,
    subscriptionId: null,
    generation: 0,
    sinceMs,
    cause: 'by_hand',
    confirmedGeneration: 0,
    maybeLive: [],
    result: null,
  };
}
