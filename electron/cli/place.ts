import { join } from 'node:path';
import {
  type LoadedSettings,
  type LoadOptions,
  loadSettings,
  loadSettingsSafely,
  openConfFile,
  type SettingsInput,
} from '../core/config/index.ts';
import { ControlClient, type ControlPlace } from '../core/control/index.ts';
import {
  absolutePath,
  headlessCandidates,
  type OpenedSecretStore,
  prepareHome,
  Redactor,
  resolveHome,
  secretKeyFolder,
} from '../core/platform/index.ts';
import { type OpenSecretsOptions, openSecrets } from '../open-secrets.ts';
import type { CliIo, PlaceOptions } from './io.ts';

/** The home folder that the options, the environment or the platform name. */
export function homeOf(io: CliIo, { home }: PlaceOptions): string {
  return resolveHome({ flag: home, ...io });
}

/** Where the running instance of the home folder can be reached. */
export function placeOf(io: CliIo, options: PlaceOptions): ControlPlace {
  const runtimeFolder = io.env['XDG_RUNTIME_DIR'] ?? io.temporaryFolder;
  return { home: homeOf(io, options), platform: io.platform, runtimeFolder };
}

export function controlClient(io: CliIo, options: PlaceOptions): ControlClient {
  return new ControlClient({ place: placeOf(io, options), clock: io.clock });
}

/** What differs between the commands that open secrets. */
export interface CommandSecretsOptions extends Pick<OpenSecretsOptions, 'moveTo'> {
  /** Is told of every value. Default: one of its own. */
  readonly redactor?: Redactor;
}

/** The secrets of the home folder, which is made when it is missing. Throws what the stores throw. */
export async function secretsOf(
  io: CliIo,
  options: PlaceOptions,
  { redactor = new Redactor(), moveTo }: CommandSecretsOptions = {},
): Promise<OpenedSecretStore> {
  const place = placeOf(io, options);
  const { home, platform } = place;
  const { clock, env, signal } = io;
  await prepareHome(home);
  const keyFolder = secretKeyFolder(home, io);
  const candidates = headlessCandidates({ home, keyFolder, redactor, clock, platform, env });
  return openSecrets({ place, candidates, clock, signal, ...(moveTo === undefined ? {} : { moveTo }) });
}

/** The settings in force for the home folder and these flags. */
export function settingsOf(
  io: CliIo,
  options: PlaceOptions,
  flags: SettingsInput['flags'] = new Map(),
): Promise<LoadedSettings> {
  return loadSettings(loadOptions(io, options, flags));
}

/** The same for safe mode: a wrong setting counts as none, and `problem` says so. */
export function safeSettingsOf(
  io: CliIo,
  options: PlaceOptions,
  flags: SettingsInput['flags'] = new Map(),
): ReturnType<typeof loadSettingsSafely> {
  return loadSettingsSafely(loadOptions(io, options, flags));
}

function loadOptions(io: CliIo, options: PlaceOptions, flags: SettingsInput['flags']): LoadOptions {
  return {
    home: homeOf(io, options),
    configPath: options.config === undefined ? undefined : absolutePath(options.config, io.workingFolder),
    flags,
    env: io.env,
    clock: io.clock,
    signal: io.signal,
    openFile: openConfFile,
  };
}

/** The log of the home folder. */
export function logPath(home: string): string {
  return join(home, 'logs', 'gatehouse.log');
}
