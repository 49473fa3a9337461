import { describe, expect, it } from 'vitest';
import { KeepAlive } from '../../../electron/core/proxy/keep-alive.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

describe('the keep-alive of a buffered stream', () => {
  it('opens and beats after 10 s, then beats every 15 s', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const keepAlive = new KeepAlive(
      clock,
      () => seen.push('open'),
      () => seen.push('beat'),
    );
    await clock.advance(9_999);
    expect(seen).toEqual([]);
    await clock.advance(1);
    expect(seen).toEqual(['open', 'beat']);
    await clock.advance(14_999);
    expect(seen).toHaveLength(2);
    await clock.advance(1);
    expect(seen).toEqual(['open', 'beat', 'beat']);
    keepAlive.stop();
  });

  it('is silent once stopped', async () => {
    const clock = new VirtualClock();
    const seen: string[] = [];
    new KeepAlive(
      clock,
      () => seen.push('open'),
      () => seen.push('beat'),
    ).stop();
    await clock.advance(100_000);
    expect(seen).toEqual([]);
  });
});
