import { open, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { errorMessage } from '../platform/index.ts';
import { MAX_BUNDLE_BYTES } from './bundle.ts';
import { AccountError } from './errors.ts';

/** Where og-veil may have left its session. */
export interface VeilPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's own folder, `os.homedir()`. */
  readonly userFolder: string;
}

/** Its session, which is the login's bundle as it was last renewed. */
export interface VeilSession {
  readonly path: string;
  readonly text: string;
}

/** Home folders of og-veil: `OG_VEIL_HOME` alone when set, else the one of today and the one of its first versions. */
function folders({ env, userFolder }: VeilPlaces): string[] {
  const chosen = env['OG_VEIL_HOME'];
  if (chosen !== undefined && chosen !== '') {
    const path = chosen.startsWith('~') ? join(userFolder, chosen.slice(1)) : chosen;
    return [isAbsolute(path) ? path : join(userFolder, path)];
  }
  return ['veil', 'local'].map(name => join(userFolder, '.opengradient', name));
}

/** Reads og-veil's session without changing it. Throws `veil_session_missing` or `veil_session_unreadable`. */
export async function readVeilSession(places: VeilPlaces): Promise<VeilSession> {
  const paths = folders(places).map(folder => join(folder, 'session.json'));
  for (const path of paths) {
    const text = await readBounded(path);
    if (text !== undefined) return { path, text };
  }
  throw new AccountError('veil_session_missing', `There is no session of og-veil in ${paths.join(' or ')}.`, {
    remedy: 'Set OG_VEIL_HOME to its folder, or sign in: gatehouse login.',
  });
}

async function readBounded(path: string): Promise<string | undefined> {
  try {
    // A pipe in its place would be waited for without end.
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(MAX_BUNDLE_BYTES + 1);
      const { bytesRead } = await file.read(buffer, 0, buffer.length, 0);
      return buffer.subarray(0, bytesRead).toString('utf8');
    } finally {
      await file.close();
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AccountError('veil_session_unreadable', `${path} could not be read: ${errorMessage(error)}`, {
      remedy: 'Give this user access to the file, or sign in: gatehouse login.',
    });
  }
}
