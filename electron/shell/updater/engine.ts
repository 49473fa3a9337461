import { type AppUpdater, CancellationToken, type UpdateInfo } from 'electron-updater';
import { abortReason, type Logger } from '../../core/platform/index.ts';
import {
  isVersion,
  type OfferedUpdate,
  type UpdateEngine,
  UpdateError,
  type UpdateProgress,
  type UpdateQuestion,
} from '../../core/updates/index.ts';
import { toUpdateError, updateFailure } from './failure.ts';
import { fileHash } from './file-hash.ts';
import type { Installer } from './installer.ts';
import { MacInstaller } from './native-installer.ts';
import { plainNotes } from './plain-notes.ts';
import type { GuardedRequests } from './requests.ts';

/** Options of {@link ElectronUpdateEngine}. */
export interface ElectronUpdateEngineOptions {
  readonly updater: AppUpdater;
  readonly requests: GuardedRequests;
  /** Null: this copy is only told of new versions. */
  readonly installer: Installer | null;
  readonly logger: Pick<Logger, 'debug' | 'info' | 'warn'>;
}

/** SHA-512 in base64. */
const HASH = /^[A-Za-z\d+/]{86}==$/;

/**
 * electron-updater as an {@link UpdateEngine}. It finds, downloads and checks; when anything is downloaded or installed is
 * decided elsewhere, and what it would do by itself is switched off.
 */
export class ElectronUpdateEngine implements UpdateEngine {
  readonly #options: ElectronUpdateEngineOptions;
  #offered: UpdateInfo | undefined;

  constructor(options: ElectronUpdateEngineOptions) {
    const { updater, requests, installer, logger } = options;
    this.#options = options;
    Object.assign(updater, { httpExecutor: requests, stagingUserIdPromise: { value: Promise.resolve('') } });
    updater.autoDownload = false;
    // On macOS this hands the download to the system, which only then checks the signature.
    updater.autoInstallOnAppQuit = installer instanceof MacInstaller;
    updater.disableWebInstaller = true;
    updater.isUserWithinRollout = () => true;
    updater.logger = {
      debug: (message: string) => logger.debug('updater', { message }),
      info: (message: unknown) => logger.debug('updater', { message: String(message) }),
      warn: (message: unknown) => logger.info('updater', { message: String(message) }),
      error: (message: unknown) => logger.warn('updater', { message: String(message).slice(0, 2_000) }),
    };
    // Each failure is thrown as well; without a listener the event would end the process.
    updater.on('error', () => undefined);
  }

  async check({ channel, allowsOlder }: UpdateQuestion, signal: AbortSignal): Promise<OfferedUpdate | null> {
    const { updater } = this.#options;
    updater.channel = channel;
    updater.allowPrerelease = channel === 'beta';
    // Setting a channel allows downgrades; only leaving one does here.
    updater.allowDowngrade = allowsOlder;
    const found = await this.#endable(signal, () => updater.checkForUpdates());
    if (found === null || !found.isUpdateAvailable) return null;
    const info = found.updateInfo;
    if (!isVersion(info.version) || !info.files.every(({ sha512 }) => HASH.test(sha512))) {
      throw updateFailure('update_feed_invalid', 'no version, or a file without a checksum');
    }
    this.#offered = info;
    return {
      version: info.version,
      notes: plainNotes(info.releaseNotes),
      sizeBytes: info.files[0]?.size ?? null,
    };
  }

  async download(onProgress: (progress: UpdateProgress) => void, signal: AbortSignal): Promise<void> {
    const { updater, installer } = this.#options;
    const offered = this.#offered;
    if (installer === null || offered === undefined) throw new UpdateError('update_failed', 'Nothing was found yet.');
    const cancellation = new CancellationToken();
    const cancel = (): void => cancellation.cancel();
    const tell = ({ transferred, total }: { transferred: number; total: number }): void =>
      onProgress({ transferredBytes: transferred, totalBytes: total > 0 ? total : null });
    updater.on('download-progress', tell);
    signal.addEventListener('abort', cancel, { once: true });
    if (installer instanceof MacInstaller) installer.expect(signal);
    try {
      const [file] = await this.#endable(signal, () => updater.downloadUpdate(cancellation));
      await this.#stage(installer, offered, file, signal);
    } finally {
      updater.off('download-progress', tell);
      signal.removeEventListener('abort', cancel);
    }
  }

  async prepare(signal: AbortSignal): Promise<void> {
    await this.#endable(signal, async () => this.#options.installer?.verify(signal));
  }

  install(restarts: boolean): boolean {
    return this.#options.installer?.install(restarts) ?? false;
  }

  /** What lies on the disk is looked at again: the updater believes a file that an earlier start has left. */
  async #stage(
    installer: Installer,
    { files }: UpdateInfo,
    file: string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    if (file === undefined) throw updateFailure('update_not_found', 'nothing was downloaded');
    await this.#endable(signal, async () => {
      const hash = await fileHash(file, signal);
      if (!files.some(({ sha512 }) => sha512 === hash)) throw updateFailure('update_checksum_mismatch', 'on the disk');
      await installer.stage(file, hash, signal);
    });
  }

  /** Runs a step of the updater, ends its requests when `signal` aborts, and translates what it throws. */
  async #endable<Value>(signal: AbortSignal, step: () => Promise<Value>): Promise<Value> {
    signal.throwIfAborted();
    const end = (): void => this.#options.requests.endAll(abortReason(signal));
    signal.addEventListener('abort', end, { once: true });
    try {
      return await step();
    } catch (error) {
      throw signal.aborted ? abortReason(signal) : toUpdateError(error);
    } finally {
      signal.removeEventListener('abort', end);
    }
  }
}
