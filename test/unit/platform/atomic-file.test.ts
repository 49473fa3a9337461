import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SystemClock, writeFileAtomically } from '../../../electron/core/platform/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const clock = new SystemClock();
const signal = new AbortController().signal;

function systemError(code: string): NodeJS.ErrnoException {
  return Object.assign(new Error(code), { code });
}

describe('writeFileAtomically', () => {
  it('replaces the content and leaves no neighbour behind', async () => {
    const home = await tempHome();
    const path = join(home, 'file');
    await writeFile(path, 'old');
    await writeFileAtomically(path, 'new', { clock, signal });
    expect(await readFile(path, 'utf8')).toBe('new');
    expect(await readdir(home)).toEqual(['file']);
  });

  it('gives the file its mode whatever the umask and the old mode were', async () => {
    const path = join(await tempHome(), 'file');
    await writeFile(path, 'old', { mode: 0o644 });
    await writeFileAtomically(path, 'new', { clock, signal });
    await expectMode(path, 0o600);
    await writeFileAtomically(path, 'new', { clock, signal, mode: 0o666 });
    await expectMode(path, 0o666);
  });

  it('keeps the old content when the rename fails', async () => {
    const home = await tempHome();
    const path = join(home, 'file');
    await writeFile(path, 'old');
    const renameFile = () => Promise.reject(systemError('EIO'));
    await expect(writeFileAtomically(path, 'new', { clock, signal, renameFile })).rejects.toThrow('EIO');
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(home)).toEqual(['file']);
  });

  it('keeps the old content when it is cancelled before the rename', async () => {
    const home = await tempHome();
    const path = join(home, 'file');
    await writeFile(path, 'old');
    const cancelled = AbortSignal.abort(new Error('cancelled'));
    await expect(writeFileAtomically(path, 'new', { clock, signal: cancelled })).rejects.toThrow('cancelled');
    expect(await readdir(home)).toEqual(['file']);
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  it('tries again on Windows while a scanner holds the file, and nowhere else', async () => {
    const path = join(await tempHome(), 'file');
    const virtual = new VirtualClock();
    let calls = 0;
    const renameFile = () => {
      calls += 1;
      return calls < 3 ? Promise.reject(systemError('EBUSY')) : Promise.resolve();
    };
    let settled = false;
    const write = writeFileAtomically(path, 'x', { clock: virtual, signal, platform: 'win32', renameFile }).finally(
      () => {
        settled = true;
      },
    );
    while (!settled) {
      await virtual.advance(10);
      await new Promise(resolve => setImmediate(resolve));
    }
    await write;
    expect(calls).toBe(3);

    calls = 0;
    await expect(
      writeFileAtomically(path, 'x', { clock: virtual, signal, platform: 'linux', renameFile }),
    ).rejects.toThrow('EBUSY');
    expect(calls).toBe(1);
  });
});
