import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOwnName } from '../../../electron/cli/uninstall/own-names.ts';
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

  it('tries again to keep its own folder to its owner until that works, and says so each time', async () => {
    const home = join(await tempHome(), 'home');
    const answers = [false, false, true];
    const asked: string[] = [];
    const keep = async (folder: string): Promise<boolean> => {
      asked.push(folder);
      return answers.shift() ?? false;
    };
    expect([await prepareHome(home, keep), await prepareHome(home, keep)]).toEqual([false, false]);
    expect((await readdir(home)).every(isOwnName)).toBe(true);
    expect([await prepareHome(home, keep), await prepareHome(home, keep)]).toEqual([true, true]);
    expect(asked).toEqual([home, home, home]);
    expect(await readdir(home)).toEqual([]);
  });

  it('leaves the access to a folder alone that somebody else made', async () => {
    const home = await tempHome();
    expect(await prepareHome(home, () => Promise.reject(new Error('asked')))).toBe(true);
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
