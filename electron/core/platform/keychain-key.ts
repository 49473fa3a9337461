import { randomBytes } from 'node:crypto';
import type { SecretKeySource } from './encrypted-codec.ts';
import { errorMessage, isAbortError } from './errors.ts';
import type { RunKeychain } from './keychain-process.ts';

/**
 * Keys of encrypted files in the operating system's keychain. Only keys are kept there: Windows takes no entry of more
 * than 2,560 bytes (CREDENTIALW), less than a session needs, and macOS may ask the person for each entry.
 */
export class KeychainKeySource implements SecretKeySource {
  readonly remedy = 'Unlock the keychain of the user who stored the secrets, or set the secrets again.';
  readonly #run: RunKeychain;

  constructor(run: RunKeychain) {
    this.#run = run;
  }

  async load(keyId: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const value = await this.#run({ operation: 'get', account: accountOf(keyId) }, signal);
    return value === undefined ? undefined : Buffer.from(value, 'base64');
  }

  async save(keyId: string, key: Uint8Array, signal: AbortSignal): Promise<void> {
    const value = Buffer.from(key).toString('base64');
    await this.#run({ operation: 'set', account: accountOf(keyId), value }, signal);
  }

  async remove(keyId: string, signal: AbortSignal): Promise<void> {
    await this.#run({ operation: 'delete', account: accountOf(keyId) }, signal);
  }
}

/** Why the keychain cannot be used, as a sentence; undefined when a value written to it was read back and removed. */
export async function probeKeychain(run: RunKeychain, signal: AbortSignal): Promise<string | undefined> {
  const account = `probe ${randomBytes(8).toString('hex')}`;
  const value = randomBytes(16).toString('base64');
  try {
    await run({ operation: 'set', account, value }, signal);
    const kept = await run({ operation: 'get', account }, signal);
    await run({ operation: 'delete', account }, signal);
    return kept === value ? undefined : 'The keychain of this computer does not keep what is written to it.';
  } catch (error) {
    if (isAbortError(error) || signal.aborted) throw error;
    return errorMessage(error);
  }
}

function accountOf(keyId: string): string {
  return `secrets key ${keyId}`;
}
