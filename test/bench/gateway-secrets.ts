import type { SecretStore } from '../../electron/core/platform/index.ts';

/** Keeps a measured client's key and token for as long as it runs. */
export class MemorySecrets implements SecretStore {
  readonly description = 'in memory';
  readonly #values = new Map<string, string>();

  async get(name: string): Promise<string | undefined> {
    return this.#values.get(name);
  }

  async set(name: string, value: string): Promise<void> {
    this.#values.set(name, value);
  }

  async delete(name: string): Promise<boolean> {
    return this.#values.delete(name);
  }

  async names(): Promise<readonly string[]> {
    return [...this.#values.keys()].sort();
  }
}
