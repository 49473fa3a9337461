import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../../electron/core/platform/index.ts';
import { keepToOwner, type OwnerSystem, warnOfOpenFolder } from '../../../electron/core/platform/private-folder.ts';

const SID = 'S-1-5-21-1004336348-1177238915-682003330-1001';

/** A Windows computer whose icacls keeps what it is told, and whose whoami knows the user. */
function windows(changes: Partial<OwnerSystem> = {}) {
  const asked: string[][] = [];
  const system: OwnerSystem = {
    platform: 'win32',
    env: { SystemRoot: String.raw`C:\Windows`, USERDOMAIN: 'OFFICE' },
    userFolder: () => String.raw`C:\Users\me`,
    userName: () => 'me',
    run: async (program, args) => {
      asked.push([program, ...args]);
      return program.endsWith('whoami.exe') ? `"office\\me","${SID}"\r\n` : '';
    },
    ...changes,
  };
  return { asked, system };
}

describe('a fresh folder', () => {
  const WHOAMI = [String.raw`C:\Windows\System32\whoami.exe`, '/user', '/fo', 'csv', '/nh'];
  const ICACLS = String.raw`C:\Windows\System32\icacls.exe`;
  const FOLDER = String.raw`D:\gatehouse`;
  const grantsOf = (owner: string): string[] =>
    [owner, '*S-1-5-18', '*S-1-5-32-544'].flatMap(who => ['/grant:r', `${who}:(OI)(CI)F`]);

  it('on a drive that all users of Windows can read is for its owner alone, who is known by SID', async () => {
    const { asked, system } = windows();
    expect(await keepToOwner(FOLDER, system)).toBe(true);
    expect(asked).toEqual([WHOAMI, [ICACLS, FOLDER, ...grantsOf(`*${SID}`)], [ICACLS, FOLDER, '/inheritance:r']]);
  });

  it.each([
    ['does not start', undefined],
    ['says something else', 'ERROR: Unable to get user claims information.'],
  ])('is for its owner by name where whoami %s', async (_, answer) => {
    const asked: string[][] = [];
    const run = async (program: string, args: readonly string[]) => {
      asked.push([...args]);
      return program.endsWith('whoami.exe') ? answer : '';
    };
    expect(await keepToOwner(FOLDER, windows({ run }).system)).toBe(true);
    expect(asked[1]).toEqual([FOLDER, ...grantsOf('OFFICE\\me')]);
  });

  it('shuts nobody out when its owner could not be let in, and is said to be open', async () => {
    const asked: string[][] = [];
    const run = async (program: string, args: readonly string[]) => {
      asked.push([program, ...args]);
      return undefined;
    };
    expect(await keepToOwner(FOLDER, windows({ run }).system)).toBe(false);
    expect(asked).toEqual([WHOAMI, [ICACLS, FOLDER, ...grantsOf('OFFICE\\me')]]);
  });

  it('is said to be open when it goes on to take over who may read its folder', async () => {
    const run = async (_: string, args: readonly string[]) => (args.includes('/inheritance:r') ? undefined : '');
    expect(await keepToOwner(FOLDER, windows({ run }).system)).toBe(false);
  });

  it.each(['userFolder', 'userName', 'run'] as const)('is said to be open when %s throws', async part => {
    const fail = () => {
      throw new Error('no entry for the user');
    };
    const run = async (program: string) => (program.endsWith('whoami.exe') ? undefined : '');
    expect(await keepToOwner(FOLDER, windows({ run, [part]: fail }).system)).toBe(false);
  });

  it.each([
    ['inside the own profile', String.raw`c:\users\ME\AppData\Roaming\Gatehouse`, {}],
    ['of a system with modes', '/srv/gatehouse', { platform: 'linux' }],
  ] as const)('%s is private already', async (_, folder, changes) => {
    const { asked, system } = windows(changes);
    expect(await keepToOwner(folder, system)).toBe(true);
    expect(asked).toEqual([]);
  });

  it('that is open is told to the log once, with what to do; a private one is not', () => {
    const warned: [string, LogFields | undefined][] = [];
    const logger = { warn: (event: string, fields?: LogFields) => warned.push([event, fields]) };
    warnOfOpenFolder(FOLDER, true, logger);
    warnOfOpenFolder(FOLDER, false, logger);
    expect(warned).toEqual([
      ['folder not private', expect.objectContaining({ folder: FOLDER, remedy: expect.stringContaining('profile') })],
    ]);
  });
});
