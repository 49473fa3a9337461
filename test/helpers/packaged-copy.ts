import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { tempHome } from './temp-home.ts';
import { startFeed, type UpdateFeed } from './update-feed.ts';

/** A copy of the application as a person has it on the disk, with a feed of its own. */
export interface PackagedCopy {
  readonly feed: UpdateFeed;
  readonly home: string;
  /** The file that a person starts, of the first version. */
  readonly target: string;
  /** What the first version's file holds. */
  readonly content: Buffer;
  /** For the application: with it the stand-in runs as this copy. */
  readonly env: Readonly<Record<string, string>>;
}

/** What differs between copies. */
export interface CopyOptions {
  /** As the installers of Linux note it beside the archive; undefined: none. */
  readonly noted?: 'deb' | 'rpm';
  /** Whether it is started from an AppImage. Default: unless another kind is noted. */
  readonly isAppImage?: boolean;
  /** Address of the feed; null: the build named none. Default: the copy's own. */
  readonly url?: string | null;
  readonly extension?: string;
  readonly suffix?: string;
  /** More lines of `app-update.yml`. */
  readonly lines?: readonly string[];
}

/** An AppImage that writes its arguments beside itself when it is started, and ends. */
export function imageThatTells(word: string): Buffer {
  return Buffer.concat([
    Buffer.from(`#!/bin/sh\necho "${word} $*" > "$0.started"\nexit 0\n`),
    Buffer.alloc(400_000, '#'),
  ]);
}

/** Version 0.1.0 in folders of its own, which are deleted at the end of the test. */
export async function packagedCopy(options: CopyOptions = {}): Promise<PackagedCopy> {
  const { noted, isAppImage = noted === undefined, url, extension, suffix, lines = [] } = options;
  const feed = await startFeed(extension, suffix);
  const folder = await tempHome();
  const home = path.join(folder, 'home');
  const resources = path.join(folder, 'resources');
  const target = path.join(folder, 'apps', 'Gatehouse.AppImage');
  const content = imageThatTells('0.1.0');
  for (const one of [home, resources, path.dirname(target)]) await mkdir(one);
  await writeFile(target, content, { mode: 0o755 });
  if (url !== null) {
    const config = ['provider: generic', `url: ${url ?? feed.url}`, 'updaterCacheDirName: gatehouse-updater', ...lines];
    await writeFile(path.join(resources, 'app-update.yml'), `${config.join('\n')}\n`);
  }
  if (noted !== undefined) await writeFile(path.join(resources, 'package-type'), noted);
  const env = {
    STAND_IN_PACKAGED: '1',
    STAND_IN_VERSION: '0.1.0',
    STAND_IN_RESOURCES: resources,
    XDG_CACHE_HOME: path.join(folder, 'cache'),
    HOME: folder,
    ...(isAppImage ? { APPIMAGE: target, APPDIR: folder } : {}),
  };
  return { feed, home, target, content, env };
}
