import { describe, expect, it } from 'vitest';
import { type Check, runChecks } from '../../../../electron/core/app/queries/diagnostics/check.ts';
import { GatehouseError } from '../../../../electron/core/platform/index.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const base = { gate: 'app', title: 'Something' } as const;
const fine: Check = { ...base, id: 'fine', look: async () => ({ verdict: 'well', sentence: 'Fine.', remedy: null }) };

describe('the checks', () => {
  it('run side by side, and one that never answers ends after 6 s without the others', async () => {
    const clock = new VirtualClock();
    const deaf: Check = { ...base, id: 'deaf', look: () => new Promise(() => undefined) };
    const ended = runChecks([deaf, { ...deaf, id: 'deafer' }, fine], clock, new AbortController().signal);
    await clock.advance(6_000);
    const results = await ended;
    expect(results.map(({ id, verdict, durationMs }) => [id, verdict, durationMs])).toEqual([
      ['deaf', 'broken', 6_000],
      ['deafer', 'broken', 6_000],
      ['fine', 'well', 0],
    ]);
    expect(results[0]).toMatchObject({ sentence: 'There was no answer within 6 s.', remedy: expect.any(String) });
    expect(clock.pending).toBe(0);
  });

  it('make a finding of what one throws, with its remedy', async () => {
    const thrown = new GatehouseError('secret_store_unreadable', 'The key is gone.', { remedy: 'Sign in again.' });
    const bad: Check = { ...base, id: 'bad', look: () => Promise.reject(thrown) };
    expect(await runChecks([bad], new VirtualClock(), new AbortController().signal)).toMatchObject([
      { verdict: 'broken', sentence: 'The check failed: The key is gone.', remedy: 'Sign in again.' },
    ]);
  });

  it('end at once when nobody wants to know any more', async () => {
    const clock = new VirtualClock();
    const stop = new AbortController();
    const ended = runChecks([{ ...base, id: 'deaf', look: () => new Promise(() => undefined) }], clock, stop.signal);
    stop.abort(new Error('the window was closed'));
    await expect(ended).rejects.toThrow('the window was closed');
    expect(clock.pending).toBe(0);
  });
});
