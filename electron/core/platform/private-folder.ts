import { execFile } from 'node:child_process';
import { homedir, userInfo } from 'node:os';
import { win32 } from 'node:path';
import { systemProgram } from './system-program.ts';

/** What {@link keepToOwner} asks; the default is this computer. */
export interface OwnerSystem {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly userFolder: string;
  readonly userName: () => string;
  /** False when the program failed. Never throws. */
  readonly run: (program: string, args: readonly string[]) => Promise<boolean>;
}

const LIMIT_MS = 10_000;
/** The system and its administrators, as in every profile: well-known SIDs, for their names are translated. */
const OTHERS = ['*S-1-5-18', '*S-1-5-32-544'];
/** Full access, also to what is made in it. */
const FULL = '(OI)(CI)F';

/**
 * Keeps a fresh folder to its owner on Windows, where a file has no mode and takes over who may read its folder: outside of
 * a profile that is everybody. Two steps, so that nobody is shut out when the first fails, as where a drive has no access
 * lists. Does nothing on other systems and inside the user's own folder. Never throws.
 */
export async function keepToOwner(folder: string, system: OwnerSystem = thisSystem()): Promise<void> {
  const { platform, env, userFolder, userName, run } = system;
  if (platform !== 'win32' || isInside(folder, userFolder)) return;
  const icacls = systemProgram('icacls.exe', env);
  const domain = env['USERDOMAIN'] ?? '';
  const owner = domain === '' ? userName() : `${domain}\\${userName()}`;
  const grants = [owner, ...OTHERS].flatMap(who => ['/grant:r', `${who}:${FULL}`]);
  if (await run(icacls, [folder, ...grants])) await run(icacls, [folder, '/inheritance:r']);
}

function thisSystem(): OwnerSystem {
  return {
    platform: process.platform,
    env: process.env,
    userFolder: homedir(),
    userName: () => userInfo().username,
    run: (program, args) =>
      new Promise(resolve => {
        execFile(program, args, { windowsHide: true, timeout: LIMIT_MS }, error => resolve(error === null));
      }),
  };
}

function isInside(inner: string, outer: string): boolean {
  const way = win32.relative(outer, inner);
  return way === '' || !(way.startsWith('..') || win32.isAbsolute(way));
}
