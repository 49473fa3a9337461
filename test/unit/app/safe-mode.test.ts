import { describe, expect, it, onTestFinished } from 'vitest';
import { createGatehouse } from '../../../electron/core/app/index.ts';
import { GatewaySettings, loadSettings, openConfFile, SettingsDesk } from '../../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { closedNetwork } from '../../../electron/network.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const { signal } = new AbortController();
const HOUR_MS = 3_600_000;

/** An application in safe mode that would look for newer versions by itself. */
async function start() {
  const home = await tempHome();
  const clock = new VirtualClock();
  const secrets = new FileSecretStore({ home, redactor: new Redactor(), clock: new SystemClock() });
  const env = { GATEHOUSE_PROXY_PORT: '0' };
  const loaded = await loadSettings({ home, env, clock, signal, openFile: openConfFile });
  const asked: number[] = [];
  const sentence = 'Safe mode: --safe-mode asked for it.';
  const safeMode = { since: 0, cause: 'asked' as const, crashes: 0, reason: null, sentence };
  const gatehouse = createGatehouse({
    settings: loaded.settings,
    desk: new SettingsDesk(loaded),
    network: closedNetwork().network,
    gateway: {
      settings: new GatewaySettings(loaded),
      credentials: async () => ({}),
      discover: async () => undefined,
      secrets,
      handshakeTimeoutVariable: undefined,
      challengeTimeoutVariable: undefined,
      allowInsecureNames: false,
      computerName: 'test',
    },
    secrets,
    env: {},
    redact: () => undefined,
    logger: silentLogger,
    scrubber: new Redactor(),
    clock,
    random: firstRandom,
    place: { home, platform: process.platform, runtimeFolder: home },
    host: 'headless',
    version: '0.1.0',
    pid: process.pid,
    veil: { env: {}, userFolder: home },
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
  });
  onTestFinished(() => gatehouse.stop());
  await gatehouse.start(signal);
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
