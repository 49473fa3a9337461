import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RotatedFile } from '../../../electron/core/platform/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';

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

  it('goes on in a full file that cannot be moved aside, up to twice its size', async () => {
    const home = await tempHome();
    const failures: unknown[] = [];
    const file = new RotatedFile({ path: join(home, 'a.log'), maxBytes: 10, onFailure: error => failures.push(error) });
    // A folder in its way stays, as on Windows does a file that somebody reads.
    await mkdir(join(home, 'a.log.3', 'x'), { recursive: true });
    for (const line of ['11111111\n', '22222222\n']) file.write(line);
    expect(failures).toEqual([]);
    file.write('33333333\n');
    expect(failures).toHaveLength(1);
    expect(await readFile(join(home, 'a.log'), 'utf8')).toBe('11111111\n22222222\n');
    await rm(join(home, 'a.log.3'), { recursive: true });
    file.write('44444444\n');
    file.close();
    expect(await readFile(join(home, 'a.log'), 'utf8')).toBe('44444444\n');
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
