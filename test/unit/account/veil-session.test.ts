import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseBundle, readVeilSession } from '../../../electron/core/account/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';

async function place(folder: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'session.json'), text);
  return join(folder, 'session.json');
}

describe("og-veil's session", () => {
  it('is found in its home folder, the newer one first', async () => {
    const userFolder = await tempHome();
    await place(join(userFolder, '.opengradient', 'local'), 'old');
    expect(await readVeilSession({ env: {}, userFolder })).toMatchObject({ text: 'old' });
    const path = await place(join(userFolder, '.opengradient', 'veil'), 'new');
    expect(await readVeilSession({ env: {}, userFolder })).toEqual({ path, text: 'new' });
  });

  it('is looked for in OG_VEIL_HOME alone when that is set', async () => {
    const userFolder = await tempHome();
    await place(join(userFolder, '.opengradient', 'veil'), 'default');
    await place(join(userFolder, 'mine'), 'chosen');
    expect(await readVeilSession({ env: { OG_VEIL_HOME: '~/mine' }, userFolder })).toMatchObject({ text: 'chosen' });
    await expect(
      readVeilSession({ env: { OG_VEIL_HOME: join(userFolder, 'none') }, userFolder }),
    ).rejects.toMatchObject({
      code: 'veil_session_missing',
    });
  });

  // Windows keeps no pipes in folders.
  it.each(process.platform === 'win32' ? [] : ['pipe'])('that is a %s is an error, and is not waited for', async () => {
    const userFolder = await tempHome();
    const folder = join(userFolder, '.opengradient', 'veil');
    await mkdir(folder, { recursive: true });
    execFileSync('mkfifo', [join(folder, 'session.json')]);
    await expect(readVeilSession({ env: {}, userFolder })).rejects.toMatchObject({ code: 'veil_session_unreadable' });
  });

  it('that is larger than any login is refused as one, and is not read to its end', async () => {
    const userFolder = await tempHome();
    await place(join(userFolder, '.opengradient', 'veil'), 'x'.repeat(1_000_000));
    const { text } = await readVeilSession({ env: {}, userFolder });
    expect(() => parseBundle(text, 0)).toThrow('it is too long');
  });

  it('behind a link is read, as og-veil itself would', async () => {
    const userFolder = await tempHome();
    const folder = join(userFolder, '.opengradient', 'veil');
    const real = await place(join(userFolder, 'elsewhere'), 'linked');
    await mkdir(folder, { recursive: true });
    await symlink(real, join(folder, 'session.json'));
    expect(await readVeilSession({ env: {}, userFolder })).toMatchObject({ text: 'linked' });
  });

  it('that is a folder is an error with a remedy', async () => {
    const userFolder = await tempHome();
    await mkdir(join(userFolder, '.opengradient', 'veil', 'session.json'), { recursive: true });
    await expect(readVeilSession({ env: {}, userFolder })).rejects.toMatchObject({
      code: 'veil_session_unreadable',
      remedy: expect.any(String),
    });
  });
});
