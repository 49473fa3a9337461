import { describe, expect, it } from 'vitest';
import { keepToOwner, type OwnerSystem } from '../../../electron/core/platform/private-folder.ts';

/** A Windows computer whose icacls keeps what it is told. */
function windows(changes: Partial<OwnerSystem> = {}) {
  const asked: string[][] = [];
  const system: OwnerSystem = {
    platform: 'win32',
    env: { SystemRoot: String.raw`C:\Windows`, USERDOMAIN: 'OFFICE' },
    userFolder: String.raw`C:\Users\me`,
    userName: () => 'me',
    run: async (program, args) => {
      asked.push([program, ...args]);
      return true;
    },
    ...changes,
  };
  return { asked, system };
}

describe('a fresh folder', () => {
  const ICACLS = String.raw`C:\Windows\System32\icacls.exe`;
  const GRANTS = ['OFFICE\\me', '*S-1-5-18', '*S-1-5-32-544'].flatMap(who => ['/grant:r', `${who}:(OI)(CI)F`]);

  it('on a drive that all users of Windows can read is for its owner alone', async () => {
    const { asked, system } = windows();
    await keepToOwner(String.raw`D:\gatehouse`, system);
    expect(asked).toEqual([
      [ICACLS, String.raw`D:\gatehouse`, ...GRANTS],
      [ICACLS, String.raw`D:\gatehouse`, '/inheritance:r'],
    ]);
  });

  it('shuts nobody out when its owner could not be let in', async () => {
    const asked: string[][] = [];
    const run = async (_: string, args: readonly string[]) => asked.push([...args]) < 0;
    await keepToOwner(String.raw`D:\gatehouse`, windows({ run }).system);
    expect(asked).toEqual([[String.raw`D:\gatehouse`, ...GRANTS]]);
  });

  it.each([
    ['inside the own profile', String.raw`c:\users\ME\AppData\Roaming\Gatehouse`, {}],
    ['of a system with modes', '/srv/gatehouse', { platform: 'linux' }],
  ] as const)('%s is private already', async (_, folder, changes) => {
    const { asked, system } = windows(changes);
    await keepToOwner(folder, system);
    expect(asked).toEqual([]);
  });
});
