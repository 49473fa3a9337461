import { describe, expect, it } from 'vitest';
import type { DomainEvent, StorageTrouble } from '../../../electron/contract/index.ts';
import { policy } from './support.ts';

const FULL: StorageTrouble = {
  cause: 'full',
  since: 0,
  path: '/home/a',
  sentence: 'No room is left at /home/a.',
  remedy: { text: 'Make room.' },
  receiptsLost: 0,
};
const failed: DomainEvent = { type: 'storageFailed', at: 0, cause: 'full', path: '/home/a' };

describe('a disk that takes nothing', () => {
  it('is told once when it lasts, with the way to the window, and taken back when it is over', async () => {
    const { take, state, clock, last, shown, cleared } = policy();
    state.storage = FULL;
    take(failed);
    await clock.advance(19_000);
    expect(shown).toEqual([]);
    await clock.advance(2_000);
    expect(last()).toMatchObject({ title: 'The disk is full', click: { kind: 'open', view: 'overview' } });
    take(failed);
    await clock.advance(60_000);
    expect(shown).toHaveLength(1);
    take({ type: 'storageRecovered', at: 1, since: 0, receiptsLost: 0 });
    expect(cleared).toContain('application');
  });

  it('is nobody’s work when it is over within seconds', async () => {
    const { take, state, clock, shown } = policy();
    state.storage = FULL;
    take(failed);
    await clock.advance(5_000);
    state.storage = undefined;
    take({ type: 'storageRecovered', at: 1, since: 0, receiptsLost: 0 });
    await clock.advance(60_000);
    expect(shown).toEqual([]);
  });
});
