import type { LastSwitch, SubscriptionsStatus } from '../../../contract/index.ts';
import type { GatehouseError } from '../../platform/index.ts';
import { type Assignment, type FailureEvent, joinFleet, type ListedSubscription } from '../../subscriptions/index.ts';
import { describeGate } from './describe-gate.ts';
import type { Parts, PartsOptions } from './parts.ts';

/** What was last read of files or shared state. */
interface Known {
  readonly listed: readonly ListedSubscription[];
  readonly assignments: readonly Assignment[];
  readonly failures: readonly FailureEvent[];
  /** Ids of those whose token was replaced on another host. */
  readonly outdated: readonly string[];
}

const UNMEASURED = { reading: undefined, freshness: undefined, ageMs: undefined, forecasts: [], problem: undefined };

/** What the third gate knows of itself: the status is made of it without waiting for a file or for Redis. */
export class Knowledge {
  phase: 'starting' | 'open' = 'starting';
  failure: GatehouseError | undefined;
  lastSwitch: LastSwitch | null = null;
  readonly #options: Pick<PartsOptions, 'settings' | 'clock'> & { readonly isTryOut?: boolean };
  #known: Known = { listed: [], assignments: [], failures: [], outdated: [] };
  #hasJoined = false;
  #shown: { readonly state: SubscriptionsStatus['state']; readonly since: number } | undefined;

  constructor(options: Pick<PartsOptions, 'settings' | 'clock'> & { readonly isTryOut?: boolean }) {
    this.#options = options;
  }

  /** Reads anew; what cannot be read now keeps its last values. True when something changed. Throws why it cannot. */
  async read(parts: Parts, signal: AbortSignal): Promise<boolean> {
    const { vault, state, localState, locks, redis, tokens } = parts;
    const before = JSON.stringify(this.#known);
    if (redis !== undefined) {
      this.#known = { ...this.#known, listed: await vault.list(signal) };
      if (redis.status.state !== 'up') return JSON.stringify(this.#known) !== before;
      if (!this.#hasJoined) await joinFleet({ vault, local: localState, shared: state, locks }, signal);
      this.#hasJoined = true;
    }
    const ids = vault.subscriptions().map(({ id }) => id);
    const [assignments, failures, outdated] = await Promise.all([
      state.list(signal),
      state.latestFailures(signal),
      tokens.outdated(ids, signal),
    ]);
    this.#known = { listed: await vault.list(signal), assignments, failures, outdated: [...outdated] };
    return JSON.stringify(this.#known) !== before;
  }

  status(parts: Parts | undefined): SubscriptionsStatus {
    const { settings, isTryOut = false, clock } = this.#options;
    const nowMs = clock.now();
    const described = describeGate({
      phase: this.phase,
      failure: this.failure,
      isTryOut,
      isAutomatic: settings.automatic,
      warnPct: settings.headroom.warnPct,
      subscriptions: this.#known.listed,
      removing: parts?.vault.removing() ?? [],
      assignments: this.#known.assignments,
      failures: this.#known.failures,
      outdated: this.#known.outdated,
      agents: parts?.registry.list() ?? [],
      backends: parts?.backends.list() ?? [],
      headroom: id => parts?.book.view(id) ?? UNMEASURED,
      history: id => parts?.book.history(id) ?? [],
      shared: parts?.redis?.status,
      lastSwitch: this.lastSwitch,
      nowMs,
    });
    if (this.#shown?.state !== described.state) this.#shown = { state: described.state, since: nowMs };
    return { ...described, since: this.#shown.since };
  }
}
