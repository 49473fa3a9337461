import { spawnSync } from 'node:child_process';
import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SystemClock, withSecretLock } from '../../../electron/core/platform/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const { signal } = new AbortController();
const options = { clock: new SystemClock(), signal };

describe('the lock of the secrets', () => {
  it('lets one in at a time and leaves no file behind', async () => {
    const folder = await tempHome();
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise(resolve => setImmediate(resolve));
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 5 }, () => withSecretLock(join(folder, 'lock'), options, work)));
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is taken over from a process that was killed', async () => {
    const path = join(await tempHome(), 'lock');
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    await writeFile(path, `${pid} 00 ${hostname()}`);
    expect(await withSecretLock(path, { ...options, maxWaitMs: 0 }, async () => 'done')).toBe('done');
  });

  it('of a living process is waited for, up to the limit', async () => {
    const path = join(await tempHome(), 'lock');
    await writeFile(path, `${process.pid} 00 ${hostname()}`);
    await expect(withSecretLock(path, { ...options, maxWaitMs: 0 }, async () => 'done')).rejects.toMatchObject({
      code: 'secret_lock_timeout',
      retryable: true,
    });
  });

  it('that cannot be read is waited for, up to the limit, and not asked for without a rest', async () => {
    const path = join(await tempHome(), 'lock');
    await mkdir(path);
    await expect(withSecretLock(path, { ...options, maxWaitMs: 0 }, async () => 'done')).rejects.toMatchObject({
      code: 'secret_lock_timeout',
    });
  });

  it('of another machine is taken over only when it is old', async () => {
    const path = join(await tempHome(), 'lock');
    await writeFile(path, '1 00 another-machine.invalid');
    await expect(withSecretLock(path, { ...options, maxWaitMs: 0 }, async () => 'done')).rejects.toThrow();
    const old = new Date(Date.now() - 121_000);
    await utimes(path, old, old);
    expect(await withSecretLock(path, { ...options, maxWaitMs: 0 }, async () => 'done')).toBe('done');
  });

  it.each([
    ['by its holder', undefined],
    ['by who takes it over', '1 00 another-machine.invalid'],
  ])('is removed %s on Windows although somebody looks at it for a moment', async (_, stale) => {
    const folder = await tempHome();
    const path = join(folder, 'lock');
    if (stale !== undefined) {
      await writeFile(path, stale);
      const old = new Date(Date.now() - 121_000);
      await utimes(path, old, old);
    }
    const refused = new Set<string>();
    const unlinkFile = async (file: string) => {
      if (!refused.has(file)) {
        refused.add(file);
        throw Object.assign(new Error('EBUSY'), { code: 'EBUSY' });
      }
      await rm(file);
    };
    const work = async () => 'done';
    expect(await withSecretLock(path, { ...options, platform: 'win32', unlinkFile }, work)).toBe('done');
    expect(refused.size).toBe(stale === undefined ? 1 : 2);
    expect(await readdir(folder)).toEqual([]);
  });

  it('is given back when the work fails', async () => {
    const path = join(await tempHome(), 'lock');
    const failing = withSecretLock(path, options, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect(await withSecretLock(path, { ...options, maxWaitMs: 0 }, async () => 'done')).toBe('done');
  });
});
