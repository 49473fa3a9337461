import type { TrinityBackend } from '../../../contract/index.ts';
import { TrinityError, type TrinityUsage } from '../../agents/index.ts';
import type { Clock } from '../../platform/index.ts';
import { type HeadroomBook, inParallel, type SubscriptionVault } from '../../subscriptions/index.ts';
import type { AgentRegistry, KnownBackend } from './agent-registry.ts';
import { backendReading } from './backend-reading.ts';
import { describeBackend, type SeenBackend } from './describe-backend.ts';

/** Options of {@link BackendWatch}. */
export interface BackendWatchOptions {
  readonly registry: AgentRegistry;
  readonly vault: SubscriptionVault;
  readonly book: HeadroomBook;
  readonly clock: Clock;
  readonly onChange: () => void;
}

const CONCURRENCY = 4;
/** More than a person reads; a backend with more shows the first. */
const MOST_USAGES = 100;

/**
 * What the Trinity backends of the configured agents have and know: their subscriptions and what is left of each, their
 * agents and how those are signed in. What a backend knows of a subscription that is stored here under the same name is
 * a reading that costs nothing. Reads only.
 */
export class BackendWatch {
  readonly #options: BackendWatchOptions;
  readonly #seen = new Map<string, SeenBackend>();

  constructor(options: BackendWatchOptions) {
    this.#options = options;
  }

  /** As of the last look; backends that were never looked at are left out. */
  list(): readonly TrinityBackend[] {
    const { registry, vault } = this.#options;
    return registry.backends().flatMap(backend => {
      const seen = this.#seen.get(backend.key);
      return seen === undefined ? [] : [describeBackend(backend, seen, vault.subscriptions())];
    });
  }

  /** Asks all of them. Throws only the signal's reason. */
  async look(signal: AbortSignal): Promise<void> {
    const backends = this.#options.registry.backends();
    for (const key of this.#seen.keys()) if (!backends.some(one => one.key === key)) this.#seen.delete(key);
    await inParallel(backends, CONCURRENCY, async backend => {
      this.#seen.set(backend.key, await this.#ask(backend, signal));
    });
    if (backends.length > 0) this.#options.onChange();
  }

  async #ask({ client }: KnownBackend, signal: AbortSignal): Promise<SeenBackend> {
    const checkedAt = this.#options.clock.now();
    try {
      const subscriptions = await client.subscriptions(signal);
      // Whatever else the sign-in may not see is left out: an owner of agents need not be an administrator.
      const [agents, pressure, switchesItself] = await Promise.all([
        allowed(client.agents(signal), []),
        allowed(client.pressure(signal), []),
        allowed<boolean | null>(client.setting('auto-switch', signal), null),
      ]);
      const usages = new Map<string, TrinityUsage>();
      await inParallel(subscriptions.slice(0, MOST_USAGES), CONCURRENCY, async ({ id, name }) => {
        const usage = await allowed<TrinityUsage | null>(client.usage(id, signal), null);
        if (usage !== null) usages.set(name, usage);
      });
      this.#learn(usages);
      return { checkedAt, reason: null, subscriptions, agents, pressure, switchesItself, usages };
    } catch (error) {
      if (!(error instanceof TrinityError)) throw error;
      const nothing = { subscriptions: [], agents: [], pressure: [], switchesItself: null, usages: new Map() };
      return { checkedAt, reason: error.message, ...nothing };
    }
  }

  #learn(usages: ReadonlyMap<string, TrinityUsage>): void {
    const { vault, book, clock } = this.#options;
    for (const { id, name } of vault.subscriptions()) {
      const usage = usages.get(name);
      const reading = usage === undefined ? undefined : backendReading(usage, clock.now());
      if (reading !== undefined) book.take(id, reading);
    }
  }
}

async function allowed<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TrinityError) return otherwise;
    throw error;
  }
}
