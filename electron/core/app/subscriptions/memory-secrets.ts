import type { SecretStore } from '../../platform/index.ts';

/** A {@link SecretStore} that ends with the process: for the sandbox's own credentials. */
export class MemorySecrets implements SecretStore {
  readonly description = 'In memory only.';
  readonly #values = new Map<string, string>();
  readonly #redact: (value: string) => void;

  constructor(redact: (value: string) => void) {
    this.#redact = redact;
  }

  async get(name: string): Promise<string | undefined> {
    return this.#values.get(name);
  }

  async set(name: string, value: string): Promise<void> {
    this.#redact(value);
    this.#values.set(name, value);
  }

  async delete(name: string): Promise<boolean> {
    return this.#values.delete(name);
  }

  async names(): Promise<readonly string[]> {
    return [...this.#values.keys()].sort();
  }
}
