import { describe, expect, it } from 'vitest';
import { SilenceWatch } from '../../../electron/core/gateway/silence-watch.ts';
import type { Clock } from '../../../electron/core/platform/index.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

/** A clock whose timers come late by as much as the machine slept. */
class SleepyClock implements Clock {
  readonly inner = new VirtualClock();
  sleptMs = 0;

  now(): number {
    return this.inner.now() + this.sleptMs;
  }

  monotonicMs(): number {
    return this.inner.monotonicMs() + this.sleptMs;
  }

  schedule(delayMs: number, callback: () => void) {
    return this.inner.schedule(delayMs, callback);
  }
}

function watching(clock: Clock) {
  const said: string[] = [];
  const watch = new SilenceWatch({
    clock,
    quietMs: 15_000,
    answerMs: 10_000,
    probe: () => said.push('probe'),
    onSilent: () => said.push('silent'),
  });
  watch.start();
  return { watch, said };
}

describe('rows 11 and 12: silence', () => {
  it('asks once it is quiet, and tells when no answer comes', async () => {
    const clock = new VirtualClock();
    const { said } = watching(clock);
    await clock.advance(14_999);
    expect(said).toEqual([]);
    await clock.advance(1);
    expect(said).toEqual(['probe']);
    await clock.advance(10_000);
    expect(said).toEqual(['probe', 'silent']);
    expect(clock.pending).toBe(0);
  });

  it('takes any sign for an answer, and looks again', async () => {
    const clock = new VirtualClock();
    const { watch, said } = watching(clock);
    await clock.advance(24_999);
    watch.heard();
    await clock.advance(14_999);
    expect(said).toEqual(['probe']);
    await clock.advance(1);
    expect(said).toEqual(['probe', 'probe']);
    watch.stop();
    expect(clock.pending).toBe(0);
  });

  it('does not take a sleep for silence: it asks anew, and waits only 5 s', async () => {
    const clock = new SleepyClock();
    const { said } = watching(clock);
    await clock.inner.advance(15_000);
    clock.sleptMs = 3_600_000;
    await clock.inner.advance(10_000);
    expect(said).toEqual(['probe', 'probe']);
    await clock.inner.advance(4_999);
    expect(said).toHaveLength(2);
    await clock.inner.advance(1);
    expect(said.at(-1)).toBe('silent');
  });

  it('does not care what time it is', async () => {
    const clock = new VirtualClock();
    const { said } = watching(clock);
    clock.setNow(clock.now() + 86_400_000);
    await clock.advance(14_999);
    clock.setNow(0);
    expect(said).toEqual([]);
  });
});
