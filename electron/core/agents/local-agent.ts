import { z } from 'zod';
import { GatehouseError } from '../platform/index.ts';
import type { AgentHealth, AgentPort, ReloadOrder, ReloadReply } from './port.ts';

/** What a local process is started with. */
export const AgentCredential = z.object({
  token: z.string().min(8).max(4_096),
  subscription: z.string().min(1).max(200),
  fingerprint: z.string().max(128),
  generation: z.number().int().nonnegative(),
  removeApiKey: z.boolean(),
});
export type AgentCredential = z.infer<typeof AgentCredential>;

/** Where `gatehouse exec` gets the credential of an agent. */
export interface CredentialSource {
  /** Throws `agent_unknown`, `agent_unassigned`, or why nobody could be asked. */
  credentialFor(agent: string, signal: AbortSignal): Promise<AgentCredential>;
}

/**
 * An agent whose processes Gatehouse starts itself: a reload changes what the next one is started with, those running
 * keep theirs. Holds the credential in memory only; the vault stays the truth, and whoever starts the host orders a
 * reload of every assigned local agent once.
 */
export class LocalAgent implements AgentPort {
  readonly name: string;
  readonly kind = 'local';
  readonly restart = undefined;
  #generation: number | undefined;
  #credential: AgentCredential | undefined;

  constructor(name: string) {
    this.name = name;
  }

  async reload(order: ReloadOrder, signal: AbortSignal): Promise<ReloadReply> {
    signal.throwIfAborted();
    if (order.generation < (this.#generation ?? 0)) return { kind: 'stale' };
    this.#generation = order.generation;
    this.#credential = AgentCredential.parse(order);
    return { kind: 'reloaded', envShadow: [], durable: true };
  }

  async revoke({ generation }: { readonly generation: number }, signal: AbortSignal): Promise<ReloadReply> {
    signal.throwIfAborted();
    if (generation < (this.#generation ?? 0)) return { kind: 'stale' };
    this.#generation = generation;
    this.#credential = undefined;
    return { kind: 'reloaded', envShadow: [], durable: true };
  }

  /** What the next process gets. Throws `agent_unassigned`. */
  credential(): AgentCredential {
    if (this.#credential !== undefined) return this.#credential;
    throw new GatehouseError('agent_unassigned', `The agent ${this.name} has no subscription.`, {
      remedy: `Give it one with: gatehouse sub assign ${this.name} SUBSCRIPTION`,
    });
  }

  async health(signal: AbortSignal): Promise<AgentHealth> {
    signal.throwIfAborted();
    return {
      state: 'up',
      reason: undefined,
      runtime: undefined,
      activeTasks: undefined,
      fingerprint: this.#credential?.fingerprint,
      generation: this.#generation,
      subscription: this.#credential?.subscription,
    };
  }
}
