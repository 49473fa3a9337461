import type { EventEmitter } from 'node:events';
import { AppImageUpdater, MacUpdater, NsisUpdater } from 'electron-updater';
import { getAppCacheDir } from 'electron-updater/out/AppAdapter';
import type { PackageKind } from '../../contract/index.ts';
import type { Logger } from '../../core/platform/index.ts';
import { fixedCopy, type UpdateHost, type UpdateInstead } from '../../core/updates/index.ts';
import { ownAppImage } from '../own-app-image.ts';
import { AppImageInstaller } from './app-image.ts';
import { ElectronUpdateEngine } from './engine.ts';
import { readFeed } from './feed.ts';
import { MacInstaller, NsisInstaller } from './native-installer.ts';
import { detectPackage } from './package-kind.ts';
import { GuardedRequests } from './requests.ts';
import { verifySigned } from './signature.ts';

/** What {@link updateHost} is made from. */
export interface UpdaterSources extends Pick<UpdateHost, 'isAway' | 'mayInstallAtEnd' | 'restart'> {
  /** Without the build. */
  readonly version: string;
  readonly isPackaged: boolean;
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The application's own arguments, for the start after an update. */
  readonly args: readonly string[];
  /** The folder beside the archive. */
  readonly resourcesFolder: string;
  /** Electron's own folder of this home. */
  readonly userFolder: string;
  /** Electron's `autoUpdater`, asked for where it is needed. */
  readonly native: () => EventEmitter;
  /** Lets the new version be the only instance. */
  readonly release: () => void;
  readonly logger: Logger;
}

/** The copy of the desktop application that runs, and how it is updated. */
export function updateHost(sources: UpdaterSources): UpdateHost {
  const { version, isAway, mayInstallAtEnd, restart } = sources;
  const kind = detectPackage(sources);
  if (kind === 'development') return fixedCopy(version, kind);
  const feed = readFeed(sources.resourcesFolder);
  const page = feed?.page ?? null;
  const host = { version, package: kind, page, isAway, mayInstallAtEnd, restart };
  if (feed === null) return { ...host, canInstall: false, instead: NO_FEED };
  const engine = createEngine(kind, feed.file, sources);
  const instead = insteadOf(kind, page);
  return { ...host, engine, canInstall: instead === null, instead };
}

const NO_FEED: UpdateInstead = {
  sentence: 'This copy was built without a place to look for updates.',
  remedy: { text: 'Get newer versions where this one came from.' },
};

/** Packages of the system are the system's: replacing their files behind its back would break its next update. */
function insteadOf(kind: PackageKind, page: string | null): UpdateInstead | null {
  const where = page === null ? 'where this one came from' : `from ${page}`;
  if (kind === 'deb' || kind === 'rpm') {
    const shellCommand = kind === 'deb' ? 'sudo apt install ./gatehouse-*.deb' : 'sudo dnf install ./gatehouse-*.rpm';
    return {
      sentence: `This copy was installed as a ${kind} package, which the system's package manager updates.`,
      remedy: { text: `Download the new package ${where}, then install it:`, shellCommand },
    };
  }
  if (kind !== 'unpacked') return null;
  return {
    sentence: 'This copy was unpacked from an archive and does not update itself.',
    remedy: { text: `Download the new version ${where}.` },
  };
}

function createEngine(kind: PackageKind, feedFile: string, sources: UpdaterSources): ElectronUpdateEngine {
  const { version, userFolder, env, args, release, logger, native } = sources;
  const app = {
    version,
    name: 'gatehouse',
    isPackaged: true,
    appUpdateConfigPath: feedFile,
    userDataPath: userFolder,
    baseCachePath: getAppCacheDir(),
    whenReady: async () => undefined,
    // When the application ends, and how it starts again, is not the updater's to decide.
    relaunch: () => undefined,
    quit: () => undefined,
    onQuit: () => undefined,
  };
  const requests = new GuardedRequests();
  if (kind === 'nsis') {
    const updater = new NsisUpdater(null, app);
    updater.verifyUpdateCodeSignature = (publishers, file) => verifySigned(publishers, file, logger);
    return new ElectronUpdateEngine({ updater, requests, installer: new NsisInstaller(updater), logger });
  }
  if (kind === 'mac') {
    const updater = new MacUpdater(undefined, app);
    return new ElectronUpdateEngine({ updater, requests, installer: new MacInstaller(updater, native()), logger });
  }
  const target = ownAppImage(sources);
  const installer =
    kind === 'appimage' && target !== undefined ? new AppImageInstaller({ target, args, env, release, logger }) : null;
  const updater = new AppImageUpdater(null, app);
  // For packages of the system the list is only looked at, and they are no AppImage.
  updater.forceDevUpdateConfig = installer === null;
  return new ElectronUpdateEngine({ updater, requests, installer, logger });
}
