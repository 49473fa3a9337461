import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent, PackageKind, UpdateBusy } from '../../../electron/contract/index.ts';
import { type UpdateEngine, UpdateError, Updates } from '../../../electron/core/updates/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const IDLE: UpdateBusy = { requests: 0, jobs: 0, rotations: 0, isSigningIn: false, isSettingUp: false };

type Settings = ConstructorParameters<typeof Updates>[0]['settings'];

/** An application whose releases, work and person a test decides about. */
async function setUp({
  home,
  version = '0.1.0',
  mode = 'download',
  engine = {},
  kind = 'appimage',
}: {
  home?: string;
  kind?: PackageKind;
  version?: string;
  mode?: Settings['mode'];
  engine?: Partial<UpdateEngine>;
} = {}) {
  const folder = home ?? (await tempHome());
  const clock = new VirtualClock();
  const events: DomainEvent[] = [];
  const done: string[] = [];
  const world = { busy: IDLE, isAway: false, isPaused: false, isSafeMode: false };
  const settings: Settings = { mode, channel: 'latest', checkHours: 12 };
  const updates = new Updates({
    host: {
      version,
      package: kind,
      canInstall: true,
      instead: null,
      page: null,
      isAway: () => world.isAway,
      mayInstallAtEnd: () => true,
      restart: () => done.push('restart'),
      engine: {
        check: async () => {
          done.push('check');
          return { version: '0.2.0', notes: null, sizeBytes: 10 };
        },
        download: async () => void done.push('download'),
        prepare: async () => void done.push('prepare'),
        install: restarts => {
          done.push(restarts ? 'install and start' : 'install');
          return false;
        },
        ...engine,
      },
    },
    settings,
    home: folder,
    clock,
    random: firstRandom,
    logger: silentLogger,
    emit: event => events.push(event),
    busy: () => world.busy,
    isPaused: () => world.isPaused,
    isSafeMode: () => world.isSafeMode,
  });
  onTestFinished(() => updates.stop());
  await updates.start(signal);
  const told = () => events.map(({ type }) => type).filter(type => type !== 'statusChanged');
  const state = () => updates.status().update.state;
  return { updates, clock, done, world, settings, folder, told, state };
}

describe('Updates', () => {
  it('looks a minute after the start, downloads, and installs when the application is quit', async () => {
    const { updates, clock, done, told, state } = await setUp();
    await clock.advance(MINUTE_MS - 1);
    expect(done).toEqual([]);
    await clock.advance(MINUTE_MS + 1);
    await expect.poll(state).toBe('ready');
    expect(done).toEqual(['check', 'download']);
    expect(told()).toEqual(['updateFound', 'updateReady']);
    await updates.stop();
    updates.finish();
    updates.finish();
    expect(done).toEqual(['check', 'download', 'prepare', 'install']);
  });

  it('asks for nothing by itself when it is off, but for a person', async () => {
    const { updates, clock, done, state } = await setUp({ mode: 'off' });
    await clock.advance(48 * HOUR_MS);
    expect(done).toEqual([]);
    await updates.execute({ name: 'checkForUpdates' });
    expect([done, state()]).toEqual([['check'], 'available']);
  });

  it('rests in a pause', async () => {
    const { updates, clock, done, world } = await setUp({ mode: 'notify' });
    world.isPaused = true;
    await clock.advance(24 * HOUR_MS);
    expect(done).toEqual([]);
    world.isPaused = false;
    updates.wake();
    await clock.advance(2 * MINUTE_MS);
    expect(done).toEqual(['check']);
  });

  it('does nothing by itself in safe mode, not even at a quit, and everything that a person asks for', async () => {
    const { updates, clock, done, world, state } = await setUp({ mode: 'automatic' });
    world.isSafeMode = true;
    world.isAway = true;
    await clock.advance(48 * HOUR_MS);
    expect([done, updates.status().nextCheckAt]).toEqual([[], null]);

    await updates.execute({ name: 'checkForUpdates' });
    await expect.poll(state).toBe('ready');
    expect(updates.status().sentence).toContain('In safe mode it is not installed by itself.');
    expect(updates.isReady).toBe(false);
    await clock.advance(HOUR_MS);
    await updates.stop();
    updates.finish();
    expect(done).toEqual(['check', 'download']);
    await updates.start(signal);
    await updates.execute({ name: 'installUpdate' });
    await updates.stop();
    updates.finish();
    expect(done.slice(2)).toEqual(['prepare', 'restart', 'install and start']);
  });

  it('says of macOS that it installs in safe mode too, as it does, and notes it', async () => {
    const { updates, done, world, folder, state } = await setUp({ kind: 'mac' });
    world.isSafeMode = true;
    await updates.execute({ name: 'checkForUpdates' });
    await updates.execute({ name: 'downloadUpdate' });
    await expect.poll(state).toBe('ready');
    expect(updates.status()).toMatchObject({
      installsAtQuit: true,
      sentence: expect.stringContaining('It is installed when Gatehouse is quit.'),
    });
    expect(updates.isReady).toBe(true);
    await updates.stop();
    updates.finish();
    expect(done).toEqual(['check', 'download', 'prepare', 'install']);
    const later = await setUp({ home: folder, version: '0.2.0', kind: 'mac' });
    expect(later.told()).toEqual(['updateInstalled']);
  });

  it('hands on that the system ends the process itself', async () => {
    const { updates, clock, state } = await setUp({ engine: { install: () => true } });
    await clock.advance(3 * MINUTE_MS);
    await expect.poll(state).toBe('ready');
    await updates.execute({ name: 'installUpdate' });
    await updates.stop();
    expect([updates.finish(), updates.finish()]).toEqual([true, false]);
  });

  it('restarts only once nothing runs, and can be told not to', async () => {
    const { updates, clock, done, world, state } = await setUp();
    await clock.advance(3 * MINUTE_MS);
    await expect.poll(state).toBe('ready');
    world.busy = { ...IDLE, requests: 2, jobs: 1 };
    const { sentence } = await updates.execute({ name: 'installUpdate' });
    expect(sentence).toBe('Gatehouse restarts into 0.2.0 as soon as nothing runs. Now: 2 requests, 1 job.');
    await clock.advance(24 * HOUR_MS);
    expect(done).not.toContain('restart');
    await updates.execute({ name: 'postponeUpdate' });
    expect(state()).toBe('ready');
    await updates.execute({ name: 'installUpdate' });
    world.busy = IDLE;
    await clock.advance(1_000);
    await expect.poll(() => done.slice(-2)).toEqual(['prepare', 'restart']);
    await updates.stop();
    updates.finish();
    expect(done.at(-1)).toBe('install and start');
  });

  it('restarts by itself only when told to, after five quiet minutes, while nobody is there', async () => {
    const { clock, done, world, state } = await setUp({ mode: 'automatic' });
    await clock.advance(2 * MINUTE_MS);
    await expect.poll(state).toBe('ready');
    await clock.advance(HOUR_MS);
    expect(done).not.toContain('restart');
    world.busy = { ...IDLE, requests: 1 };
    world.isAway = true;
    await clock.advance(HOUR_MS);
    expect(done).not.toContain('restart');
    world.busy = IDLE;
    await clock.advance(5 * MINUTE_MS);
    expect(done).not.toContain('restart');
    await clock.advance(2 * MINUTE_MS);
    await expect.poll(() => done).toContain('restart');
  });

  it('tells a trouble once, tries again later each time, and goes on when it is over', async () => {
    let isDown = true;
    let asked = 0;
    const check = async () => {
      asked += 1;
      if (isDown) throw new UpdateError('update_unreachable', 'Nobody answers.', { remedy: 'Wait.' });
      return null;
    };
    const { updates, clock, told, state } = await setUp({ engine: { check } });
    await clock.advance(2 * MINUTE_MS);
    expect(updates.status()).toMatchObject({
      update: { state: 'failed', step: 'check', code: 'update_unreachable' },
      sentence: 'Nobody answers. Gatehouse 0.1.0 goes on running.',
      remedy: { text: 'Wait.' },
    });
    await clock.advance(24 * HOUR_MS);
    expect(asked).toBeGreaterThan(5);
    expect(asked).toBeLessThan(10);
    expect(told()).toEqual(['updateFailed']);
    await expect(updates.execute({ name: 'checkForUpdates' })).rejects.toMatchObject({ code: 'update_unreachable' });
    isDown = false;
    await clock.advance(5 * HOUR_MS);
    await expect.poll(state).toBe('idle');
  });

  it('gives up a look that takes too long', async () => {
    const check = (_question: unknown, limit: AbortSignal) =>
      new Promise<null>((_, reject) => limit.addEventListener('abort', () => reject(limit.reason as Error)));
    const { updates, clock } = await setUp({ engine: { check } });
    await clock.advance(3 * MINUTE_MS);
    expect(updates.status().update).toMatchObject({ state: 'failed', code: 'update_timed_out' });
  });

  it('says that the new version runs, and that it does not, and stops trying by itself', async () => {
    const first = await setUp();
    await first.clock.advance(3 * MINUTE_MS);
    await expect.poll(first.state).toBe('ready');
    await first.updates.stop();
    const again = await setUp({ home: first.folder });
    expect(again.updates.status().update).toMatchObject({
      state: 'failed',
      code: 'update_not_applied',
      version: '0.2.0',
    });
    await again.updates.execute({ name: 'checkForUpdates' });
    await expect.poll(again.state).toBe('ready');
    await again.updates.stop();
    const third = await setUp({ home: first.folder });
    await third.updates.execute({ name: 'checkForUpdates' });
    expect(third.updates.status().update).toMatchObject({ state: 'available', isHeldBack: true });
    const newer = await setUp({ home: first.folder, version: '0.2.0' });
    expect(newer.told()).toEqual(['updateInstalled']);
    expect(newer.updates.status().lastUpdate).toMatchObject({ from: '0.1.0', to: '0.2.0' });
    expect(JSON.parse(await readFile(join(first.folder, 'updates.json'), 'utf8'))).toMatchObject({ pending: null });
  });

  it('refuses an older version, whatever the engine says', async () => {
    const { updates, state } = await setUp({ version: '0.3.0' });
    await updates.execute({ name: 'checkForUpdates' });
    expect(state()).toBe('idle');
  });
});
