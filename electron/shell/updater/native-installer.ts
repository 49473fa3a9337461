import { type EventEmitter, once } from 'node:events';
import type { MacUpdater, NsisUpdater } from 'electron-updater';
import { updateFailure } from './failure.ts';
import { fileHash } from './file-hash.ts';
import type { Installer } from './installer.ts';

/** The installer of Windows: it waits for this process to end, replaces the program and starts it when asked to. */
export class NsisInstaller implements Installer {
  readonly #updater: Pick<NsisUpdater, 'install'>;
  #staged: { readonly file: string; readonly hash: string } | undefined;

  constructor(updater: Pick<NsisUpdater, 'install'>) {
    this.#updater = updater;
  }

  async stage(file: string, hash: string): Promise<void> {
    this.#staged = { file, hash };
  }

  async verify(signal: AbortSignal): Promise<void> {
    const staged = this.#staged;
    if (staged === undefined || (await fileHash(staged.file, signal)) !== staged.hash) {
      throw updateFailure('update_checksum_mismatch', 'changed since it was downloaded');
    }
  }

  install(restarts: boolean): boolean {
    // Without any question, because whoever wanted it has said so already.
    if (!this.#updater.install(true, restarts)) throw updateFailure('update_failed', 'The installer did not start.');
    return false;
  }
}

/** macOS's own updater, which takes the download from the application, checks its signature and replaces the bundle. */
export class MacInstaller implements Installer {
  readonly #updater: Pick<MacUpdater, 'quitAndInstall'>;
  readonly #native: EventEmitter;
  #taken: Promise<unknown> | undefined;

  /** `native` is Electron's `autoUpdater`. */
  constructor(updater: Pick<MacUpdater, 'quitAndInstall'>, native: EventEmitter) {
    this.#updater = updater;
    this.#native = native;
  }

  /** Before the download: the system may have taken it over by the time that it is complete. */
  expect(signal: AbortSignal): void {
    this.#taken = once(this.#native, 'update-downloaded', { signal });
    this.#taken.catch(() => undefined);
  }

  async stage(): Promise<void> {
    await this.#taken;
  }

  async verify(): Promise<void> {
    // The system keeps the bundle and checks it again itself.
    await this.#taken;
  }

  install(restarts: boolean): boolean {
    // At the end of the process the system replaces the bundle in any case. That it starts the new one is noted by its
    // updater in its own time, after which it ends the process; one that had ended before would not be started again.
    // https://github.com/electron/electron/blob/main/shell/browser/auto_updater_mac.mm, QuitAndInstall
    if (restarts) this.#updater.quitAndInstall();
    return restarts;
  }
}
