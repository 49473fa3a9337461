import { describe, expect, it } from 'vitest';
import { type RedisConnection, RedisLocks } from '../../../../electron/core/subscriptions/index.ts';
import { firstRandom } from '../../../helpers/first-random.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const TTL_MS = 30_000;

/** A Redis that grants and renews everything: what is tested is what the holder itself knows. */
const granting = { key: (name: string) => name, run: async () => 1 } as unknown as RedisConnection;

describe('a lock that is held', () => {
  it('counts as lost after a sleep of the computer, in which timers and monotonic time stand still', async () => {
    const clock = new VirtualClock();
    const locks = new RedisLocks({ connection: granting, clock, random: firstRandom, ttlMs: TTL_MS });
    await locks.withLock('one', signal, async fence => {
      expect(fence.isHeld()).toBe(true);
      clock.setNow(clock.now() + TTL_MS);
      expect(fence.isHeld()).toBe(false);
      // Redis says that it is still ours after all.
      await clock.advance(TTL_MS / 3);
      expect(fence.isHeld()).toBe(true);
    });
  });

  it('is not lost by a wall clock that is set back, nor kept by one beyond its time', async () => {
    const clock = new VirtualClock();
    let isAnswering = true;
    const run = async () => (isAnswering ? 1 : Promise.reject(new Error('away')));
    const connection = { key: (name: string) => name, run } as unknown as RedisConnection;
    const locks = new RedisLocks({ connection, clock, random: firstRandom, ttlMs: TTL_MS });
    await locks.withLock('one', signal, async fence => {
      isAnswering = false;
      clock.setNow(clock.now() - 3_600_000);
      expect(fence.isHeld()).toBe(true);
      await clock.advance(TTL_MS);
      expect(fence.isHeld()).toBe(false);
      expect(fence.signal.aborted).toBe(true);
    });
  });
});
