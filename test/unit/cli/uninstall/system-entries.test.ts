import { mkdir, writeFile } from 'node:fs/promises';
import { join, win32 } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../../electron/cli/io.ts';
import type { RunSystemProgram } from '../../../../electron/cli/system-program.ts';
import { forgetInSystem, outOfReach, systemEntries } from '../../../../electron/cli/uninstall/system-entries.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

/** How a stand-in for the program that asks the system ends. */
type End = Partial<Awaited<ReturnType<RunSystemProgram>>>;

/** A home that the desktop application has used, with a stand-in for the program that asks the system. */
async function desktopHome(platform: NodeJS.Platform, tool?: string, end: End = {}) {
  const home = await tempHome();
  const bin = join(home, 'bin');
  const asked: string[] = [];
  await mkdir(join(home, 'electron'), { recursive: true });
  await mkdir(bin);
  if (tool !== undefined) await writeFile(join(bin, tool), '');
  const run: RunSystemProgram = async (_, command) => {
    asked.push(command.join(' '));
    return { code: win32.basename(command[0], '.exe') === tool ? 0 : 'ENOENT', stdout: '', stderr: '', ...end };
  };
  const io = {
    platform,
    env: { PATH: bin, SystemRoot: String.raw`D:\Windows` },
    signal: new AbortController().signal,
  } as unknown as CliIo;
  return { home, io, run, asked };
}

describe('what the system keeps for the desktop application', () => {
  it.each([
    ['darwin', 'security', 'security delete-generic-password -s Gatehouse Safe Storage'],
    ['linux', 'secret-tool', 'secret-tool clear application Gatehouse'],
  ] as const)(
    'on %s is the key of its secrets, which is part of the data (stand-in for %s)',
    async (platform, tool, line) => {
      const { home, io, run, asked } = await desktopHome(platform, tool);
      const entries = systemEntries(io, home);

      expect(entries).toMatchObject([{ kind: 'data', place: expect.stringContaining('Gatehouse Safe Storage') }]);
      for (const entry of entries) await forgetInSystem(io, entry, run);
      expect(asked).toEqual([line]);
    },
  );

  it('on Windows is its start at login, in both lists', async () => {
    const { home, io } = await desktopHome('win32');

    expect(systemEntries(io, home).map(({ kind, command }) => [kind, command[0], command.at(-2)])).toEqual([
      ['system', String.raw`D:\Windows\System32\reg.exe`, 'app.gatehouse.desktop'],
      ['system', String.raw`D:\Windows\System32\reg.exe`, 'app.gatehouse.desktop'],
    ]);
  });

  it.each([
    ['darwin', 'security', { code: 44, stderr: 'The specified item could not be found\n' }],
    ['linux', 'secret-tool', { code: 1 }],
    ['win32', 'reg', { code: 1, stderr: 'ERROR: The system was unable to find the key\r\n' }],
  ] as const)('may be gone already on %s', async (platform, tool, end) => {
    const { home, io, run } = await desktopHome(platform, tool, end);
    for (const entry of systemEntries(io, home)) await expect(forgetInSystem(io, entry, run)).resolves.toBeUndefined();
  });

  it.each([
    ['darwin', 'security', { code: 36, stderr: 'User interaction is not allowed.\n' }, 'interaction is not allowed.'],
    ['linux', 'secret-tool', { code: 1, stderr: 'Cannot autolaunch D-Bus\n' }, 'Cannot autolaunch D-Bus'],
    ['linux', 'secret-tool', { code: 3 }, 'secret-tool: exit code 3'],
    ['win32', 'reg', { code: 5 }, 'reg: exit code 5'],
    ['win32', 'other', {}, 'reg: ENOENT'],
  ] as const)('is not said to be gone on %s when %s ends with %j', async (platform, tool, end, reason) => {
    const { home, io, run } = await desktopHome(platform, tool, end);
    const entries = systemEntries(io, home);
    expect(entries).not.toEqual([]);
    for (const entry of entries) await expect(forgetInSystem(io, entry, run)).rejects.toThrow(reason);
  });

  it('is out of reach where the program for it is missing, and not promised', async () => {
    const { home, io } = await desktopHome('linux');
    expect(systemEntries(io, home)).toEqual([]);
  });

  it('is nothing where the application never was', async () => {
    const io = { platform: 'darwin', env: {} } as CliIo;

    expect(systemEntries(io, await tempHome())).toEqual([]);
    expect(outOfReach(io, await tempHome())).toEqual([]);
  });
});

describe('what an uninstallation cannot reach', () => {
  it.each([
    ['darwin', undefined, 'General, Login Items'],
    ['linux', 'secret-tool', 'KWalletManager'],
    ['linux', undefined, 'secret-tool (libsecret-tools) is not installed'],
  ] as const)('is said on %s (with %s), with how it goes', async (platform, tool, words) => {
    const { home, io } = await desktopHome(platform, tool);

    expect(outOfReach(io, home).join()).toContain(words);
  });
});
