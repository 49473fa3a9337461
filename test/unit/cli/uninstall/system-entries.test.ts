import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../../electron/cli/io.ts';
import { forgetInSystem, outOfReach, systemEntries } from '../../../../electron/cli/uninstall/system-entries.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

/** A home that the desktop application has used, with a stand-in for the program that asks the system. */
async function desktopHome(platform: NodeJS.Platform, tool?: string, ends = 'exit 0') {
  const home = await tempHome();
  const bin = join(home, 'bin');
  const asked = join(home, 'asked');
  await mkdir(join(home, 'electron'), { recursive: true });
  await mkdir(bin);
  await writeFile(asked, '');
  if (tool !== undefined) {
    await writeFile(join(bin, tool), `#!/bin/sh\necho "${tool} $*" >> "${asked}"\n${ends}\n`);
    await chmod(join(bin, tool), 0o755);
  }
  const env = { PATH: [bin, '/bin'].join(delimiter) };
  const io = { platform, env, signal: new AbortController().signal } as unknown as CliIo;
  return { home, io, asked: () => readFile(asked, 'utf8') };
}

describe('what the system keeps for the desktop application', () => {
  it.each([
    ['darwin', 'security', 'security delete-generic-password -s Gatehouse Safe Storage\n'],
    ['linux', 'secret-tool', 'secret-tool clear application Gatehouse\n'],
  ] as const)(
    'on %s is the key of its secrets, which is part of the data (stand-in for %s)',
    async (platform, tool, line) => {
      const { home, io, asked } = await desktopHome(platform, tool);
      const entries = systemEntries(io, home);

      expect(entries).toMatchObject([{ kind: 'data', place: expect.stringContaining('Gatehouse Safe Storage') }]);
      for (const entry of entries) await forgetInSystem(io, entry);
      expect(await asked()).toBe(line);
    },
  );

  it('on Windows is its start at login, in both lists', async () => {
    const { home, io } = await desktopHome('win32');

    expect(systemEntries(io, home).map(({ kind, command }) => [kind, command[0], command.at(-2)])).toEqual([
      ['system', 'reg', 'app.gatehouse.desktop'],
      ['system', 'reg', 'app.gatehouse.desktop'],
    ]);
  });

  it.each([
    ['darwin', 'security', 'echo "The specified item could not be found" >&2; exit 44'],
    ['linux', 'secret-tool', 'exit 1'],
    ['win32', 'reg', 'echo "ERROR: The system was unable to find the key" >&2; exit 1'],
  ] as const)('may be gone already on %s', async (platform, tool, ends) => {
    const { home, io } = await desktopHome(platform, tool, ends);
    for (const entry of systemEntries(io, home)) await expect(forgetInSystem(io, entry)).resolves.toBeUndefined();
  });

  it.each([
    ['darwin', 'security', 'echo "User interaction is not allowed." >&2; exit 36', 'User interaction is not allowed.'],
    ['linux', 'secret-tool', 'echo "Cannot autolaunch D-Bus" >&2; exit 1', 'Cannot autolaunch D-Bus'],
    ['linux', 'secret-tool', 'exit 3', 'secret-tool: exit code 3'],
    ['win32', 'reg', 'exit 5', 'reg: exit code 5'],
    ['win32', 'other', 'exit 0', 'reg: ENOENT'],
  ] as const)('is not said to be gone on %s when %s does: %s', async (platform, tool, ends, reason) => {
    const { home, io } = await desktopHome(platform, tool, ends);
    const entries = systemEntries(io, home);
    expect(entries).not.toEqual([]);
    for (const entry of entries) await expect(forgetInSystem(io, entry)).rejects.toThrow(reason);
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
