import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { saveText } from '../../../../electron/core/app/queries/save-text.ts';
import { expectMode } from '../../../helpers/file-mode.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const clock = new VirtualClock();
const signal = new AbortController().signal;
const RECEIPT = { text: '{}\n', fileName: 'receipt.json' };

describe('saving a file', () => {
  it('puts it into the folder, which is made, for its owner only', async () => {
    const folder = join(await tempHome(), 'exports');

    const file = await saveText(RECEIPT, { folder, clock, signal });

    expect(file).toBe(join(folder, 'receipt.json'));
    expect(await readFile(file, 'utf8')).toBe('{}\n');
    await expectMode(file, 0o600);
    await expectMode(folder, 0o700);
  });

  it('takes another name where the own one is taken in the folder', async () => {
    const folder = await tempHome();
    const files = [];
    for (const text of ['1', '2', '3']) files.push(await saveText({ ...RECEIPT, text }, { folder, clock, signal }));

    expect(files).toEqual(['receipt.json', 'receipt-2.json', 'receipt-3.json'].map(name => join(folder, name)));
    expect(await readFile(files[0]!, 'utf8')).toBe('1');
  });

  it('replaces a file that a person chose only when they agreed to it', async () => {
    const path = join(await tempHome(), 'mine.json');
    await writeFile(path, 'mine');

    await expect(saveText(RECEIPT, { folder: '/nowhere', path, clock, signal })).rejects.toMatchObject({
      code: 'save_exists',
      message: expect.stringContaining(path),
      remedy: expect.stringContaining('another name'),
    });
    expect(await readFile(path, 'utf8')).toBe('mine');
    await saveText(RECEIPT, { folder: '/nowhere', path, replace: true, clock, signal });
    expect(await readFile(path, 'utf8')).toBe('{}\n');
    await expectMode(path, 0o600);
  });

  it.each([
    { name: 'a path that is none', path: 'receipt.json', code: 'save_path' },
    { name: 'a folder that is not there', path: '/nowhere/at/all/receipt.json', code: 'save_unwritable' },
  ])('refuses $name, with what to do', async ({ path, code }) => {
    await expect(saveText(RECEIPT, { folder: '/nowhere', path, clock, signal })).rejects.toMatchObject({
      code,
      remedy: expect.stringMatching(/^Choose /),
    });
  });

  it('leaves nothing behind when it could not be written', async () => {
    const folder = await tempHome();
    const ended = AbortSignal.abort(new Error('over'));

    await expect(saveText(RECEIPT, { folder, clock, signal: ended })).rejects.toThrow('over');

    expect(await readdir(folder)).toEqual([]);
  });
});
