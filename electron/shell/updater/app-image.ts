import { constants, linkSync, renameSync, rmSync } from 'node:fs';
import { access, chmod, copyFile, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { errorMessage, type Logger } from '../../core/platform/index.ts';
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

/** What the runtime of an AppImage tells the program inside; the new file sets its own. */
const OF_THE_RUNTIME = new Set(['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD']);

/**
 * Replaces an AppImage in one step by a neighbour that is complete, verified and on disk: whatever happens before, the
 * file that was there is there still. It keeps its name, so that entries of menus and of the autostart go on working. After
 * a restart it comes back when the new one does not start.
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
    this.#previous = `${hidden}.previous`;
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
      // Who only quits starts the new version some time later, when nobody looks whether it does.
      if (restarts) this.#keepPrevious();
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
    const own = Object.fromEntries(Object.entries(env).filter(([name]) => !OF_THE_RUNTIME.has(name)));
    const started = startWatched({ target, previous: this.#previous, args, env: own });
    started.on('error', error => logger.warn('restart failed', { reason: errorMessage(error) }));
  }
}
