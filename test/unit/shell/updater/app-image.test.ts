import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppImageInstaller, forgetPrevious } from '../../../../electron/shell/updater/app-image.ts';
import { fileHash } from '../../../../electron/shell/updater/file-hash.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const { signal } = new AbortController();

/** A version that took another one's place when the application was quit. */
async function installedAtQuit() {
  const folder = await tempHome();
  const target = path.join(folder, 'Gatehouse.AppImage');
  const file = path.join(folder, 'download');
  await writeFile(target, 'old');
  await writeFile(file, 'new');
  const installer = new AppImageInstaller({
    target,
    args: [],
    env: {},
    release: () => undefined,
    logger: silentLogger,
  });
  await installer.stage(file, await fileHash(file, signal), signal);
  await installer.verify(signal);
  installer.install(false);
  return { folder, target, previous: path.join(folder, '.Gatehouse.AppImage.previous') };
}

describe('an AppImage that was updated when the application was quit', () => {
  it('leaves the version before beside it until the new one has started', async () => {
    const { folder, target, previous } = await installedAtQuit();
    expect([await readFile(target, 'utf8'), await readFile(previous, 'utf8')]).toEqual(['new', 'old']);

    await forgetPrevious(target, { isSafeMode: true, logger: silentLogger });
    await forgetPrevious(undefined, { isSafeMode: false, logger: silentLogger });
    expect(await readFile(previous, 'utf8')).toBe('old');
    await forgetPrevious(target, { isSafeMode: false, logger: silentLogger });
    await forgetPrevious(target, { isSafeMode: false, logger: silentLogger });
    expect(await readdir(folder)).toEqual(['Gatehouse.AppImage']);
  });
});
