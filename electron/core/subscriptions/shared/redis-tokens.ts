import { createHmac, randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { RedisConnection } from './redis-connection.ts';
import { REGISTER_TOKEN } from './redis-scripts.ts';
import type { TokenRegister } from './token-register.ts';

/** Options of {@link RedisTokens}. */
export interface RedisTokensOptions {
  readonly connection: RedisConnection;
  /** This host's token; undefined: it has none. */
  readonly token: (subscriptionId: string, signal: AbortSignal) => Promise<string | undefined>;
  /** Changes with the token: what was computed for it is kept until then. */
  readonly fingerprint: (subscriptionId: string) => string | undefined;
}

const KEY_BYTES = 32;
/** 64 bits: enough to tell tokens apart. A token has far too many to be found by trying, whoever reads the key. */
const HEX_DIGITS = 16;
/** So that the digest serves no other purpose. */
const LABEL = 'gatehouse-fleet-token:v1:';
/** The field of the hash that holds the key of the digests; ids of subscriptions have another shape. */
const KEY_FIELD = 'key';

const replySchema = z.tuple([z.string(), z.string()]);

/** The {@link TokenRegister} of several hosts with one Redis: a digest of each present token, keyed for the fleet. */
export class RedisTokens implements TokenRegister {
  readonly #options: RedisTokensOptions;
  /** By id: what was computed last, and from what. */
  readonly #digests = new Map<string, { readonly from: string; readonly digest: string }>();

  constructor(options: RedisTokensOptions) {
    this.#options = options;
  }

  async publish(subscriptionId: string, signal: AbortSignal): Promise<void> {
    const { connection } = this.#options;
    const [key] = await this.#register(subscriptionId, '', signal);
    const digest = await this.#digest(subscriptionId, key, signal);
    if (digest === undefined) return;
    await connection.run(client => client.hSet(connection.key('tokens'), subscriptionId, digest), signal);
  }

  async outdated(subscriptionIds: readonly string[], signal: AbortSignal): Promise<ReadonlySet<string>> {
    const { connection } = this.#options;
    if (subscriptionIds.length === 0) return new Set();
    const known = await connection.run(client => client.hGetAll(connection.key('tokens')), signal);
    const late = new Set<string>();
    for (const id of subscriptionIds) {
      const key = known[KEY_FIELD];
      const own = key === undefined ? undefined : await this.#digest(id, key, signal);
      const present = known[id] ?? (await this.#registerFirst(id, signal));
      if (own !== undefined && present !== undefined && own !== present) late.add(id);
    }
    return late;
  }

  /** This host's digest, to be compared where it is written; undefined: it has no token, or nobody has any yet. */
  async own(subscriptionId: string, signal: AbortSignal): Promise<string | undefined> {
    const [key] = await this.#register(subscriptionId, '', signal);
    return this.#digest(subscriptionId, key, signal);
  }

  async #registerFirst(id: string, signal: AbortSignal): Promise<string | undefined> {
    const digest = await this.own(id, signal);
    return digest === undefined ? undefined : (await this.#register(id, digest, signal))[1];
  }

  /** The key, made if there is none, and the present digest, which `digest` becomes if there is none. */
  async #register(id: string, digest: string, signal: AbortSignal): Promise<readonly [key: string, present: string]> {
    const { connection } = this.#options;
    const args = [KEY_FIELD, randomBytes(KEY_BYTES).toString('hex'), id, digest];
    const keys = [connection.key('tokens')];
    const reply = await connection.run(client => client.eval(REGISTER_TOKEN, { keys, arguments: args }), signal);
    return replySchema.parse(reply);
  }

  async #digest(id: string, key: string, signal: AbortSignal): Promise<string | undefined> {
    const from = `${key} ${this.#options.fingerprint(id) ?? ''}`;
    const known = this.#digests.get(id);
    if (known?.from === from) return known.digest;
    const token = await this.#options.token(id, signal);
    if (token === undefined) return undefined;
    const digest = createHmac('sha256', key).update(`${LABEL}${token}`).digest('hex').slice(0, HEX_DIGITS);
    this.#digests.set(id, { from, digest });
    return digest;
  }
}
