import { mkdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliIo } from '../../../../electron/cli/io.ts';
import { findTraces, isPersonsFolder } from '../../../../electron/cli/uninstall/places.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

async function macOf(folders: readonly string[]) {
  const userFolder = await tempHome();
  for (const folder of folders) await mkdir(join(userFolder, 'Library', folder), { recursive: true });
  const places = { userFolder, workingFolder: () => userFolder, temporaryFolder: join(userFolder, 'tmp') };
  const io = { platform: 'darwin', env: {}, ...places } as CliIo;
  const paths = (home?: string): string[] =>
    findTraces(io, home === undefined ? {} : { home }).traces.map(({ path }) =>
      path.slice(userFolder.length + 9).replaceAll(sep, '/'),
    );
  return { userFolder, paths };
}

describe('what Gatehouse made on a Mac', () => {
  const OF_PERSON = ['Caches/gatehouse-updater', 'Caches/app.gatehouse.desktop.ShipIt'];

  it("has both places of downloaded updates, of which the second is the system's", async () => {
    const { paths } = await macOf(OF_PERSON);
    expect(paths()).toEqual(OF_PERSON);
  });

  it('has nothing of the usual home folder for another one', async () => {
    const { userFolder, paths } = await macOf([...OF_PERSON, 'Application Support/Gatehouse']);
    expect(paths(join(userFolder, 'other'))).toEqual([]);
  });
});

describe('a folder of the person', () => {
  it.each([
    ['/', true],
    ['/home', true],
    ['/home/me', true],
    ['/home/me/.config/gatehouse', false],
    ['/home/men', false],
    ['/srv', false],
  ])('%s: %s', (home, isTheirs) => {
    expect(isPersonsFolder(home, { userFolder: '/home/me' } as CliIo)).toBe(isTheirs);
  });
});
