import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from './atomic-file.ts';
import type { Clock } from './clock.ts';
import { GatehouseError } from './errors.ts';
import { SECRET_STORE_KINDS } from './secret-candidates.ts';

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

const FILE_NAME = 'secret-store.json';

/** Undefined before the first start. Throws `secret_store_unreadable` for a damaged one: guessing could lose secrets. */
export async function readManifest(home: string): Promise<SecretManifest | undefined> {
  const path = join(home, FILE_NAME);
  try {
    return SecretManifest.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new GatehouseError('secret_store_unreadable', `The file ${path}, which says where secrets are, is damaged.`, {
      remedy: `Write {"version":1,"kind":"…"} into it, with one of ${SECRET_STORE_KINDS.join(', ')}.`,
      cause: error,
    });
  }
}

/** Writes the manifest in one step. */
export async function writeManifest(
  home: string,
  manifest: Omit<SecretManifest, 'version'>,
  options: { readonly clock: Clock; readonly signal: AbortSignal; readonly platform: NodeJS.Platform },
): Promise<void> {
  await writeFileAtomically(join(home, FILE_NAME), `${JSON.stringify({ version: 1, ...manifest })}\n`, options);
}
