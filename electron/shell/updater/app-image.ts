import { constants, linkSync, renameSync, rmSync } from 'node:fs';
import { access, chmod, copyFile, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, type Logger } from '../../core/platform/index.ts';
import { withoutMount } from '../without-mount.ts';
import { updateFailure } from './failure.ts';
import { fileHash } from './file-hash.ts';
import type { Installer } from './installer.ts';
import { startWatched } from './watched-start.ts';

/** Options of {@link AppImageInstaller}. */
export interface AppImageInstallerOptions {
  /** The file that the person starts: what its runtime puts into APPIMAGE. */
  readonly target: string;
  /** The arguments of this start, for the next one. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Lets the new version be the only instance. */
  readonly release: () => void;
  readonly logger: Pick<Logger, 'warn'>;
}

/**
 * Replaces an AppImage in one step by a neighbour that is complete, verified and on disk: whatever happens before, the
 * file that was there is there still. It keeps its name, so that entries of menus and of the autostart go on working. What
 * it replaced stays until the new one has started, see {@link forgetPrevious}; after a restart it comes back by itself when
 * that does not start.
 */
export class AppImageInstaller implements Installer {
  readonly #options: AppImageInstallerOptions;
  readonly #staged: string;
  /** The version before, while nobody knows whether the new one starts. */
  readonly #previous: string;
  #hash: string | undefined;

  constructor(options: AppImageInstallerOptions) {
    this.#options = options;
    const hidden = path.join(path.dirname(options.target), `.${path.basename(options.target)}`);
    this.#staged = `${hidden}.update`;
    this.#previous = previousVersion(options.target);
  }

  async stage(file: string, hash: string, signal: AbortSignal): Promise<void> {
    this.#hash = undefined;
    await this.#mustBeThere();
    try {
      await rm(this.#staged, { force: true });
      await rm(this.#previous, { force: true });
      await copyFile(file, this.#staged, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
      await chmod(this.#staged, 0o755);
      const copy = await open(this.#staged, 'r');
      await copy.sync().finally(() => copy.close());
      if ((await fileHash(this.#staged, signal)) !== hash)
        throw updateFailure('update_checksum_mismatch', 'copy differs');
      this.#hash = hash;
      // Twice as much room is not needed any more.
      await rm(file, { force: true });
    } catch (error) {
      await rm(this.#staged, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  async verify(signal: AbortSignal): Promise<void> {
    await this.#mustBeThere();
    const hash = await fileHash(this.#staged, signal);
    if (hash === this.#hash) return;
    await rm(this.#staged, { force: true });
    throw updateFailure('update_checksum_mismatch', 'changed since it was downloaded');
  }

  install(restarts: boolean): boolean {
    const { target, release } = this.#options;
    try {
      // Who only quits starts the new version some time later: nobody puts this one back then but that person.
      this.#keepPrevious();
      renameSync(this.#staged, target);
    } finally {
      // Whether or not it could be replaced: who asked for a restart gets one.
      if (restarts) {
        release();
        this.#start();
      }
    }
    return false;
  }

  async #mustBeThere(): Promise<void> {
    const { target } = this.#options;
    await access(target).catch((error: unknown) => {
      throw updateFailure('update_target_missing', errorMessage(error));
    });
  }

  #keepPrevious(): void {
    const { target, logger } = this.#options;
    try {
      rmSync(this.#previous, { force: true });
      linkSync(target, this.#previous);
    } catch (error) {
      // Some file systems have no second names for a file: then a version that does not start stays.
      logger.warn('version not kept', { reason: errorMessage(error) });
    }
  }

  #start(): void {
    const { target, args, env, logger } = this.#options;
    const started = startWatched({ target, previous: this.#previous, args, env: withoutMount(env) });
    started.on('error', error => logger.warn('restart failed', { reason: errorMessage(error) }));
  }
}

/**
 * Deletes the version before the one at `target`, the AppImage that has just started (undefined: it is none). In safe mode
 * it stays: a person may want it back. Never throws.
 */
export async function forgetPrevious(
  target: string | undefined,
  { isSafeMode, logger }: { readonly isSafeMode: boolean; readonly logger: Pick<Logger, 'warn'> },
): Promise<void> {
  if (target === undefined || isSafeMode) return;
  await rm(previousVersion(target), { force: true }).catch((error: unknown) => {
    logger.warn('previous version not deleted', { reason: errorMessage(error) });
  });
}

function previousVersion(target: string): string {
  return path.join(path.dirname(target), `.${path.basename(target)}.previous`);
}
