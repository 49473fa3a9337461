import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import type { Clock } from './clock.ts';
import { errorMessage, GatehouseError, isAbortError } from './errors.ts';
import type { Redactor } from './redactor.ts';
import { parseSecrets, secretProblem } from './secret-format.ts';
import type { SecretStore } from './secret-store.ts';

/** Options of {@link FileSecretStore}. */
export interface FileSecretStoreOptions {
  /** The folder that holds `secrets.json`; it must exist. */
  readonly home: string;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Default: the one of this process. */
  readonly platform?: NodeJS.Platform;
}

/** The file's name inside the home folder. */
export const SECRETS_FILE_NAME = 'secrets.json';

/** Far above any set of credentials; a larger file is not ours. */
const MAX_FILE_BYTES = 1_048_576;

interface Loaded {
  readonly stamp: string;
  readonly secrets: ReadonlyMap<string, string>;
}

/**
 * The {@link SecretStore} of hosts without a keychain: one JSON file that only its owner can read. Refuses a file that
 * is a link or open to others, because then the values may be known already or end up elsewhere. Looks at the file's
 * stamp on each call, so a value that another process set counts at once. Called from many places; changes queue.
 */
export class FileSecretStore implements SecretStore {
  readonly description: string;
  readonly #path: string;
  readonly #redactor: Redactor;
  readonly #clock: Clock;
  readonly #platform: NodeJS.Platform;
  #loaded: Loaded | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor({ home, redactor, clock, platform = process.platform }: FileSecretStoreOptions) {
    this.#path = join(home, SECRETS_FILE_NAME);
    this.#redactor = redactor;
    this.#clock = clock;
    this.#platform = platform;
    this.description =
      platform === 'win32'
        ? `In ${this.#path}, unencrypted, protected by the folder's permissions.`
        : `In ${this.#path}, unencrypted, readable by its owner only.`;
  }

  async get(name: string, signal: AbortSignal): Promise<string | undefined> {
    return (await this.#load(signal)).get(name);
  }

  async set(name: string, value: string, signal: AbortSignal): Promise<void> {
    this.#redactor.add(value);
    const problem = secretProblem(name, value);
    if (problem !== undefined) {
      throw new GatehouseError('secret_invalid', problem.message, { remedy: problem.remedy });
    }
    await this.#change(signal, secrets => secrets.set(name, value));
  }

  async delete(name: string, signal: AbortSignal): Promise<boolean> {
    let existed = false;
    await this.#change(signal, secrets => {
      existed = secrets.delete(name);
      return existed;
    });
    return existed;
  }

  async names(signal: AbortSignal): Promise<readonly string[]> {
    return [...(await this.#load(signal)).keys()].sort();
  }

  /** Runs `mutate` on a fresh copy and writes the result unless it says false. One change at a time. */
  #change(signal: AbortSignal, mutate: (secrets: Map<string, string>) => unknown): Promise<void> {
    const run = async (): Promise<void> => {
      const secrets = new Map(await this.#load(signal));
      if (mutate(secrets) === false) return;
      const text = `${JSON.stringify({ version: 1, secrets: Object.fromEntries(secrets) }, null, 2)}\n`;
      try {
        await writeFileAtomically(this.#path, text, { clock: this.#clock, signal, platform: this.#platform });
      } catch (error) {
        if (isAbortError(error)) throw error;
        throw new GatehouseError(
          'secret_store_unwritable',
          `The secrets file ${this.#path} could not be written: ${errorMessage(error)}`,
          {
            remedy: 'Make the folder writable for this user, or choose another one with --home or GATEHOUSE_HOME.',
            cause: error,
          },
        );
      } finally {
        this.#loaded = undefined;
      }
    };
    const result = this.#queue.then(run, run);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  async #load(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    signal.throwIfAborted();
    try {
      const stamp = await this.#inspect();
      if (stamp === undefined) {
        this.#loaded = undefined;
        return new Map();
      }
      if (this.#loaded?.stamp === stamp) return this.#loaded.secrets;
      const secrets = parseSecrets(await readFile(this.#path, { encoding: 'utf8', signal }), this.#path);
      for (const value of secrets.values()) this.#redactor.add(value);
      this.#loaded = { stamp, secrets };
      return secrets;
    } catch (error) {
      if (error instanceof GatehouseError || isAbortError(error)) throw error;
      throw unreadable(
        `could not be read: ${errorMessage(error)}`,
        this.#path,
        'Give this user access to the file.',
        error,
      );
    }
  }

  /** The stamp of a file that may be trusted, undefined when there is none. */
  async #inspect(): Promise<string | undefined> {
    const stat = await lstat(this.#path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (stat === undefined) return undefined;
    if (!stat.isFile()) {
      throw unreadable('is not a plain file', this.#path, 'Replace the link or folder by a plain file of mode 0600.');
    }
    if (this.#platform !== 'win32' && (stat.mode & 0o077n) !== 0n) {
      throw unreadable(
        'can be read or changed by other users',
        this.#path,
        `Run: chmod 600 '${this.#path}'. If others may have read it, renew the secrets in it.`,
      );
    }
    if (stat.size > BigInt(MAX_FILE_BYTES)) {
      throw unreadable('is larger than 1 MiB', this.#path, 'Move it away and set the secrets again.');
    }
    return `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  }
}

function unreadable(what: string, path: string, remedy: string, cause?: unknown): GatehouseError {
  return new GatehouseError('secret_store_unreadable', `The secrets file ${path} ${what}.`, {
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
