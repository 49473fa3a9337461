import { describe, expect, it } from 'vitest';
import { closedNetwork } from '../../../electron/network.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { settingsIn, startGatehouseIn } from '../../helpers/gatehouse-in.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;

/** An application in safe mode that would look for newer versions by itself. */
async function start() {
  const home = await tempHome();
  const clock = new VirtualClock();
  const asked: number[] = [];
  const sentence = 'Safe mode: --safe-mode asked for it.';
  const safeMode = { since: 0, cause: 'asked' as const, crashes: 0, reason: null, sentence };
  const gatehouse = await startGatehouseIn({
    home,
    loaded: await settingsIn(home, signal),
    network: closedNetwork().network,
    changes: {
      clock,
      random: firstRandom,
      crash: { ended: null, safeMode, onLeft: () => undefined },
      updates: {
        version: '0.1.0',
        package: 'appimage',
        canInstall: true,
        instead: null,
        page: null,
        isAway: () => true,
        mayInstallAtEnd: () => false,
        restart: () => undefined,
        engine: {
          check: async () => {
            asked.push(clock.now());
            return null;
          },
          download: async () => undefined,
          prepare: async () => undefined,
          install: () => false,
        },
      },
    },
  });
  return { gatehouse, clock, asked };
}

describe('safe mode', () => {
  it('looks for no newer version by itself, but for a person', async () => {
    const { gatehouse, clock, asked } = await start();
    await clock.advance(HOUR_MS);
    expect(asked).toEqual([]);

    await gatehouse.execute({ name: 'checkForUpdates' }, signal);
    expect(asked).toHaveLength(1);
  });
});
