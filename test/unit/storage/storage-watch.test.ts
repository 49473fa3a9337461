import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { diskFailure, StorageWatch, startError, writeError } from '../../../electron/core/storage/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function errnoOf(code: string, more: object = {}): Error {
  return Object.assign(new Error(`${code}: refused`), { code, ...more });
}

async function watching() {
  const home = await tempHome();
  const clock = new VirtualClock(0);
  const watch = new StorageWatch({ home, clock });
  const events: DomainEvent[] = [];
  const state = { receiptsLost: 3, recovered: 0 };
  const start = (): void =>
    watch.start({
      emit: event => events.push(event),
      receiptsLost: () => state.receiptsLost,
      onRecovered: () => {
        state.recovered += 1;
      },
    });
  onTestFinished(() => watch.stop());
  const types = (): string[] => events.map(({ type }) => type);
  /** What it tries is real: files, which no clock waits for. */
  const settled = (check: () => void): Promise<void> =>
    expect
      .poll(async () => {
        await clock.advance(5_000);
        check();
        return true;
      })
      .toBe(true);
  return { home, clock, watch, events, state, start, types, settled };
}

describe('StorageWatch', () => {
  it('tries nothing while nobody fails to write', async () => {
    const { clock, watch, start } = await watching();
    start();
    expect(watch.status()).toBeNull();
    expect(clock.pending).toBe(0);
  });

  it('tells once of many failures, and once that all of it can be written again', async () => {
    const { home, watch, start, types, events, state, settled } = await watching();
    start();
    const path = join(home, 'a.log');
    await mkdir(path);
    watch.failed(errnoOf('EISDIR', { path }), { path, way: 'append' });
    watch.failed(errnoOf('ENOSPC'), { path: join(home, 'other.json'), way: 'replace' });
    state.receiptsLost = 8;
    expect(watch.status()).toMatchObject({ cause: 'failing', path, since: 0, receiptsLost: 5 });
    await settled(() => expect(types()).toEqual(['storageFailed']));
    await rm(path, { recursive: true });
    await settled(() => expect(watch.status()).toBeNull());
    expect(types()).toEqual(['storageFailed', 'storageRecovered']);
    expect(events.at(-1)).toMatchObject({ since: 0, receiptsLost: 5 });
    expect(state.recovered).toBe(1);
  });

  it('waits for every file that failed, one that is replaced as a whole, too', async () => {
    const { home, watch, start, types, settled } = await watching();
    start();
    const path = join(home, 'history.json');
    await mkdir(path);
    watch.failed(errnoOf('EISDIR'), { path, way: 'replace' });
    await settled(() => expect(types()).toEqual(['storageFailed']));
    expect(watch.status()).not.toBeNull();
    await rm(path, { recursive: true });
    await writeFile(path, '{}');
    await settled(() => expect(watch.status()).toBeNull());
  });

  it('remembers what failed before it was started, as the log does', async () => {
    const { home, watch, start, types, settled } = await watching();
    watch.failed(errnoOf('EACCES'), { path: join(home, 'logs', 'a.log'), way: 'append' });
    expect(watch.status()).toMatchObject({ cause: 'denied', remedy: { code: 'allow_writing' } });
    start();
    await settled(() => expect(types()).toEqual(['storageFailed']));
  });

  it('goes on trying when something failed during a try', async () => {
    const { home, clock, watch, settled } = await watching();
    const late = join(home, 'late.log');
    await mkdir(late);
    watch.failed(errnoOf('ENOSPC'), { path: join(home, 'first.json'), way: 'replace' });
    let isThere = true;
    const recoveredWithIt: boolean[] = [];
    watch.start({
      // Told right before the try, which has begun by the time that a microtask runs, and cannot have ended.
      emit: ({ type }) => {
        if (type !== 'storageFailed') return;
        queueMicrotask(() => watch.failed(errnoOf('EISDIR'), { path: late, way: 'append' }));
      },
      receiptsLost: () => 0,
      onRecovered: () => recoveredWithIt.push(isThere),
    });
    await clock.advance(0);
    await expect.poll(() => clock.pending + recoveredWithIt.length).toBe(1);
    isThere = false;
    await rm(late, { recursive: true });
    await settled(() => expect(watch.status()).toBeNull());
    expect(recoveredWithIt).toEqual([false]);
  });

  it('takes from what may have written only what is kept at home', async () => {
    const { home, watch, start } = await watching();
    start();
    watch.failed(errnoOf('ENOSPC', { syscall: 'open', path: '/media/stick/receipt.json' }));
    watch.failed(errnoOf('ENOSPC', { syscall: 'open', path: `${home}-2/receipt.json` }));
    expect(watch.status()).toBeNull();
    const path = join(home, 'config.json.1-ab.tmp');
    watch.failed(
      new GatehouseError('settings_unwritable', 'x', { cause: errnoOf('EACCES', { syscall: 'open', path }) }),
    );
    expect(watch.status()).toMatchObject({ cause: 'denied', path });
  });

  it('takes no attempt to read for one to write', async () => {
    const { home, watch, start } = await watching();
    start();
    const path = join(home, 'secrets.json');
    await writeFile(path, '{}');
    watch.failed(errnoOf('EACCES', { syscall: 'open', path }));
    watch.failed(errnoOf('EACCES', { syscall: 'scandir', path: home }));
    watch.failed(errnoOf('EISDIR', { syscall: 'read' }));
    expect(watch.status()).toBeNull();
    watch.failed(errnoOf('ENOSPC', { syscall: 'write' }));
    expect(watch.status()).toMatchObject({ cause: 'full', path: home });
  });

  it('leaves to others what is no error of a disk', async () => {
    const { watch, start } = await watching();
    start();
    watch.failed(new Error('x'));
    watch.failed(errnoOf('ECONNREFUSED'));
    watch.failed(errnoOf('EACCES', { syscall: 'listen' }));
    expect(watch.status()).toBeNull();
  });
});

describe('diskFailure', () => {
  it.each([
    ['ENOSPC', 'full'],
    ['EDQUOT', 'full'],
    ['EFBIG', 'full'],
    ['EROFS', 'read-only'],
    ['EACCES', 'denied'],
    ['EIO', 'failing'],
  ])('takes %s for %s, also where it was wrapped', (code, cause) => {
    const error = errnoOf(code, { path: '/a' });
    expect(diskFailure(error)).toEqual({ cause, path: '/a' });
    expect(diskFailure(new GatehouseError('settings_unwritable', 'x', { cause: error }))).toEqual({
      cause,
      path: '/a',
    });
  });
});

describe('startError', () => {
  it('says what is to be done about a disk, and leaves everything else as it is', () => {
    expect(startError(errnoOf('ENOSPC', { path: '/a' }))).toMatchObject({
      code: 'storage_unwritable',
      message: 'No room is left at /a. (ENOSPC: refused)',
      remedy: 'Make room on this disk, then start Gatehouse again.',
    });
    const other = new Error('x');
    const known = new GatehouseError('usage', 'x', { cause: errnoOf('ENOSPC') });
    expect(startError(other)).toBe(other);
    expect(startError(known)).toBe(known);
  });
});

describe('writeError', () => {
  it('says of a command what kept it from writing, and nothing of the kind about reading', () => {
    expect(writeError(errnoOf('EACCES', { path: '/a', syscall: 'mkdir' }))).toMatchObject({
      code: 'storage_unwritable',
      message: 'This user may not write /a. (EACCES: refused)',
      remedy: 'Let this user write there, and try again.',
    });
    const unreadable = errnoOf('EACCES', { path: '/a', syscall: 'scandir' });
    expect(writeError(unreadable)).toBe(unreadable);
  });
});
