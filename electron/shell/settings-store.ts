import Store from 'electron-store';
import { ConfSettingsFile, confOptions, type SettingsFile } from '../core/config/index.ts';

/** The settings file of the Electron host, in the same format as the headless one's. `path` is absolute and prepared. */
export function openStoreFile(path: string): SettingsFile {
  // electron-store's only own option: it calls conf's `configName` just `name`.
  const { configName, ...options } = confOptions(path);
  return new ConfSettingsFile(new Store<Record<string, unknown>>({ ...options, name: configName }));
}
