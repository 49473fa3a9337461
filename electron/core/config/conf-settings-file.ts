import { basename, dirname, extname } from 'node:path';
import Conf from 'conf';
import type { SettingsFile } from './settings-file.ts';

/** What `conf` and `electron-store`, which is built on it, have in common. */
export interface ConfLike {
  readonly path: string;
  store: Record<string, unknown>;
  set(key: string, value: unknown): void;
  delete(key: string): void;
}

/** The options that make either store use exactly the file at `path`. electron-store calls `configName` just `name`. */
export function confOptions(path: string): {
  cwd: string;
  configName: string;
  fileExtension: string;
  configFileMode: number;
  clearInvalidConfig: false;
} {
  const extension = extname(path);
  return {
    cwd: dirname(path),
    configName: basename(path, extension),
    fileExtension: extension.slice(1),
    configFileMode: 0o600,
    clearInvalidConfig: false,
  };
}

/** The {@link SettingsFile} over a store of the conf family. */
export class ConfSettingsFile implements SettingsFile {
  readonly #store: ConfLike;

  constructor(store: ConfLike) {
    this.#store = store;
  }

  get path(): string {
    return this.#store.path;
  }

  read(): Readonly<Record<string, unknown>> {
    return this.#store.store;
  }

  set(key: string, value: unknown): void {
    this.#store.set(key, value);
  }

  delete(key: string): void {
    this.#store.delete(key);
  }

  replace(content: Readonly<Record<string, unknown>>): void {
    this.#store.store = { ...content };
  }
}

/** The settings file of the headless host. `path` is absolute and was prepared. */
export function openConfFile(path: string): SettingsFile {
  return new ConfSettingsFile(new Conf<Record<string, unknown>>(confOptions(path)));
}
