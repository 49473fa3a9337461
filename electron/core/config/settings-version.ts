import { GatehouseError } from '../platform/index.ts';

/**
 * The form of the settings file, which its `version` names; without one it is this. Settings have only ever been added,
 * and a key that a version does not know it keeps, so that a file of any earlier version is one of today's. Raised by a
 * change that an earlier program would misread.
 */
export const SETTINGS_VERSION = 1;
/** The key, which is no setting. */
export const VERSION_KEY = 'version';

/** Throws `config_newer` for a file that a later program wrote in a form of its own; nothing is read from such a file. */
export function checkSettingsVersion(content: Readonly<Record<string, unknown>>, path: string): void {
  const version = content[VERSION_KEY];
  if (version === undefined || version === SETTINGS_VERSION) return;
  throw new GatehouseError(
    'config_newer',
    `The settings file ${path} was written by a newer Gatehouse (its version is ${JSON.stringify(version).slice(0, 40)}, this program knows ${SETTINGS_VERSION}). Nothing was changed in it.`,
    { remedy: 'Install the newer Gatehouse again, or start with other settings: --config FILE.' },
  );
}
