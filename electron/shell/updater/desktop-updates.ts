import type { EventEmitter } from 'node:events';
import type { App, PowerMonitor } from 'electron';
import type { Logger } from '../../core/platform/index.ts';
import type { UpdateHost } from '../../core/updates/index.ts';
import type { Quitting } from '../quitting.ts';
import { updateHost } from './update-host.ts';

/** Whoever touches neither keyboard nor mouse for so long is taken to be away. */
const AWAY_SECONDS = 600;

/** What {@link desktopUpdates} asks of the runtime. */
export interface DesktopUpdatesOptions {
  readonly app: Pick<App, 'getVersion' | 'isPackaged' | 'getPath' | 'releaseSingleInstanceLock'>;
  readonly powerMonitor: Pick<PowerMonitor, 'getSystemIdleTime'>;
  /** Electron's `autoUpdater`, asked for where it is needed. */
  readonly autoUpdater: () => EventEmitter;
  readonly quitting: Pick<Quitting, 'begin'>;
  readonly process: Pick<NodeJS.Process, 'platform' | 'env' | 'argv' | 'resourcesPath'>;
  readonly logger: Logger;
  /** The system leaves no time to replace the application then. */
  readonly endsWithSession: () => boolean;
}

/** How this copy of the desktop application is updated. */
export function desktopUpdates(options: DesktopUpdatesOptions): UpdateHost {
  const { app, powerMonitor, autoUpdater, quitting, process, logger, endsWithSession } = options;
  return updateHost({
    version: app.getVersion(),
    isPackaged: app.isPackaged,
    platform: process.platform,
    env: process.env,
    args: process.argv.slice(1),
    resourcesFolder: process.resourcesPath,
    userFolder: app.getPath('userData'),
    native: autoUpdater,
    release: () => app.releaseSingleInstanceLock(),
    logger,
    isAway: () => powerMonitor.getSystemIdleTime() >= AWAY_SECONDS,
    mayInstallAtEnd: () => !endsWithSession(),
    restart: quitting.begin,
  });
}
