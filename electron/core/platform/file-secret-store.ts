import { join } from 'node:path';
import type { Told } from '../../contract/index.ts';
import type { Clock } from './clock.ts';
import type { Redactor } from './redactor.ts';
import { type SecretCodec, SecretFileStore } from './secret-file.ts';
import { formatSecrets, parseSecrets } from './secret-format.ts';
import { SECRET_FILES } from './secret-manifest.ts';

/** Options of {@link FileSecretStore}. */
export interface FileSecretStoreOptions {
  /** The folder that holds `secrets.json`; it must exist. */
  readonly home: string;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Default: the one of this process. */
  readonly platform?: NodeJS.Platform;
}

/** The values as they are. */
const PLAIN_CODEC: SecretCodec = {
  decode: async (text, path) => ({ secrets: parseSecrets(text, path), stale: false }),
  encode: async secrets => formatSecrets(secrets),
  forget: () => undefined,
  erase: async () => undefined,
};

/** The {@link SecretStore} without encryption: one JSON file that only its owner can read. */
export class FileSecretStore extends SecretFileStore {
  constructor({ home, redactor, clock, platform = process.platform }: FileSecretStoreOptions) {
    const path = join(home, SECRET_FILES['plain-file']);
    const protection = platform === 'win32' ? "protected by the folder's permissions" : 'readable by its owner only';
    const description = `In ${path}, unencrypted, ${protection}.`;
    const told: Told = { code: 'secrets_plain', name: path };
    super({ path, codec: PLAIN_CODEC, description, told, redactor, clock, platform });
  }
}
