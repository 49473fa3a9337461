import { z } from 'zod';
import { asObject } from './foreign.ts';
import type { HttpCall } from './http-call.ts';
import {
  TrinityAgentEntry,
  TrinityAssignment,
  TrinityAuth,
  TrinityDeletion,
  TrinityPressure,
  TrinitySubscription,
  TrinitySwitch,
  TrinityTokenTest,
  TrinityUsage,
} from './trinity-schemas.ts';
import { malformed, type TrinitySession } from './trinity-session.ts';

/** Reading calls. */
const READ_TIMEOUT_MS = 30_000;
/** Assigning may stop and start a container. */
const SWITCH_TIMEOUT_MS = 120_000;
/** The backend itself waits 15 s for the provider. */
const PROBE_TIMEOUT_MS = 30_000;
/** Lines of a list; more is no fleet that one desktop manages. */
const MAX_LIST = 10_000;

/** Switches of the backend's own rotation. */
export type TrinitySetting = 'auto-switch' | 'headroom-auto-refresh' | 'api-key-fallback';

/** A subscription for {@link TrinityClient.upsert}. */
export interface TrinityUpload {
  readonly name: string;
  readonly token: string;
  readonly subscriptionType?: string;
  readonly rateLimitTier?: string;
}

/**
 * The subscription side of a Trinity backend's REST API. The switch happens there, under its locks; no call returns a
 * token. Every method throws {@link TrinityError} or the reason of its signal; answers are checked and bounded.
 */
export class TrinityClient {
  readonly #session: TrinitySession;

  constructor(session: TrinitySession) {
    this.#session = session;
  }

  /** All for an administrator, otherwise one's own. */
  subscriptions(signal: AbortSignal): Promise<readonly TrinitySubscription[]> {
    return this.#list('api/subscriptions', 'subscriptions', TrinitySubscription, signal);
  }

  subscription(idOrName: string, signal: AbortSignal): Promise<TrinitySubscription> {
    return this.#read(`api/subscriptions/${encodeURIComponent(idOrName)}`, TrinitySubscription, signal);
  }

  agents(signal: AbortSignal): Promise<readonly TrinityAgentEntry[]> {
    return this.#list('api/agents', 'agents', TrinityAgentEntry, signal);
  }

  /** Trouble per agent, as the backend sees it. */
  pressure(signal: AbortSignal): Promise<readonly TrinityPressure[]> {
    return this.#list('api/agents/subscription-pressure', 'agents', TrinityPressure, signal);
  }

  auth(agent: string, signal: AbortSignal): Promise<TrinityAuth> {
    return this.#read(`${agentPath(agent)}/auth`, TrinityAuth, signal);
  }

  /** Puts an agent on a subscription that the backend has, by its name. */
  assign(agent: string, subscription: string, signal: AbortSignal): Promise<TrinityAssignment> {
    const path = `${agentPath(agent)}?subscription_name=${encodeURIComponent(subscription)}`;
    return this.#send('PUT', path, undefined, TrinityAssignment, signal);
  }

  /** Takes the subscription away. The backend restarts the agent for that, which ends what it is doing. */
  clear(agent: string, signal: AbortSignal): Promise<TrinityAssignment> {
    return this.#send('DELETE', agentPath(agent), undefined, TrinityAssignment, signal);
  }

  startAgent(agent: string, signal: AbortSignal): Promise<void> {
    return this.#send('POST', `api/agents/${encodeURIComponent(agent)}/start`, undefined, z.unknown(), signal).then(
      () => undefined,
    );
  }

  /** Creates or replaces by name; agents on a replaced one get the new token. */
  upsert(
    { name, token, subscriptionType, rateLimitTier }: TrinityUpload,
    signal: AbortSignal,
  ): Promise<TrinitySubscription> {
    const body = { name, token, subscription_type: subscriptionType, rate_limit_tier: rateLimitTier };
    return this.#send('POST', 'api/subscriptions', body, TrinitySubscription, signal);
  }

  /** Has the backend try a token. A refused one is an answer, not an error. */
  test(token: string, signal: AbortSignal): Promise<TrinityTokenTest> {
    return this.#send('POST', 'api/subscriptions/test', { token }, TrinityTokenTest, signal);
  }

  /** Gives how many agents lost it. */
  async remove(idOrName: string, signal: AbortSignal): Promise<number> {
    const path = `api/subscriptions/${encodeURIComponent(idOrName)}`;
    return (await this.#send('DELETE', path, undefined, TrinityDeletion, signal)).agents_cleared;
  }

  usage(idOrName: string, signal: AbortSignal): Promise<TrinityUsage> {
    return this.#read(`api/subscriptions/${encodeURIComponent(idOrName)}/usage`, TrinityUsage, signal);
  }

  /** A reading from the provider now; the backend takes one in 60 s at most. */
  refreshUsage(id: string, signal: AbortSignal): Promise<TrinityUsage> {
    const path = `api/subscriptions/${encodeURIComponent(id)}/usage/refresh`;
    return this.#call({ method: 'POST', path, timeoutMs: PROBE_TIMEOUT_MS }, TrinityUsage, signal);
  }

  async setting(name: TrinitySetting, signal: AbortSignal): Promise<boolean> {
    return (await this.#read(`api/subscriptions/settings/${name}`, TrinitySwitch, signal)).enabled;
  }

  async set(name: TrinitySetting, enabled: boolean, signal: AbortSignal): Promise<boolean> {
    const path = `api/subscriptions/settings/${name}?enabled=${enabled}`;
    return (await this.#send('PUT', path, undefined, TrinitySwitch, signal)).enabled;
  }

  #read<T>(path: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    return this.#call({ method: 'GET', path, timeoutMs: READ_TIMEOUT_MS }, schema, signal);
  }

  #send<T>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const content =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return this.#call({ method, path, timeoutMs: SWITCH_TIMEOUT_MS, ...content }, schema, signal);
  }

  /** A plain list, or one inside an object; lines that make no sense are left out rather than hiding the others. */
  async #list<T>(path: string, key: string, schema: z.ZodType<T>, signal: AbortSignal): Promise<readonly T[]> {
    const answer = await this.#session.call({ method: 'GET', path, timeoutMs: READ_TIMEOUT_MS }, signal);
    const lines = Array.isArray(answer) ? (answer as readonly unknown[]) : asObject(answer)?.[key];
    if (!Array.isArray(lines)) throw malformed();
    return lines.slice(0, MAX_LIST).flatMap(line => {
      const read = schema.safeParse(line);
      return read.success ? [read.data] : [];
    });
  }

  async #call<T>(call: HttpCall, schema: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    const answer = schema.safeParse(await this.#session.call(call, signal));
    if (!answer.success) throw malformed();
    return answer.data;
  }
}

function agentPath(agent: string): string {
  return `api/subscriptions/agents/${encodeURIComponent(agent)}`;
}
