import { shortText } from './foreign.ts';
import type { AgentHealth, AgentPort, ReloadOrder, ReloadReply } from './port.ts';
import type { TrinityClient } from './trinity-client.ts';
import { TrinityError } from './trinity-error.ts';
import type { TrinityAssignment } from './trinity-schemas.ts';

/** Options of {@link TrinityAgent}. */
export interface TrinityAgentOptions {
  /** As Trinity calls the agent. */
  readonly name: string;
  readonly client: TrinityClient;
  /**
   * Puts the order's token into the backend under the subscription's name before assigning. Off by default: the backend
   * holds its own tokens, and replacing one there reaches every agent on it.
   */
  readonly uploadTokens?: boolean;
}

/**
 * An agent of a Trinity backend. No token reaches it directly: an order is carried out by assigning the subscription of
 * that name there, and the backend reloads or restarts under its own lock. It knows no generations, so older orders are
 * refused here, among those that this process gave.
 */
export class TrinityAgent implements AgentPort {
  readonly name: string;
  readonly kind = 'trinity';
  /** The backend restarts by itself where it has to. */
  readonly restart = undefined;
  readonly #client: TrinityClient;
  readonly #uploadTokens: boolean;
  #generation = 0;
  #applied: Pick<ReloadOrder, 'subscription' | 'fingerprint'> | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ name, client, uploadTokens = false }: TrinityAgentOptions) {
    this.name = name;
    this.#client = client;
    this.#uploadTokens = uploadTokens;
  }

  /** Not durable is never told: the backend's database is what its restarts read. */
  reload(order: ReloadOrder, signal: AbortSignal): Promise<ReloadReply> {
    return this.#inTurn(order.generation, signal, async () => {
      const { subscription: name, token, onlyFrom } = order;
      if (this.#uploadTokens) await this.#client.upsert({ name, token }, signal);
      // Read under our turn: what Trinity's own rotation did meanwhile counts, and what is so already is not done again.
      const current = await this.#client.auth(this.name, signal);
      const there = current.subscription_name;
      if (there !== null && there !== name && onlyFrom?.includes(there) === false) {
        return { kind: 'elsewhere', subscription: there };
      }
      const reply =
        there === name ? this.#alreadyThere(order) : replyOf(await this.#client.assign(this.name, name, signal));
      if (reply.kind === 'reloaded') this.#applied = order;
      return reply;
    });
  }

  /** Trinity restarts the agent for this, which ends what it is doing: there is no gentler way over its API. */
  revoke({ generation }: { readonly generation: number }, signal: AbortSignal): Promise<ReloadReply> {
    return this.#inTurn(generation, signal, async () => {
      const current = await this.#client.auth(this.name, signal);
      if (current.subscription_name === null) return DONE;
      return replyOf(await this.#client.clear(this.name, signal));
    });
  }

  async health(signal: AbortSignal): Promise<AgentHealth> {
    const unknown = { runtime: undefined, activeTasks: undefined, fingerprint: undefined, generation: undefined };
    try {
      const { subscription_name } = await this.#client.auth(this.name, signal);
      return { ...unknown, state: 'up', reason: undefined, subscription: subscription_name ?? undefined };
    } catch (error) {
      if (!(error instanceof TrinityError)) throw error;
      return { ...unknown, state: 'down', reason: error.message, told: error.told, subscription: undefined };
    }
  }

  /** The name is right; whether the token behind it is, only an upload or what was ordered before can tell. */
  #alreadyThere({ subscription, fingerprint }: ReloadOrder): ReloadReply {
    const isNewToken = this.#applied?.subscription === subscription && this.#applied.fingerprint !== fingerprint;
    if (!isNewToken || this.#uploadTokens) return DONE;
    const reason = `Trinity holds a token of its own for ${subscription}; replace it there, or allow uploads`;
    return { kind: 'rejected', status: 409, reason, told: { code: 'order_token_elsewhere', name: subscription } };
  }

  /** One order after the other, so that an older one cannot overtake a newer one on its way. */
  #inTurn(generation: number, signal: AbortSignal, act: () => Promise<ReloadReply>): Promise<ReloadReply> {
    const turn = this.#queue.then(async (): Promise<ReloadReply> => {
      signal.throwIfAborted();
      if (generation < this.#generation) return { kind: 'stale' };
      this.#generation = generation;
      return act().catch(refused);
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

const DONE: ReloadReply = { kind: 'reloaded', envShadow: [], durable: true };

const UNEXPLAINED = { reason: 'Trinity does not say what it did', told: { code: 'order_unexplained' } } as const;

/** Result words of the backend. A restart that worked has the agent on the new credential too. */
function replyOf({ success, restart_result, message }: TrinityAssignment): ReloadReply {
  switch (restart_result) {
    case 'not_running':
      return { kind: 'not-running' };
    case 'no_container':
      return { kind: 'no-container' };
    case 'hot_reloaded':
    case 'success':
      return DONE;
    default: {
      const reason = shortText(restart_result) ?? shortText(message);
      return success && restart_result == null
        ? DONE
        : { kind: 'rejected', status: 200, ...(reason === undefined ? UNEXPLAINED : { reason }) };
    }
  }
}

function refused(error: unknown): ReloadReply {
  if (!(error instanceof TrinityError)) throw error;
  if (error.status === 0) return { kind: 'unreachable', reason: error.message, told: error.told };
  return { kind: 'rejected', status: error.status, reason: error.message, told: error.told };
}
