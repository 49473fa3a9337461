import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { Pause } from '../../../electron/core/pause/index.ts';
import { expectMode } from '../../helpers/file-mode.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;
/** In the zone of whoever runs the tests. */
const HALF_PAST_TWO = new Date(2026, 4, 6, 14, 30).getTime();

async function setUp({ home, nowMs = HALF_PAST_TWO }: { home?: string; nowMs?: number } = {}) {
  const folder = home ?? (await tempHome());
  const clock = new VirtualClock(nowMs);
  const events: DomainEvent[] = [];
  const changes: boolean[] = [];
  const pause = new Pause({
    home: folder,
    clock,
    logger: silentLogger,
    emit: event => events.push(event),
    onChange: isPaused => changes.push(isPaused),
  });
  onTestFinished(() => pause.stop());
  await pause.start(signal);
  return { pause, clock, events, changes, home: folder, file: join(folder, 'pause.json') };
}

describe('Pause', () => {
  it('rests for an hour and then ends by itself', async () => {
    const { pause, clock, events, changes, file } = await setUp();
    const { changed, sentence } = await pause.pause('hour', signal);
    expect({ changed, sentence }).toEqual({
      changed: true,
      sentence: 'Paused until 15:30. Nothing is rotated or reconnected; what is under way goes on.',
    });
    expect(pause.status()).toEqual({ since: HALF_PAST_TWO, until: HALF_PAST_TWO + HOUR_MS });
    await clock.advance(HOUR_MS - 1);
    expect(pause.isPaused).toBe(true);
    await clock.advance(1);
    expect(pause.isPaused).toBe(false);
    expect(changes).toEqual([true, false]);
    expect(events).toEqual([
      { type: 'paused', at: HALF_PAST_TWO, until: HALF_PAST_TWO + HOUR_MS },
      { type: 'resumed', at: HALF_PAST_TWO + HOUR_MS, cause: 'time' },
    ]);
    await pause.stop();
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('takes tomorrow for the next midnight of this computer, also on a day of 23 or 25 hours', async () => {
    for (const [month, day] of [
      [2, 29],
      [9, 25],
      [4, 6],
    ] as const) {
      const { pause } = await setUp({ nowMs: new Date(2026, month, day, 0, 30).getTime() });
      await pause.pause('tomorrow', signal);
      const end = new Date(pause.status()?.until ?? 0);
      expect([end.getDate(), end.getHours(), end.getMinutes(), end.getSeconds()]).toEqual([day + 1, 0, 0, 0]);
    }
  });

  it('lasts until a person ends it when no end was named', async () => {
    const { pause, clock, changes, events } = await setUp();
    expect((await pause.pause('resumed', signal)).sentence).toMatch(/^Paused until you resume\./);
    await clock.advance(100 * HOUR_MS);
    expect(pause.status()).toEqual({ since: HALF_PAST_TWO, until: null });
    expect((await pause.resume(signal)).changed).toBe(true);
    expect(changes).toEqual([true, false]);
    expect(events.at(-1)).toMatchObject({ type: 'resumed', cause: 'by-hand' });
    expect(await pause.resume(signal)).toMatchObject({ changed: false, sentence: 'Gatehouse is not paused.' });
  });

  it('changes its end without resting twice, and keeps when it began', async () => {
    const { pause, clock, changes } = await setUp();
    await pause.pause('resumed', signal);
    await clock.advance(HOUR_MS);
    await pause.pause('hour', signal);
    expect(pause.status()).toEqual({ since: HALF_PAST_TWO, until: HALF_PAST_TWO + 2 * HOUR_MS });
    expect(changes).toEqual([true]);
    await clock.advance(HOUR_MS);
    expect(changes).toEqual([true, false]);
  });

  it('survives a restart, and its file is for its owner alone', async () => {
    const first = await setUp();
    await first.pause.pause('hour', signal);
    await first.pause.stop();
    await expectMode(first.file, 0o600);

    const second = await setUp({ home: first.home, nowMs: HALF_PAST_TWO + HOUR_MS / 2 });
    expect(second.pause.status()).toEqual({ since: HALF_PAST_TWO, until: HALF_PAST_TWO + HOUR_MS });
    expect(second.changes).toEqual([true]);
    await second.clock.advance(HOUR_MS / 2);
    expect(second.changes).toEqual([true, false]);
  });

  it('is no pause any more when it ended before a restart', async () => {
    const first = await setUp();
    await first.pause.pause('hour', signal);
    await first.pause.stop();
    const second = await setUp({ home: first.home, nowMs: HALF_PAST_TWO + HOUR_MS });
    expect(second.pause.status()).toBeNull();
    expect(second.changes).toEqual([]);
  });

  it('is over at once when the computer wakes after its end', async () => {
    const { pause, clock, changes } = await setUp();
    await pause.pause('hour', signal);
    clock.setNow(HALF_PAST_TWO + 5 * HOUR_MS);
    expect(pause.isPaused).toBe(true);
    pause.wake();
    expect(changes).toEqual([true, false]);
  });

  it('notices a minute after a sleep of which nobody told', async () => {
    const { pause, clock } = await setUp();
    await pause.pause('hour', signal);
    clock.setNow(HALF_PAST_TWO + 5 * HOUR_MS);
    await clock.advance(60_000);
    expect(pause.isPaused).toBe(false);
  });

  it('takes a damaged file for no pause', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'pause.json'), '{"version":1,"since":"x"');
    const { pause } = await setUp({ home });
    expect(pause.status()).toBeNull();
  });

  it('changes nothing when it cannot be written', async () => {
    const { pause, changes } = await setUp({ home: join(await tempHome(), 'gone') });
    await expect(pause.pause('hour', signal)).rejects.toMatchObject({ code: 'pause_not_kept' });
    expect(pause.status()).toBeNull();
    expect(changes).toEqual([]);
  });

  it('leaves no timer behind', async () => {
    const { pause, clock } = await setUp();
    await pause.pause('hour', signal);
    await pause.stop();
    expect(clock.pending).toBe(0);
  });
});
