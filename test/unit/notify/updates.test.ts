import { describe, expect, it } from 'vitest';
import type { UpdateMode } from '../../../electron/contract/index.ts';
import { updatesStatus } from '../../helpers/snapshots.ts';
import { policy } from './support.ts';

const at = 1;
const AVAILABLE = { state: 'available', version: '0.2.0', notes: null, sizeBytes: 10, isHeldBack: false } as const;
const READY = { state: 'ready', version: '0.2.0', notes: null } as const;

describe('a newer version', () => {
  it('is told when it is ready, with the way to restart, and taken back when that begins', async () => {
    const { take, state, clock, last, shown, cleared } = policy();
    state.updates = updatesStatus({ update: READY });
    take({ type: 'updateReady', at, version: '0.2.0', mode: 'download' });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      title: 'Gatehouse 0.2.0 is ready',
      click: { kind: 'open', view: 'settings' },
      actions: [{ label: 'Restart', intent: { kind: 'command', command: { name: 'installUpdate' } } }],
    });
    expect(shown).toHaveLength(1);
    take({ type: 'updateInstalling', at, from: '0.1.0', to: '0.2.0' });
    expect(cleared).toContain('application');
  });

  it('is not told as ready once it is installed', async () => {
    const { take, state, clock, shown } = policy();
    state.updates = updatesStatus({ update: { state: 'installing', version: '0.2.0' } });
    take({ type: 'updateReady', at, version: '0.2.0', mode: 'download' });
    await clock.advance(60_000);
    expect(shown).toEqual([]);
  });

  it.each([
    ['notify', true, false, 1],
    ['notify', false, false, 1],
    ['download', true, false, 0],
    // Nobody downloads it: who installed the package has to.
    ['download', false, false, 1],
    ['automatic', true, true, 1],
    ['automatic', true, false, 0],
    ['off', true, false, 0],
  ] as const)(
    'is told as found in mode %s, installable %s, held back %s: %i',
    async (mode, canInstall, isHeldBack, told) => {
      const { take, state, clock, shown } = policy();
      state.updates = updatesStatus({
        mode: mode satisfies UpdateMode,
        canInstall,
        update: { ...AVAILABLE, isHeldBack },
      });
      take({ type: 'updateFound', at, version: '0.2.0', mode });
      await clock.advance(60_000);
      expect(shown).toHaveLength(told);
    },
  );

  it('offers the download where it is possible, and else the settings', async () => {
    for (const [canInstall, label] of [
      [true, 'Download'],
      [false, 'Open'],
    ] as const) {
      const { take, state, clock, last } = policy();
      state.updates = updatesStatus({ mode: 'notify', canInstall, update: AVAILABLE });
      take({ type: 'updateFound', at, version: '0.2.0', mode: 'notify' });
      await clock.advance(2_000);
      expect(last()?.title).toBe('Gatehouse 0.2.0 is available');
      expect(last()?.actions.map(action => action.label)).toEqual([label]);
    }
  });

  it('is told quietly once it runs, and lapses in quiet hours', async () => {
    const { take, clock, last, shown } = policy();
    take({ type: 'updateInstalled', at, from: '0.1.0', to: '0.2.0' });
    await clock.advance(2_000);
    expect(last()).toMatchObject({ title: 'Gatehouse was updated to 0.2.0', priority: 'low' });
    expect(shown).toHaveLength(1);
    const quiet = policy({ quietHours: '00:00-23:59' });
    quiet.take({ type: 'updateInstalled', at, from: '0.1.0', to: '0.2.0' });
    await quiet.clock.advance(60_000);
    expect(quiet.shown).toEqual([]);
  });
});

describe('safe mode', () => {
  const SAFE = { cause: 'crashes', crashes: 3 } as never;

  it('is told with the way to the window, also in quiet hours, and taken back when it is left', async () => {
    const { take, state, clock, last, cleared } = policy({ quietHours: '00:00-23:59' });
    state.safeMode = SAFE;
    take({ type: 'safeModeStarted', at, cause: 'crashes', sentence: 'It ended three times.' });
    await clock.advance(2_000);
    expect(last()).toMatchObject({
      title: 'Gatehouse is in safe mode',
      click: { kind: 'open', view: 'overview' },
      actions: [{ label: 'Open', intent: { kind: 'open', view: 'overview' } }],
    });
    take({ type: 'safeModeLeft', at });
    expect(cleared).toContain('application');
  });

  it('is not told to who asked for it', async () => {
    const { take, state, clock, shown } = policy();
    state.safeMode = SAFE;
    take({ type: 'safeModeStarted', at, cause: 'asked', sentence: 'Asked for.' });
    await clock.advance(60_000);
    expect(shown).toEqual([]);
  });
});
