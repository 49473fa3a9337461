import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Dialog } from 'electron';
import { type LoadedSettings, loadSettings, loadSettingsSafely } from '../core/config/index.ts';
import { lostSettingsSafeMode } from '../core/crash/index.ts';
import {
  type Clock,
  type OpenedSecretStore,
  PinoLogger,
  prepareHome,
  RotatedFile,
  secretKeyFolder,
  warnOfOpenFolder,
} from '../core/platform/index.ts';
import { StorageWatch } from '../core/storage/index.ts';
import { type HostBasis, logFindings } from '../host-parts.ts';
import { missedSettings } from '../network.ts';
import { type OpenSecretsOptions, openSecrets } from '../open-secrets.ts';
import type { ShellArguments } from './arguments.ts';
import { hostLanguage } from './language.ts';
import { type NativeTexts, nativeTexts } from './native-texts.ts';
import type { Protection } from './protection.ts';
import { desktopCandidates, type SafeStoragePort } from './secret-store.ts';
import { openStoreFile } from './settings-store.ts';

/** Options of {@link openBasis}. */
export interface OpenBasisOptions {
  readonly given: Pick<ShellArguments, 'config' | 'flags'>;
  readonly home: string;
  readonly protection: Protection;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly userFolder: string;
  readonly workingFolder: () => string;
  readonly safeStorage: SafeStoragePort;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  /** The system's locale, e.g. `de-AT`. */
  readonly systemLocale: () => string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What the desktop host has before it opens a network. */
export interface DesktopBasis extends HostBasis {
  readonly logFile: string;
  /** Moves the secrets to another place. Throws what the stores throw. */
  readonly moveSecrets: (
    to: NonNullable<OpenSecretsOptions['moveTo']>,
    signal: AbortSignal,
  ) => Promise<OpenedSecretStore>;
}

/** Opens home folder, settings, log and secrets, in this order. Throws what they throw. */
export async function openBasis(options: OpenBasisOptions): Promise<DesktopBasis> {
  const { given, home, protection, platform, env, userFolder, workingFolder, clock, signal } = options;
  const { guard, watch, redactor } = protection;
  const isPrivate = await prepareHome(home);
  const ended = await guard.open(signal);
  const settingsPlace = {
    home,
    configPath: given.config,
    flags: given.flags,
    env,
    clock,
    signal,
    openFile: openStoreFile,
  };
  const load = (): Promise<LoadedSettings> => loadSettings(settingsPlace);
  const { loaded, problem } =
    ended.safeMode === null ? { loaded: await load(), problem: null } : await loadSettingsSafely(settingsPlace);
  const storage = new StorageWatch({ home, clock });
  const logFile = path.join(home, 'logs', 'gatehouse.log');
  const logger = new PinoLogger({
    clock,
    scrubber: redactor,
    level: loaded.settings.log.level,
    file: new RotatedFile({
      path: logFile,
      onFailure: error => storage.failed(error, { path: logFile, way: 'append' }),
    }),
  });
  watch.logTo(logger);
  warnOfOpenFolder(home, isPrivate, logger);
  const place = { home, platform, runtimeFolder: env['XDG_RUNTIME_DIR'] ?? tmpdir() };
  const keyFolder = secretKeyFolder(home, { env, platform, userFolder, workingFolder });
  const { safeStorage, dialog, systemLocale } = options;
  const language = hostLanguage({ setting: () => loaded.settings.window.language, systemLocale });
  protection.speak(language);
  const texts = (): NativeTexts => nativeTexts(language());
  const candidates = desktopCandidates({ home, redactor, clock, platform, safeStorage, keyFolder, dialog, texts });
  const { store: secrets, moved } = await openSecrets({ place, candidates, clock, signal });
  if (moved !== null) logger.info('secrets moved', { count: moved.count, from: moved.from });
  const missed =
    ended.safeMode === null ? await missedSettings({ loaded, secrets, redactor, home, env, clock, signal }) : undefined;
  const safeMode =
    missed === undefined
      ? ended.safeMode
      : lostSettingsSafeMode({ now: clock.now(), keptFile: missed, file: loaded.file.path });
  const found = { ...ended, safeMode };
  logFindings(found, problem, logger);
  return {
    loaded,
    load,
    secrets,
    redactor,
    logger,
    guard,
    found,
    place,
    env,
    clock,
    storage,
    userFolder,
    logFile,
    moveSecrets: (moveTo, moveSignal) => openSecrets({ place, candidates, moveTo, clock, signal: moveSignal }),
  };
}
