import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareHome, resolveHome } from '../../../electron/core/platform/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { slashes } from '../../helpers/slashes.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const base = { platform: 'linux' as NodeJS.Platform, userFolder: '/u', workingFolder: () => '/w', env: {} };

describe('resolveHome', () => {
  it('prefers the flag, then GATEHOUSE_HOME, both made absolute', () => {
    expect(slashes(resolveHome({ ...base, flag: 'x', env: { GATEHOUSE_HOME: '/y' } }))).toBe('/w/x');
    expect(slashes(resolveHome({ ...base, env: { GATEHOUSE_HOME: 'y' } }))).toBe('/w/y');
    expect(slashes(resolveHome({ ...base, env: { GATEHOUSE_HOME: '' } }))).toBe('/u/.config/gatehouse');
  });

  it('follows the platform where nothing is given', () => {
    expect(slashes(resolveHome(base))).toBe('/u/.config/gatehouse');
    expect(slashes(resolveHome({ ...base, env: { XDG_CONFIG_HOME: '/xdg' } }))).toBe('/xdg/gatehouse');
    expect(slashes(resolveHome({ ...base, env: { XDG_CONFIG_HOME: 'relative' } }))).toBe('/u/.config/gatehouse');
    expect(slashes(resolveHome({ ...base, platform: 'darwin' }))).toBe('/u/Library/Application Support/Gatehouse');
    expect(slashes(resolveHome({ ...base, platform: 'win32', env: { APPDATA: '/app' } }))).toBe('/app/Gatehouse');
  });
});

async function plainFile(): Promise<string> {
  const file = join(await tempHome(), 'file');
  await writeFile(file, '');
  return file;
}

describe('prepareHome', () => {
  it('creates the folder for its owner and leaves nothing in it', async () => {
    const home = join(await tempHome(), 'deep', 'home');
    await prepareHome(home);
    await expectMode(home, 0o700);
    expect(await readdir(home)).toEqual([]);
  });

  it('ends with an error where a folder refuses to hold others, as those of /proc do', async () => {
    const home = join(process.platform === 'linux' ? '/proc' : await plainFile(), 'nobody', 'home');
    await expect(prepareHome(home)).rejects.toMatchObject({ code: 'home_unwritable' });
  });

  it('says what is wrong and what to do when it cannot be written', async () => {
    const file = await plainFile();
    await expect(prepareHome(join(file, 'home'))).rejects.toMatchObject({
      code: 'home_unwritable',
      message: expect.stringContaining(file),
      remedy: expect.stringContaining('--home'),
    });
  });
});
