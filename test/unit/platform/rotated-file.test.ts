import { renameSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatedFile } from '../../../electron/core/platform/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';

async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async name => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

describe('RotatedFile', () => {
  it('creates nothing before the first line, then folder and file for the owner', async () => {
    const home = await tempHome();
    const file = new RotatedFile({ path: join(home, 'logs', 'a.log') });
    expect(await readdir(home)).toEqual([]);
    file.write('one\n');
    file.close();
    await expectMode(join(home, 'logs', 'a.log'), 0o600);
    await expectMode(join(home, 'logs'), 0o700);
  });

  it('moves a full file aside and keeps only as many as it may', async () => {
    const home = await tempHome();
    const file = new RotatedFile({ path: join(home, 'a.log'), maxBytes: 10, keep: 2 });
    for (const line of ['11111111\n', '22222222\n', '33333333\n', '44444444\n']) file.write(line);
    file.close();
    expect((await readdir(home)).sort()).toEqual(['a.log', 'a.log.1', 'a.log.2']);
    expect(await readFile(join(home, 'a.log'), 'utf8')).toBe('44444444\n');
    expect(await readFile(join(home, 'a.log.2'), 'utf8')).toBe('22222222\n');
  });

  it('goes on where an earlier run ended', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'a.log'), '12345678\n');
    const file = new RotatedFile({ path: join(home, 'a.log'), maxBytes: 10 });
    file.write('2\n');
    file.close();
    file.write('3\n');
    file.close();
    expect(await readFile(join(home, 'a.log'), 'utf8')).toBe('2\n3\n');
    expect(await readFile(join(home, 'a.log.1'), 'utf8')).toBe('12345678\n');
  });

  it('goes on in a full file that cannot be moved aside, up to twice its size, and leaves the old ones alone', async () => {
    const home = await tempHome();
    const failures: unknown[] = [];
    for (const age of [1, 2, 3]) await writeFile(join(home, `a.log.${age}`), `old ${age}\n`);
    let isRead = true;
    const file = new RotatedFile({
      path: join(home, 'a.log'),
      maxBytes: 10,
      onFailure: error => failures.push(error),
      // As Windows refuses it while somebody reads the current file.
      renameFile: (from, to) => {
        if (isRead && from === join(home, 'a.log')) throw new Error('EBUSY');
        renameSync(from, to);
      },
    });
    for (const line of ['1111\n', '2222\n', '3333\n', '4444\n']) file.write(line);
    expect(failures).toEqual([]);
    expect(await filesIn(home)).toEqual({
      'a.log': '1111\n2222\n3333\n4444\n',
      'a.log.1': 'old 1\n',
      'a.log.2': 'old 2\n',
      'a.log.3': 'old 3\n',
    });
    file.write('5555\n');
    expect(failures).toHaveLength(1);
    isRead = false;
    file.write('6666\n');
    file.close();
    expect(await filesIn(home)).toEqual({
      'a.log': '6666\n',
      'a.log.1': '1111\n2222\n3333\n4444\n',
      'a.log.2': 'old 1\n',
      'a.log.3': 'old 2\n',
    });
  });

  it('loses no old file but the oldest while somebody reads one of them', async () => {
    const home = await tempHome();
    for (const age of [1, 2, 3]) await writeFile(join(home, `a.log.${age}`), `old ${age}\n`);
    const file = new RotatedFile({
      path: join(home, 'a.log'),
      maxBytes: 10,
      renameFile: (from, to) => {
        if (from === join(home, 'a.log.1')) throw new Error('EBUSY');
        renameSync(from, to);
      },
    });
    for (const line of ['11111111\n', '22222222\n', '33333333\n']) file.write(line);
    file.close();
    expect(await filesIn(home)).toEqual({
      'a.log': '22222222\n33333333\n',
      'a.log.0': '11111111\n',
      'a.log.1': 'old 1\n',
      'a.log.3': 'old 2\n',
    });
  });

  it('gives a file that a kill left half-way its place among the old ones', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'a.log.0'), 'half-way\n');
    for (const age of [1, 3]) await writeFile(join(home, `a.log.${age}`), `old ${age}\n`);
    const file = new RotatedFile({ path: join(home, 'a.log') });
    file.write('new\n');
    file.close();
    expect(await filesIn(home)).toEqual({
      'a.log': 'new\n',
      'a.log.1': 'half-way\n',
      'a.log.2': 'old 1\n',
      'a.log.3': 'old 3\n',
    });
  });

  it('never throws when the disk refuses, and says so once', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'file'), '');
    const failures: unknown[] = [];
    const file = new RotatedFile({ path: join(home, 'file', 'a.log'), onFailure: error => failures.push(error) });
    file.write('one\n');
    file.write('two\n');
    expect(failures).toHaveLength(1);
  });
});
