import type { Told } from '../../contract/index.ts';

/** "From now on this agent works on that credential." */
export interface ReloadOrder {
  readonly token: string;
  /** Name of the subscription that the token belongs to. */
  readonly subscription: string;
  /** Short keyed digest of the token: tells two tokens apart and gives neither away. */
  readonly fingerprint: string;
  /** Grows with every assignment of this agent; the fencing number. */
  readonly generation: number;
  /** Silence API keys that the runtime would prefer over the token. */
  readonly removeApiKey: boolean;
  /**
   * For an agent whose own backend switches too: names of what it may be on for this order to be carried out, by which a
   * switch that the backend made meanwhile is not undone. Absent: whatever it is on.
   */
  readonly onlyFrom?: readonly string[];
}

/** What became of an order. Never contains a token. `told`: the reason by code; absent: it is the agent's own words. */
export type ReloadReply =
  /** `envShadow` names keys that the agent's own `.env` still carries; not `durable`: gone after a restart. */
  | { readonly kind: 'reloaded'; readonly envShadow: readonly string[]; readonly durable: boolean }
  | { readonly kind: 'not-running' }
  | { readonly kind: 'no-container' }
  /** 404: the agent has no such endpoint. */
  | { readonly kind: 'unsupported' }
  /** Transport failure: nobody knows more than `reason` says. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly told?: Told | undefined }
  /** The agent refused an older generation. */
  | { readonly kind: 'stale' }
  /** Its own backend has moved it to something that {@link ReloadOrder.onlyFrom} does not name. */
  | { readonly kind: 'elsewhere'; readonly subscription: string }
  /** The agent answered and did not do it: 400, 401, 422, 5xx, or an answer that is none. */
  | { readonly kind: 'rejected'; readonly status: number; readonly reason: string; readonly told?: Told | undefined };

/** How a restart hook ended. */
export type RestartResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: string; readonly told?: Told | undefined };

/** How an agent stands, as far as it tells. */
export interface AgentHealth {
  readonly state: 'up' | 'down';
  /** Why it is down; undefined when it is up. Never contains a secret. */
  readonly reason: string | undefined;
  /** The same by code, where one says it. */
  readonly told?: Told | undefined;
  /** What kind of runtime it is ("claude-code"), undefined when it does not say. */
  readonly runtime: string | undefined;
  /** Jobs or turns under way; undefined when it does not say. */
  readonly activeTasks: number | undefined;
  /**
   * Digest of the token that the next process gets, in the agent's own key: comparable with earlier ones of this agent
   * only. Undefined: none, or it does not say.
   */
  readonly fingerprint: string | undefined;
  /** Generation of that token; undefined when it does not say. */
  readonly generation: number | undefined;
  /** Name of the subscription it believes to be on, undefined when it does not say. */
  readonly subscription: string | undefined;
}

/** One agent, whatever stands behind it. Only an aborted signal makes these methods throw. */
export interface AgentPort {
  readonly name: string;
  readonly kind: 'agent-server' | 'trinity' | 'local';
  reload(order: ReloadOrder, signal: AbortSignal): Promise<ReloadReply>;
  /** Takes the credential away; same replies. */
  revoke(order: { readonly generation: number }, signal: AbortSignal): Promise<ReloadReply>;
  /** Undefined when no restart hook is configured. */
  readonly restart: ((order: ReloadOrder | undefined, signal: AbortSignal) => Promise<RestartResult>) | undefined;
  health(signal: AbortSignal): Promise<AgentHealth>;
}
