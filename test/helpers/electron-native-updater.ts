import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type Electron from 'electron';
import type { Tell } from './electron-desktop.ts';

interface Feed {
  readonly url: string;
  readonly headers: Record<string, string>;
}

/**
 * Electron's `autoUpdater` of macOS by its documented contract: it asks the feed for an address, takes the download from
 * there, says so, and ends the application once it has noted that the new version is to be started. It checks no signature
 * and replaces nothing; STAND_IN_SQUIRREL=refuses says what the system says of an application that is not signed.
 * https://www.electronjs.org/docs/latest/api/auto-updater
 */
export class StandInNativeUpdater
  extends EventEmitter
  implements Pick<Electron.AutoUpdater, 'setFeedURL' | 'checkForUpdates' | 'quitAndInstall'>
{
  readonly #tell: Tell;
  readonly #quit: () => void;
  #feed: Feed | undefined;
  #isTaken = false;

  constructor(tell: Tell, quit: () => void) {
    super();
    this.#tell = tell;
    this.#quit = quit;
  }

  setFeedURL({ url, headers = {} }: Electron.FeedURLOptions): void {
    this.#feed = { url, headers };
  }

  checkForUpdates(): void {
    this.emit('checking-for-update');
    this.#take().catch((error: unknown) => this.emit('error', error));
  }

  quitAndInstall(): void {
    if (!this.#isTaken) {
      this.emit('error', new Error("No update available, can't quit and install"));
      return;
    }
    this.emit('before-quit-for-update');
    // The real one writes this down by other processes, which is never done at once.
    setTimeout(() => {
      this.#tell({ type: 'native-relaunch' });
      this.#quit();
    }, 50);
  }

  async #take(): Promise<void> {
    const feed = this.#feed;
    if (feed === undefined) throw new Error('The feed is not known.');
    const stranger = await fetch(feed.url);
    const offered = (await (await fetch(feed.url, { headers: feed.headers })).json()) as { url: string };
    this.emit('update-available');
    const content = Buffer.from(await (await fetch(offered.url, { headers: feed.headers })).arrayBuffer());
    if (process.env['STAND_IN_SQUIRREL'] === 'refuses') {
      throw new Error('Could not get code signature for running application');
    }
    this.#isTaken = true;
    this.#tell({
      type: 'native-taken',
      sha512: createHash('sha512').update(content).digest('base64'),
      strangerStatus: stranger.status,
      address: new URL(feed.url).hostname,
    });
    this.emit('update-downloaded', {}, '', '', new Date(), offered.url);
  }
}
