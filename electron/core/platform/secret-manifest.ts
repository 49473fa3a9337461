import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from './atomic-file.ts';
import type { Clock } from './clock.ts';
import { GatehouseError } from './errors.ts';
import { SECRET_STORE_KINDS, type SecretStoreKind } from './secret-kinds.ts';

const Kind = z.enum(SECRET_STORE_KINDS);

/**
 * Which store holds the secrets. `entering`: they are being copied there and `kind` is still the one that counts.
 * `leaving`: `kind` has them all, and what is left in that other one is to be removed.
 */
export const SecretManifest = z.object({
  version: z.literal(1),
  kind: Kind,
  entering: Kind.optional(),
  leaving: Kind.optional(),
});
export type SecretManifest = z.infer<typeof SecretManifest>;

/** What holds the secrets in the home folder, by the kind of store. */
export const SECRET_FILES: Readonly<Record<SecretStoreKind, string>> = {
  'safe-storage': 'secrets.safe-storage',
  keychain: 'secrets.keychain.json',
  'encrypted-file': 'secrets.encrypted.json',
  'plain-file': 'secrets.json',
};

const FILE_NAME = 'secret-store.json';

/** Undefined before the first start. Throws `secret_store_unreadable` for a damaged one: guessing could lose secrets. */
export async function readManifest(home: string): Promise<SecretManifest | undefined> {
  const path = join(home, FILE_NAME);
  try {
    return SecretManifest.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(`The file ${path}, which says where secrets are, is damaged.`, path, SECRET_STORE_KINDS, error);
  }
}

/** The manifest, read again only when another file is there: every call of a running host asks for it. */
export class KeptManifest {
  readonly #home: string;
  #kept: { readonly stamp: string; readonly manifest: SecretManifest | undefined } | undefined;

  constructor(home: string) {
    this.#home = home;
  }

  /** As {@link readManifest}. */
  async read(): Promise<SecretManifest | undefined> {
    const stamp = await stat(join(this.#home, FILE_NAME), { bigint: true }).then(
      ({ ino, size, mtimeNs, ctimeNs }) => `${ino}:${size}:${mtimeNs}:${ctimeNs}`,
      () => undefined,
    );
    if (stamp === undefined) return readManifest(this.#home);
    if (this.#kept?.stamp !== stamp) this.#kept = { stamp, manifest: await readManifest(this.#home) };
    return this.#kept.manifest;
  }
}

/**
 * Where the secrets are: by the manifest, and when that is lost by the files. Undefined when there are none yet. Throws
 * `secret_store_unreadable` for a damaged manifest, and without one when several files could be meant.
 */
export async function locateSecrets(home: string): Promise<SecretManifest | undefined> {
  const manifest = await readManifest(home);
  if (manifest !== undefined) return manifest;
  const names = await readdir(home);
  const found = SECRET_STORE_KINDS.filter(kind => names.includes(SECRET_FILES[kind]));
  // The unencrypted one may have come from an older version since, and is taken in then.
  const [kind, other] = found.length > 1 ? found.filter(one => one !== 'plain-file') : found;
  if (other === undefined) return kind === undefined ? undefined : { version: 1, kind };
  const path = join(home, FILE_NAME);
  throw unreadable(`The file ${path}, which says where secrets are, is missing.`, path, found);
}

function unreadable(message: string, path: string, kinds: readonly SecretStoreKind[], cause?: unknown): GatehouseError {
  return new GatehouseError('secret_store_unreadable', message, {
    remedy: `Write {"version":1,"kind":"…"} into ${path}, with one of ${kinds.join(', ')}.`,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Writes the manifest in one step. */
export async function writeManifest(
  home: string,
  manifest: Omit<SecretManifest, 'version'>,
  options: { readonly clock: Clock; readonly signal: AbortSignal; readonly platform: NodeJS.Platform },
): Promise<void> {
  await writeFileAtomically(join(home, FILE_NAME), `${JSON.stringify({ version: 1, ...manifest })}\n`, options);
}
