import { errorMessage, isAbortError } from '../../platform/index.ts';
import { type HeadroomReading, refusalNow } from '../headroom/reading.ts';
import { type FailureMark, shouldSwitchBeforeDispatch } from '../ranking-evidence.ts';
import { relevantFailures } from './choice.ts';
import { FAN_OUT, type RotationContext } from './context.ts';
import { guarded } from './guarded.ts';
import { inParallel } from './in-parallel.ts';
import { type NotSwitched, notSwitched, type SwitchResult } from './results.ts';
import type { Assignment, FailureEvent } from './state.ts';
import type { MoveRequest } from './switcher.ts';

/** A threshold moves an agent only to one that is emptier by at least this, and not again within the stay. */
const HYSTERESIS_PCT = 10;
const LEAST_STAY_MS = 300_000;

/** Switches that come before anything has failed. Records no failures. */
export class EarlyRotation {
  readonly #options: RotationContext;
  /** By id of the subscription: when it got the refused token that was told of; null for its first one. */
  readonly #toldInvalid = new Map<string, number | null>();

  constructor(options: RotationContext) {
    this.#options = options;
  }

  /** Asked right before a turn starts. Switches when the turn would fail; a fault here lets the turn run. */
  async beforeDispatch(agent: string, signal: AbortSignal): Promise<SwitchResult> {
    const { state, switcher, locks, settings } = this.#options;
    const due = async (current: Assignment | undefined): Promise<MoveRequest | undefined> =>
      current === undefined ? undefined : this.#dueBeforeDispatch(current, signal);
    try {
      if (!settings.isAutomatic()) return notSwitched(agent, 'disabled', 'Automatic switching is off.');
      // Cheap outside the lock: nearly always there is nothing to do.
      const assigned = await state.read(agent, signal);
      if (assigned === undefined || assigned.subscriptionId === null) {
        return notSwitched(agent, 'no_subscription', `${agent} has no subscription.`);
      }
      const notNow = notNeeded(agent, switcher.nameOf(assigned.subscriptionId));
      if ((await due(assigned)) === undefined) return notNow;
      return await locks.withLock(agent, signal, async fence => {
        const current = await state.read(agent, signal);
        const request = await due(current);
        if (current === undefined || request === undefined) return notNow;
        return switcher.moveAway(current, request, fence, AbortSignal.any([signal, fence.signal]));
      });
    } catch (error) {
      if (signal.aborted && isAbortError(error)) throw error;
      this.#options.logger.warn('the check before a turn failed', { agent, reason: errorMessage(error) });
      return notSwitched(agent, 'failed', `The check before the turn failed: ${errorMessage(error)}`);
    }
  }

  /**
   * Takes in a new reading of a subscription: agents leave it when it refuses, and when it passes the threshold as long
   * as there is a clearly better one.
   */
  async headroomChanged(
    subscriptionId: string,
    reading: HeadroomReading,
    signal: AbortSignal,
  ): Promise<readonly SwitchResult[]> {
    const { settings, clock } = this.#options;
    if (reading.status === 'invalid_token') this.tellInvalid(subscriptionId, 'the provider refuses its token');
    if (reading.status === 'ok') this.#toldInvalid.delete(subscriptionId);
    if (!settings.isAutomatic()) return [];
    const thresholdPct = settings.thresholdPct();
    // At the wall already: the next turn of whoever is on it would be refused, whatever the threshold is.
    const isRefused = refusalNow(reading, clock.now()) !== undefined;
    const isOver = thresholdPct > 0 && fullestPct(reading) >= thresholdPct;
    if (!isRefused && !isOver) return [];
    const onIt = await this.#agentsOn(subscriptionId, signal);
    return inParallel(onIt, FAN_OUT, agent =>
      isRefused
        ? this.beforeDispatch(agent, signal)
        : guarded(agent, signal, () => this.#leaveBeforeWall(agent, subscriptionId, reading, thresholdPct, signal)),
    );
  }

  /** Tells once for each token that it is refused, until a reading says otherwise. */
  tellInvalid(id: string, reason: string): void {
    const sinceMs = this.#options.vault.byId(id)?.replacedAtMs ?? null;
    if (this.#toldInvalid.get(id) === sinceMs) return;
    this.#toldInvalid.set(id, sinceMs);
    const subscription = this.#options.switcher.nameOf(id) ?? id;
    this.#options.emit({ type: 'tokenInvalid', at: this.#options.clock.now(), subscription, reason });
  }

  async #dueBeforeDispatch(current: Assignment, signal: AbortSignal): Promise<MoveRequest | undefined> {
    const { subscriptionId, agent } = current;
    if (subscriptionId === null) return undefined;
    const { state, reading, clock, fleet, vault } = this.#options;
    const model = fleet.find(agent)?.model;
    const subscription = vault.byId(subscriptionId) ?? { id: subscriptionId, replacedAtMs: null };
    const failures = relevantFailures(subscription, await state.latestFailures(signal), model);
    const events = failures.map(toMark);
    const input = { subscriptionId, reading: reading(subscriptionId), events, model };
    const verdict = shouldSwitchBeforeDispatch(input, clock.now());
    if (!verdict.shouldSwitch) return undefined;
    const because =
      verdict.evidence === 'provider_refusing'
        ? 'the provider refuses its subscription'
        : 'its subscription met a limit';
    return { cause: 'pre_dispatch', evidence: verdict.evidence, because };
  }

  async #leaveBeforeWall(
    agent: string,
    subscriptionId: string,
    reading: HeadroomReading,
    thresholdPct: number,
    signal: AbortSignal,
  ): Promise<SwitchResult> {
    const { locks, state, switcher, clock } = this.#options;
    return locks.withLock(agent, signal, async fence => {
      const current = await state.read(agent, signal);
      if (current?.subscriptionId !== subscriptionId) return switcher.stale(agent, current);
      const stayedMs = clock.now() - current.sinceMs;
      if (stayedMs >= 0 && stayedMs < LEAST_STAY_MS) return notNeeded(agent, switcher.nameOf(subscriptionId));
      const because = `its subscription is ${fullestPct(reading)}% used`;
      const belowPct = Math.max(thresholdPct - HYSTERESIS_PCT, 1);
      const request: MoveRequest = { cause: 'threshold', because, belowPct, isQuiet: true };
      return switcher.moveAway(current, request, fence, AbortSignal.any([signal, fence.signal]));
    });
  }

  async #agentsOn(subscriptionId: string, signal: AbortSignal): Promise<readonly string[]> {
    const all = await this.#options.state.list(signal);
    const onIt = all.filter(one => one.subscriptionId === subscriptionId).map(({ agent }) => agent);
    return onIt.filter(agent => this.#options.fleet.find(agent) !== undefined);
  }
}

function notNeeded(agent: string, subscription: string | null): NotSwitched {
  return notSwitched(agent, 'not_needed', 'Nothing speaks against its subscription.', { subscription });
}

function toMark({ subscriptionId, kind, occurredAtMs, resetsAtMs }: FailureEvent): FailureMark {
  return { subscriptionId, kind, occurredAtMs, ...(resetsAtMs === null ? {} : { resetsAtMs }) };
}

/** Percent used of the fullest of the subscription's own windows; 0 when nobody measured. */
function fullestPct({ windows }: HeadroomReading): number {
  const own = Object.entries(windows).filter(([name]) => !name.includes('_'));
  return Math.max(0, ...own.map(([, { utilizationPct }]) => utilizationPct ?? 0));
}
