import { describe, expect, it } from 'vitest';
import { Lifecycle, type Part } from '../../../electron/core/app/lifecycle.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const signal = new AbortController().signal;

function create(changes: Record<string, Partial<Part>> = {}) {
  const calls: string[] = [];
  const errors: unknown[] = [];
  const ignore = () => undefined;
  const clock = new VirtualClock();
  const parts = ['a', 'b', 'c'].map(name => ({
    name,
    start: async () => void calls.push(`start ${name}`),
    stop: async () => void calls.push(`stop ${name}`),
    ...changes[name],
  }));
  const logger = {
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: (_: string, fields?: object) => errors.push(fields),
  };
  return { calls, errors, clock, lifecycle: new Lifecycle(parts, { clock, logger, stopTimeoutMs: 1_000 }) };
}

describe('Lifecycle', () => {
  it('starts in order, stops in reverse, once however often it is told, and starts again', async () => {
    const { calls, lifecycle } = create();
    await lifecycle.start(signal);
    await Promise.all([lifecycle.stop(), lifecycle.stop()]);
    await lifecycle.stop();
    expect(calls).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
    await lifecycle.start(signal);
    expect(calls.slice(6)).toEqual(['start a', 'start b', 'start c']);
  });

  it('stops what was started when a part cannot start', async () => {
    const { calls, lifecycle } = create({ b: { start: () => Promise.reject(new Error('no')) } });
    await expect(lifecycle.start(signal)).rejects.toThrow('no');
    expect(calls).toEqual(['start a', 'stop b', 'stop a']);
  });

  it('goes on when a part throws while it stops', async () => {
    const { calls, errors, lifecycle } = create({ b: { stop: () => Promise.reject(new Error('no')) } });
    await lifecycle.start(signal);
    await lifecycle.stop();
    expect(calls.slice(3)).toEqual(['stop c', 'stop a']);
    expect(errors).toMatchObject([{ part: 'b' }]);
  });

  it('is over in time when a part hangs, and still tells the others', async () => {
    const { calls, errors, clock, lifecycle } = create({ c: { stop: () => new Promise(() => undefined) } });
    await lifecycle.start(signal);
    const stopping = lifecycle.stop();
    await clock.advance(1_000);
    await stopping;
    expect(calls.slice(3)).toEqual(['stop b', 'stop a']);
    expect(errors.length).toBeGreaterThan(0);
    expect(clock.pending).toBe(0);
  });
});
