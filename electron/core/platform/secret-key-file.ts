import { lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from './atomic-file.ts';
import type { Clock } from './clock.ts';
import type { SecretKeySource } from './encrypted-codec.ts';
import { errorMessage, GatehouseError, isAbortError } from './errors.ts';
import { type HomeSources, resolveHome } from './home.ts';
import { keepToOwner } from './private-folder.ts';

/** Options of {@link KeyFileSource}. */
export interface KeyFileOptions {
  /** Created (0700) with the first key. */
  readonly folder: string;
  readonly clock: Clock;
  readonly platform: NodeJS.Platform;
  /** Stand-in for the access lists of Windows. */
  readonly keep?: (folder: string) => Promise<boolean>;
}

/** A key is 32 bytes in base64 and a line break; more is not one. */
const MAX_KEY_FILE_BYTES = 64;

/** Keys in files of mode 0600, one for each encrypted file. */
export class KeyFileSource implements SecretKeySource {
  readonly remedy: string;
  readonly #folder: string;
  readonly #clock: Clock;
  readonly #platform: NodeJS.Platform;
  readonly #keep: (folder: string) => Promise<boolean>;

  constructor({ folder, clock, platform, keep = keepToOwner }: KeyFileOptions) {
    this.#folder = folder;
    this.#clock = clock;
    this.#platform = platform;
    this.#keep = keep;
    this.remedy = `Put the key file back into ${folder}, or move the secrets file away and set the secrets again.`;
  }

  async load(keyId: string, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const path = this.#path(keyId);
    try {
      const found = await lstat(path);
      const isOpen = this.#platform !== 'win32' && (found.mode & 0o077) !== 0;
      if (!found.isFile() || isOpen || found.size > MAX_KEY_FILE_BYTES) throw untrusted(path);
      return Buffer.from((await readFile(path, { encoding: 'utf8', signal })).trim(), 'base64');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      if (error instanceof GatehouseError || isAbortError(error)) throw error;
      throw new GatehouseError('secret_store_unreadable', `The key file ${path} could not be read.`, {
        remedy: 'Give this user access to the file.',
        details: { reason: errorMessage(error) },
      });
    }
  }

  async save(keyId: string, key: Uint8Array, signal: AbortSignal): Promise<void> {
    const made = await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    // Where that fails the key is as open as the folder around it: in a home, the host has warned of it.
    if (made !== undefined) await this.#keep(this.#folder);
    const text = `${Buffer.from(key).toString('base64')}\n`;
    await writeFileAtomically(this.#path(keyId), text, { clock: this.#clock, signal, platform: this.#platform });
  }

  async remove(keyId: string): Promise<void> {
    await rm(this.#path(keyId), { force: true });
  }

  #path(keyId: string): string {
    return join(this.#folder, `${keyId}.key`);
  }
}

/**
 * The folder for the keys of `home`: away from the platform's default home, so that a copy of the one alone is worth
 * nothing. Inside any other home: such a one may be all that outlives a container. By what the home is, not by how it was
 * named, so that all programs agree.
 */
export function secretKeyFolder(home: string, sources: Omit<HomeSources, 'flag'>): string {
  const { env, platform, userFolder } = sources;
  if (home !== resolveHome({ ...sources, env: { ...env, GATEHOUSE_HOME: undefined } })) return join(home, 'keys');
  if (platform === 'darwin') return join(userFolder, 'Library', 'Gatehouse', 'keys');
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(userFolder, 'AppData', 'Local'), 'Gatehouse', 'keys');
  }
  const state = env['XDG_STATE_HOME'];
  return join(state?.startsWith('/') ? state : join(userFolder, '.local', 'state'), 'gatehouse', 'keys');
}

function untrusted(path: string): GatehouseError {
  return new GatehouseError('secret_store_unreadable', `The key file ${path} can be read or changed by other users.`, {
    remedy: `Make it a plain file of mode 0600: chmod 600 '${path}'. If others may have read it, renew the secrets.`,
  });
}
