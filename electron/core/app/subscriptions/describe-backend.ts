import type { TrinityBackend } from '../../../contract/index.ts';
import type { TrinityAgentEntry, TrinityPressure, TrinitySubscription, TrinityUsage } from '../../agents/index.ts';
import type { Subscription } from '../../subscriptions/index.ts';
import type { KnownBackend } from './agent-registry.ts';

/** What one look at a backend found. */
export interface SeenBackend {
  /** Milliseconds since the epoch. */
  readonly checkedAt: number;
  /** Why it could not be asked; null: it could. */
  readonly reason: string | null;
  readonly subscriptions: readonly TrinitySubscription[];
  readonly agents: readonly TrinityAgentEntry[];
  readonly pressure: readonly TrinityPressure[];
  /** Null: it does not say. */
  readonly switchesItself: boolean | null;
  /** By name of the subscription. */
  readonly usages: ReadonlyMap<string, TrinityUsage>;
}

const MOST_ROWS = 200;

/** One backend for people: what it has beside what is known here. */
export function describeBackend(
  { host, names }: KnownBackend,
  { checkedAt, reason, subscriptions, agents, pressure, switchesItself, usages }: SeenBackend,
  stored: readonly Subscription[],
): TrinityBackend {
  const trouble = new Map(pressure.map(line => [line.agent_name, line]));
  const all = new Map(agents.map(agent => [agent.name, agent]));
  const agentNames = [...new Set([...all.keys(), ...trouble.keys()])].sort();
  return {
    host,
    state: reason === null ? 'up' : 'down',
    reason,
    checkedAt,
    switchesItself,
    subscriptions: subscriptions.slice(0, MOST_ROWS).map(({ name, subscription_type, agent_count, agents: onIt }) => {
      const usage = usages.get(name);
      const { five_hour, seven_day, snapshot_age_seconds, status } = usage?.headroom ?? {};
      return {
        name,
        tier: subscription_type ?? null,
        agents: Math.max(agent_count, onIt.length),
        isStoredHere: stored.some(one => one.name === name),
        isLimited: usage?.rate_limited_now ?? null,
        fiveHourPct: five_hour?.utilization_pct ?? null,
        sevenDayPct: seven_day?.utilization_pct ?? null,
        readAt: snapshot_age_seconds == null ? null : checkedAt - snapshot_age_seconds * 1_000,
        status: status ?? null,
      };
    }),
    agents: agentNames.slice(0, MOST_ROWS).map(name => {
      const [agent, line] = [all.get(name), trouble.get(name)];
      return {
        name,
        knownAs: names.get(name) ?? null,
        status: agent?.status ?? null,
        authMode: agent?.auth_mode ?? line?.auth_mode ?? null,
        subscription: agent?.subscription_name ?? line?.subscription_name ?? null,
        tokenStatus: line?.token_status ?? null,
        isLimited: line?.rate_limited_now ?? null,
        failures24h: line?.failure_events_24h ?? null,
      };
    }),
  };
}
