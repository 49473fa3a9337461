import { execFile } from 'node:child_process';
import { homedir, userInfo } from 'node:os';
import { win32 } from 'node:path';
import type { Logger } from './logger.ts';
import { systemProgram } from './system-program.ts';

/** What {@link keepToOwner} asks; the default is this computer. */
export interface OwnerSystem {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** May throw, as the next one. */
  readonly userFolder: () => string;
  readonly userName: () => string;
  /** What the program wrote; undefined when it failed. */
  readonly run: (program: string, args: readonly string[]) => Promise<string | undefined>;
}

const LIMIT_MS = 10_000;
/** The system and its administrators, as in every profile: well-known SIDs, for their names are translated. */
const OTHERS = ['*S-1-5-18', '*S-1-5-32-544'];
/** The end of the line of `whoami`, after a name in any alphabet. */
const SID = /"(S-1-\d+(?:-\d+)+)"\s*$/;
/** Full access, also to what is made in it. */
const FULL = '(OI)(CI)F';

/**
 * Keeps a fresh folder to its owner on Windows, where a file has no mode and takes over who may read its folder: outside of
 * a profile that is everybody. Two steps, so that nobody is shut out when the first fails, as where a drive has no access
 * lists. Does nothing on other systems and inside the user's own folder. False when others may still read it; never
 * throws.
 */
export async function keepToOwner(folder: string, system: OwnerSystem = thisSystem()): Promise<boolean> {
  const { platform, env, userFolder, run } = system;
  if (platform !== 'win32') return true;
  try {
    if (isInside(folder, userFolder())) return true;
    const icacls = systemProgram('icacls.exe', env);
    const grants = [await ownerOf(system), ...OTHERS].flatMap(who => ['/grant:r', `${who}:${FULL}`]);
    if ((await run(icacls, [folder, ...grants])) === undefined) return false;
    return (await run(icacls, [folder, '/inheritance:r'])) !== undefined;
  } catch {
    // Nobody knows who the owner is.
    return false;
  }
}

/** Says in the log, with what to do, that {@link keepToOwner} could not do its work. `isKept`: what it gave. */
export function warnOfOpenFolder(folder: string, isKept: boolean, logger: Pick<Logger, 'warn'>): void {
  if (isKept) return;
  logger.warn('folder not private', {
    folder,
    reason: 'Its access list could not be set: other users of this computer may be able to read it.',
    remedy:
      'Choose a folder inside your profile or on an NTFS drive, or take the access of others away in its properties, under Security.',
  });
}

/** The user by SID, for a name may be one that icacls cannot resolve, as where the domain is out of reach; else by name. */
async function ownerOf({ env, userName, run }: OwnerSystem): Promise<string> {
  const told = await run(systemProgram('whoami.exe', env), ['/user', '/fo', 'csv', '/nh']);
  const sid = SID.exec(told ?? '')?.[1];
  if (sid !== undefined) return `*${sid}`;
  const domain = env['USERDOMAIN'] ?? '';
  return domain === '' ? userName() : `${domain}\\${userName()}`;
}

function thisSystem(): OwnerSystem {
  return {
    platform: process.platform,
    env: process.env,
    userFolder: homedir,
    userName: () => userInfo().username,
    run: (program, args) =>
      new Promise(resolve => {
        execFile(program, args, { windowsHide: true, timeout: LIMIT_MS }, (error, stdout) => {
          resolve(error === null ? stdout : undefined);
        });
      }),
  };
}

function isInside(inner: string, outer: string): boolean {
  const way = win32.relative(outer, inner);
  return way === '' || !(way.startsWith('..') || win32.isAbsolute(way));
}
