import { mkdir, readdir, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import type { CommandResult, DiagnosticBundle } from '../../../../contract/index.ts';
import { type Clock, errorMessage, GatehouseError, writeFileAtomically } from '../../../platform/index.ts';

/** Where {@link saveBundle} writes. */
export interface SaveBundleOptions {
  /** The home's folder for bundles; made when it is missing. */
  readonly folder: string;
  /** A file that the person chose; undefined: one in the folder. */
  readonly path?: string | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Bundles kept in the home folder; the oldest go first. */
const MAX_KEPT = 10;
const NAME = /^gatehouse-diagnostics-[\dT-]+\.txt$/;

/** Writes the bundle, readable by its owner only. Throws `diagnostics_path`, `diagnostics_unwritable`. */
export async function saveBundle(
  { text, fileName }: DiagnosticBundle,
  { folder, path, clock, signal }: SaveBundleOptions,
): Promise<CommandResult> {
  if (path !== undefined && !isAbsolute(path)) {
    throw new GatehouseError('diagnostics_path', 'The file needs a full path.', {
      remedy: 'Choose a file by its path.',
    });
  }
  const file = path ?? join(folder, fileName);
  try {
    if (path === undefined) await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFileAtomically(file, text, { clock, signal });
    if (path === undefined) await dropOldest(folder);
  } catch (error) {
    signal.throwIfAborted();
    throw new GatehouseError('diagnostics_unwritable', `${file} could not be written: ${errorMessage(error)}`, {
      remedy: 'Choose another folder, or give this user access to it.',
      cause: error,
    });
  }
  return {
    changed: true,
    told: { code: 'diagnostics_saved', name: file },
    sentence: `The diagnostics were saved to ${file}.`,
    file,
  };
}

/** Names sort by time. */
async function dropOldest(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(name => NAME.test(name)).sort();
  for (const name of names.slice(0, -MAX_KEPT)) await rm(join(folder, name), { force: true });
}
