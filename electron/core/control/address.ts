import { createHash } from 'node:crypto';
import { lstat, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Clock, GatehouseError, writeFileAtomically } from '../platform/index.ts';

/** Where a control socket can be. */
export interface ControlPlace {
  readonly home: string;
  readonly platform: NodeJS.Platform;
  /** Folder for sockets whose home is too deep, `XDG_RUNTIME_DIR` or the temporary folder. */
  readonly runtimeFolder: string;
}

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the closing NUL included (sys/un.h). */
const MAX_SOCKET_PATH_BYTES = 103;
const SOCKET_NAME = 'control.sock';
/** Says where the socket is when it could not be in the home folder: the variables may differ between two shells. */
const RECORD_NAME = 'control.path';

/** The address for a server of `home`: a socket in it, one in a short folder if that is too long, a pipe on Windows. */
export function controlAddress({ home, platform, runtimeFolder }: ControlPlace): string {
  // Names of files are the same in every case on Windows: a home typed in another one is still that home.
  const name = platform === 'win32' ? home.toLowerCase() : home;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 24);
  if (platform === 'win32') return `\\\\.\\pipe\\gatehouse-${digest}`;
  const inHome = join(home, SOCKET_NAME);
  return fits(inHome) ? inHome : join(runtimeFolder, `gatehouse-${digest}`, SOCKET_NAME);
}

/**
 * Makes the folder of a socket outside the home folder (0700) and records its place in the home folder. Throws
 * `control_unsafe` when somebody else made that folder or can look into it.
 */
export async function prepareAddress(
  place: ControlPlace,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
): Promise<string> {
  const address = controlAddress(place);
  const record = join(place.home, RECORD_NAME);
  if (place.platform === 'win32' || dirname(address) === place.home) {
    await rm(record, { force: true });
    return address;
  }
  const folder = dirname(address);
  await mkdir(folder, { mode: 0o700, recursive: true });
  const stat = await lstat(folder);
  const foreign = !stat.isDirectory() || (stat.mode & 0o077) !== 0 || stat.uid !== process.getuid?.();
  if (foreign || !fits(address)) {
    throw new GatehouseError(
      'control_unsafe',
      `The folder ${folder} for the control socket is not private to this user.`,
      {
        remedy: 'Use a home folder with a shorter path (--home DIR), or remove that folder.',
      },
    );
  }
  await writeFileAtomically(record, `${address}\n`, { clock, signal });
  return address;
}

/** The address that a client of `home` should try. */
export async function findAddress(place: ControlPlace): Promise<string> {
  const computed = controlAddress(place);
  if (place.platform === 'win32' || dirname(computed) === place.home) return computed;
  const recorded = await readFile(join(place.home, RECORD_NAME), 'utf8').catch(() => '');
  return recorded.trim() === '' ? computed : recorded.trim();
}

function fits(path: string): boolean {
  return Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES;
}
