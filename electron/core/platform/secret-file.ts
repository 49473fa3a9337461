import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Told } from '../../contract/index.ts';
import { writeFileAtomically } from './atomic-file.ts';
import type { Clock } from './clock.ts';
import { errorMessage, GatehouseError, isAbortError } from './errors.ts';
import type { Redactor } from './redactor.ts';
import { secretProblem } from './secret-format.ts';
import { withSecretLock } from './secret-lock.ts';
import type { MovableSecretStore } from './secret-store.ts';

/** How a set of secrets becomes the text of a file. One instance belongs to one file. */
export interface SecretCodec {
  /** Throws `secret_store_unreadable`; the error never contains any of the text. */
  decode(text: string, path: string, signal: AbortSignal): Promise<DecodedSecrets>;
  encode(secrets: ReadonlyMap<string, string>, signal: AbortSignal): Promise<string>;
  /** There is no file any more: the next one is written as the first was, for what protected the last may be gone, too. */
  forget(): void;
  /** Removes what belongs to the file elsewhere: its key. Called after the file is gone. */
  erase(signal: AbortSignal): Promise<void>;
}

/** What a file holds. `stale`: it should be written anew, because the key or the protection changed. */
export interface DecodedSecrets {
  readonly secrets: ReadonlyMap<string, string>;
  readonly stale: boolean;
}

/** Options of {@link SecretFileStore}. */
export interface SecretFileStoreOptions {
  readonly path: string;
  readonly codec: SecretCodec;
  readonly description: string;
  readonly told: Told;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Default: the one of this process. */
  readonly platform?: NodeJS.Platform;
}

/** Far above any set of credentials, encrypted ones too; a larger file is not ours. */
const MAX_FILE_BYTES = 2_097_152;

interface Loaded extends DecodedSecrets {
  readonly stamp: string;
}

/**
 * A {@link SecretStore} in one file that only its owner can read; the codec decides what the file's text gives away.
 * Refuses a file that is a link or open to others, because then the values may be known already or end up elsewhere.
 * Looks at the file's stamp on each call, so a value that another process set counts at once. Changes queue, also
 * behind those of other processes.
 */
export class SecretFileStore implements MovableSecretStore {
  readonly description: string;
  readonly told: Told;
  readonly #path: string;
  readonly #codec: SecretCodec;
  readonly #redactor: Redactor;
  readonly #clock: Clock;
  readonly #platform: NodeJS.Platform;
  #loaded: Loaded | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: SecretFileStoreOptions) {
    const { path, codec, description, told, redactor, clock, platform = process.platform } = options;
    this.description = description;
    this.told = told;
    this.#path = path;
    this.#codec = codec;
    this.#redactor = redactor;
    this.#clock = clock;
    this.#platform = platform;
  }

  async get(name: string, signal: AbortSignal): Promise<string | undefined> {
    return (await this.#read(signal)).get(name);
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
    return [...(await this.#read(signal)).keys()].sort();
  }

  async exists(): Promise<boolean> {
    return lstat(this.#path).then(
      () => true,
      () => false,
    );
  }

  async erase(signal: AbortSignal): Promise<void> {
    await this.#locked(signal, async () => {
      // The codec learns from the file which key is its own; a file that cannot be read has none that is known.
      await this.#load(signal).catch((error: unknown) => {
        if (isAbortError(error)) throw error;
      });
      this.#loaded = undefined;
      await this.#removeNeighbours();
      await rm(this.#path, { force: true });
      await this.#codec.erase(signal);
    });
  }

  /** A killed write leaves one with the whole content. Under the lock, so that none is being written. */
  async #removeNeighbours(): Promise<void> {
    const folder = dirname(this.#path);
    for (const name of await readdir(folder)) {
      const isNeighbour = name.startsWith(`${basename(this.#path)}.`) && name.endsWith('.tmp');
      if (isNeighbour) await rm(join(folder, name), { force: true });
    }
  }

  async #read(signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const { secrets, stale } = await this.#load(signal);
    // A file that can be read but not be written anew is still of use.
    if (stale) await this.#change(signal, () => true).catch(() => undefined);
    return secrets;
  }

  /** Runs `mutate` on a fresh copy and writes the result unless it says false. One change at a time. */
  #change(signal: AbortSignal, mutate: (secrets: Map<string, string>) => unknown): Promise<void> {
    return this.#locked(signal, async () => {
      const secrets = new Map((await this.#load(signal)).secrets);
      if (mutate(secrets) === false) return;
      try {
        const text = await this.#codec.encode(secrets, signal);
        // It could not be read again.
        if (Buffer.byteLength(text) > MAX_FILE_BYTES) throw tooLarge(this.#path);
        await this.#removeNeighbours();
        await writeFileAtomically(this.#path, text, { clock: this.#clock, signal, platform: this.#platform });
      } catch (error) {
        throw this.#unwritable(error);
      } finally {
        this.#loaded = undefined;
      }
    });
  }

  #locked(signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const run = async (): Promise<void> => {
      signal.throwIfAborted();
      try {
        await withSecretLock(`${this.#path}.lock`, { clock: this.#clock, signal }, work);
      } catch (error) {
        throw this.#unwritable(error);
      }
    };
    const result = this.#queue.then(run, run);
    this.#queue = result.catch(() => undefined);
    return result;
  }

  #unwritable(error: unknown): Error {
    if (error instanceof GatehouseError || (error instanceof Error && isAbortError(error))) return error;
    return new GatehouseError(
      'secret_store_unwritable',
      `The secrets file ${this.#path} could not be written: ${errorMessage(error)}`,
      {
        remedy:
          'Make room on the disk, or make the folder writable for this user, or choose another one with --home or GATEHOUSE_HOME.',
        cause: error,
      },
    );
  }

  async #load(signal: AbortSignal): Promise<DecodedSecrets> {
    signal.throwIfAborted();
    try {
      const stamp = await this.#inspect();
      if (stamp === undefined) {
        this.#loaded = undefined;
        this.#codec.forget();
        return { secrets: new Map(), stale: false };
      }
      if (this.#loaded?.stamp === stamp) return this.#loaded;
      const text = await readFile(this.#path, { encoding: 'utf8', signal });
      const decoded = await this.#codec.decode(text, this.#path, signal);
      for (const value of decoded.secrets.values()) this.#redactor.add(value);
      this.#loaded = { stamp, ...decoded };
      return decoded;
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
      throw unreadable('is larger than 2 MiB', this.#path, 'Move it away and set the secrets again.');
    }
    return `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
  }
}

function tooLarge(path: string): GatehouseError {
  return new GatehouseError('secret_store_unwritable', `The secrets file ${path} would become larger than 2 MiB.`, {
    remedy: 'Delete secrets that are not needed: gatehouse secret list, gatehouse secret delete NAME.',
  });
}

function unreadable(what: string, path: string, remedy: string, cause?: unknown): GatehouseError {
  return new GatehouseError('secret_store_unreadable', `The secrets file ${path} ${what}.`, {
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
