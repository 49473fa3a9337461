import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CRASH_FILE, CrashFile, CrashGuard, MARKER_FILE } from '../../../electron/core/crash/index.ts';
import { Redactor } from '../../../electron/core/platform/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
/** No process has it: Linux gives ids up to 2^22. */
const DEAD_PID = 2 ** 30;

async function setUp({ home, clock = new VirtualClock() }: { home?: string; clock?: VirtualClock } = {}) {
  const folder = home ?? (await tempHome());
  const redactor = new Redactor();
  const make = (askedBy: string | null = null): CrashGuard =>
    new CrashGuard({ home: folder, clock, scrubber: redactor, host: 'headless', version: '1.2.3', askedBy });
  const marker = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(folder, MARKER_FILE), 'utf8')) as Record<string, unknown>;
  /** The run is over without a word: the marker is of a process that is gone. */
  const vanish = async (changes: Record<string, unknown> = {}): Promise<void> => {
    await writeFile(join(folder, MARKER_FILE), JSON.stringify({ ...(await marker()), pid: DEAD_PID, ...changes }));
  };
  return { home: folder, clock, redactor, make, marker, vanish };
}

describe('the marker of a run', () => {
  it('lies in the home folder from the start to the clean end, for its owner alone', async () => {
    const { home, make, marker } = await setUp();
    const guard = make();

    expect(await guard.open(signal)).toEqual({ ended: null, safeMode: null, problem: null });
    expect(await marker()).toMatchObject({ pid: process.pid, host: 'headless', appVersion: '1.2.3', isSettled: false });
    await expectMode(join(home, MARKER_FILE), 0o600);
    guard.end();
    expect(await readdir(home)).not.toContain(MARKER_FILE);
    expect(await make().open(signal)).toMatchObject({ ended: null });
  });

  it('of a run that vanished tells the next one', async () => {
    const { make, vanish } = await setUp();
    await make().open(signal);
    await vanish();

    expect((await make().open(signal)).ended).toMatchObject({ how: 'vanished', reason: null });
  });

  it('of a computer that was started anew is no crash', async () => {
    const { home, make, vanish } = await setUp();
    await make().open(signal);
    await vanish({ bootId: 'another' });

    expect((await make().open(signal)).ended).toMatchObject({ how: 'restarted' });
    expect(new CrashFile(home).read().map(({ kind }) => kind)).toEqual(['restarted']);
  });

  // Only Linux says when a process began.
  it.each(process.platform === 'linux' ? ['an id'] : [])(
    'of a process of which another one has %s now is of a dead one',
    async () => {
      const { make, vanish } = await setUp();
      await make().open(signal);
      await vanish({ pid: process.pid, processStart: '1' });

      expect((await make().open(signal)).ended).toMatchObject({ how: 'vanished' });
    },
  );

  it('of an instance that lives is left to it, by a second one that is turned away', async () => {
    const { make, marker, clock } = await setUp();
    const first = make();
    await first.open(signal);
    await first.confirm(signal);
    // Here both are one process, which begins twice.
    await clock.advance(1);
    const before = await marker();
    const second = make();

    expect(await second.open(signal)).toEqual({ ended: null, safeMode: null, problem: null });
    second.end();
    expect(await marker()).toEqual(before);
  });

  it('that is damaged counts as none', async () => {
    const { home, make } = await setUp();
    await writeFile(join(home, MARKER_FILE), '{"version":1,"pid":');

    expect((await make().open(signal)).ended).toBeNull();
  });

  it('that cannot be written because a folder has its name is said, and stops nothing', async () => {
    const { home, make } = await setUp();
    await mkdir(join(home, MARKER_FILE));

    const guard = make();
    expect((await guard.open(signal)).problem).not.toBeNull();
    await guard.confirm(signal);
    guard.end();
    expect(await readdir(home)).toContain(MARKER_FILE);
  });
});

describe('an error that nothing caught', () => {
  it('is recorded at once without secrets, and the next run knows it', async () => {
    const { home, make, redactor, vanish } = await setUp();
    redactor.add('the-secret-value');
    const guard = make();
    await guard.open(signal);
    guard.crashed(new Error('cannot use the-secret-value'));
    guard.end();
    await vanish();

    expect(await readFile(join(home, CRASH_FILE), 'utf8')).not.toContain('the-secret-value');
    await expectMode(join(home, CRASH_FILE), 0o600);
    expect((await make().open(signal)).ended).toMatchObject({ how: 'exception', reason: 'cannot use [redacted]' });
    expect(new CrashFile(home).read()).toHaveLength(1);
  });

  it('is one, however many follow from it, and however long its text is', async () => {
    const { home, make } = await setUp();
    const guard = make();
    await guard.open(signal);
    guard.crashed(new Error('x'.repeat(100_000)));
    guard.crashed(new Error('another'));

    expect(new CrashFile(home).read()).toHaveLength(1);
    expect((await stat(join(home, CRASH_FILE))).size).toBeLessThan(6_000);
  });
});

describe('safe mode', () => {
  async function crashed(times: number, given: Awaited<ReturnType<typeof setUp>>): Promise<void> {
    for (let index = 0; index < times; index += 1) {
      const guard = given.make();
      await guard.open(signal);
      guard.crashed(new Error(`fault ${index + 1}`));
      await given.clock.advance(1);
      await given.vanish();
    }
  }

  it('begins after three crashes and not after two, with the reason of the last', async () => {
    const given = await setUp();
    await crashed(2, given);
    const third = given.make();
    expect((await third.open(signal)).safeMode).toBeNull();
    third.crashed(new Error('fault 3'));
    await given.vanish();

    expect((await given.make().open(signal)).safeMode).toMatchObject({
      cause: 'crashes',
      crashes: 3,
      sentence: 'Safe mode: Gatehouse ended unexpectedly 3 times within 10 minutes (fault 3).',
    });
  });

  it('does not begin when they are further apart', async () => {
    const given = await setUp();
    await crashed(2, given);
    await given.clock.advance(600_001);
    await crashed(1, given);

    expect((await given.make().open(signal)).safeMode).toBeNull();
  });

  it('ends for the next run when a person left it', async () => {
    const given = await setUp();
    await crashed(3, given);
    const guard = given.make();
    expect((await guard.open(signal)).safeMode).not.toBeNull();
    guard.forgive();
    guard.end();

    expect((await given.make().open(signal)).safeMode).toBeNull();
  });

  it('ends for the next run after one that lived for a minute and ended well', async () => {
    const given = await setUp();
    await crashed(2, given);
    const guard = given.make();
    await guard.open(signal);
    await guard.confirm(signal);
    await given.clock.advance(60_000);
    await guard.settled();
    expect(await given.marker()).toMatchObject({ isSettled: true });
    guard.end();
    await crashed(1, given);

    expect((await given.make().open(signal)).safeMode).toBeNull();
  });

  it('is stayed in over a clean end: what crashed is still there', async () => {
    const given = await setUp();
    await crashed(3, given);
    const guard = given.make();
    await guard.open(signal);
    await guard.confirm(signal);
    await given.clock.advance(60_000);
    await guard.settled();
    guard.end();

    expect((await given.make().open(signal)).safeMode).toMatchObject({ cause: 'crashes' });
  });

  it('is had for the asking', async () => {
    const { make } = await setUp();

    expect((await make('--safe-mode').open(signal)).safeMode).toMatchObject({
      cause: 'asked',
      sentence: 'Safe mode: --safe-mode asked for it.',
    });
  });

  it('does not follow from clean ends, however many', async () => {
    const { make } = await setUp();
    for (let index = 0; index < 5; index += 1) {
      const guard = make();
      expect(await guard.open(signal)).toMatchObject({ ended: null, safeMode: null });
      guard.end();
    }
  });
});
