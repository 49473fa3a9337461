import type { AgentPort } from '../../agents/index.ts';
import type { HeadroomReading } from '../headroom/reading.ts';
import type { Subscription } from '../vault/subscription.ts';

/** One agent as the rotation needs it. */
export interface FleetAgent {
  readonly port: AgentPort;
  /** Kind of its runtime, e.g. `claude-code`; undefined counts as Claude. Others may need their API keys. */
  readonly runtime?: string | undefined;
  /** The model that it works with, if it is always the same: limits of other models do not concern it then. */
  readonly model?: string | undefined;
  /** Whether it may be put on an API key when no subscription is left. Default false. */
  readonly mayUseApiKey?: boolean | undefined;
}

/** The agents that this host manages. */
export interface Fleet {
  find(agent: string): FleetAgent | undefined;
  names(): readonly string[];
}

/** What the rotation needs of the vault. */
export interface TokenSource {
  subscriptions(): readonly Subscription[];
  /** Also one that is being removed. */
  byId(id: string): Subscription | undefined;
  token(id: string, signal: AbortSignal): Promise<string | undefined>;
}

/** The cached reading of a subscription; undefined when there is none. Never asks the provider. */
export type CachedReading = (subscriptionId: string) => HeadroomReading | undefined;

/** The person's choices, asked anew each time. */
export interface RotationSettings {
  /** Whether anything may switch by itself. Default true. */
  isAutomatic(): boolean;
  /** Whether an API key may be used when no subscription is left. Default false: it costs money. */
  isApiKeyAllowed(): boolean;
  /** Percent of the fuller window at which agents move away before the wall; 0: never. */
  thresholdPct(): number;
}

/** True for a runtime that takes an OAuth token and would prefer an API key over it. */
export function isClaude(runtime: string | undefined): boolean {
  return runtime === undefined || runtime === '' || runtime.toLowerCase().startsWith('claude');
}
