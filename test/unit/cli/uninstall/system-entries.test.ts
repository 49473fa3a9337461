import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../../electron/cli/io.ts';
import { forgetInSystem, outOfReach, systemEntries } from '../../../../electron/cli/uninstall/system-entries.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

/** A home that the desktop application has used, with a stand-in for the program that asks the system. */
async function desktopHome(platform: NodeJS.Platform, tool?: string) {
  const home = await tempHome();
  const bin = join(home, 'bin');
  const asked = join(home, 'asked');
  await mkdir(join(home, 'electron'), { recursive: true });
  await mkdir(bin);
  await writeFile(asked, '');
  if (tool !== undefined) {
    await writeFile(join(bin, tool), `#!/bin/sh\necho "${tool} $*" >> "${asked}"\nexit 44\n`);
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
      // The tool says that there is none, which is no failure.
      await forgetInSystem(io, entries);
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
