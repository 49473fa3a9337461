import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { GatehouseError, type SecretStore } from '../../platform/index.ts';

/** 256 bits. */
const KEY_BYTES = 32;
/** The common shape of keys, so that every redaction of such shapes, other people's too, knows it for one. */
const KEY_PREFIX = 'sk-gatehouse-';
/** What is compared with when there is no key. */
const NO_KEY = '';

/**
 * The keys by which agents of this computer are known at the local endpoint. They open nothing but that: no provider
 * knows them.
 */
export class AgentKeys {
  readonly #secrets: SecretStore;
  readonly #isOn: boolean;
  /** By agent: two that ask at once get one key. */
  readonly #making = new Map<string, Promise<string>>();

  /** Not `isOn`: the person does not want agents at the endpoint, so there are no keys. */
  constructor(secrets: SecretStore, isOn: boolean) {
    this.#secrets = secrets;
    this.#isOn = isOn;
  }

  /**
   * The key of the agent, made when there is none, or when `isNew`. Throws `pass_through_off`, and what the secret store
   * throws.
   */
  async key(agent: string, isNew: boolean, signal: AbortSignal): Promise<string> {
    if (!this.#isOn) throw isOff();
    const stored = isNew ? undefined : await this.#secrets.get(secretName(agent), signal);
    if (stored !== undefined) return stored;
    const making = this.#making.get(agent) ?? this.#make(agent, signal).finally(() => this.#making.delete(agent));
    this.#making.set(agent, making);
    return making;
  }

  /**
   * Whether one of `keys` is the agent's. The store is asked each time, so that a key that was deleted or made anew
   * counts at once. Throws what the secret store throws.
   */
  async matches(agent: string, keys: readonly string[], signal: AbortSignal): Promise<boolean> {
    const stored = digest((await this.#secrets.get(secretName(agent), signal)) ?? NO_KEY);
    const nothing = digest(NO_KEY);
    const isSet = !timingSafeEqual(stored, nothing);
    // Every one is compared, whatever the others gave.
    const hits = keys.map(key => timingSafeEqual(digest(key), stored));
    return this.#isOn && isSet && hits.includes(true);
  }

  /** Forgets the key of an agent that is removed. Throws what the secret store throws. */
  async remove(agent: string, signal: AbortSignal): Promise<void> {
    await this.#secrets.delete(secretName(agent), signal);
  }

  async #make(agent: string, signal: AbortSignal): Promise<string> {
    const key = `${KEY_PREFIX}${randomBytes(KEY_BYTES).toString('base64url')}`;
    await this.#secrets.set(secretName(agent), key, signal);
    return key;
  }
}

function secretName(agent: string): string {
  return `agent.${agent}.key`;
}

function isOff(): GatehouseError {
  return new GatehouseError('pass_through_off', 'Agents may not send their model calls through Gatehouse.', {
    remedy: 'Switch subscriptions.passThrough on, and restart Gatehouse.',
  });
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
