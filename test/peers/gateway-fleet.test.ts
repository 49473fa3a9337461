import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { GatewayClient, GatewayFleet, loadDeviceIdentity } from '../../electron/core/gateway/index.ts';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { openclawProgram } from '../helpers/openclaw-install.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { MemorySecrets } from '../unit/gateway/support.ts';
import { prepared, Witness } from './openclaw-live.ts';

/** Short, so that the test does not wait for what a person would. */
const BUDGET_MS = 1_500;
const RETURN_AFTER_MS = 3_000;

beforeAll(openclawProgram, 300_000);

it('uses the second gateway while the first is away, and returns once that has been stable', async () => {
  const servers = {
    desk: await prepared({ token: 'token-of-desk' }),
    attic: await prepared({ token: 'token-of-attic' }),
  };
  await Promise.all([servers.desk.up(), servers.attic.up()]);
  const signal = new AbortController().signal;
  const secrets = new MemorySecrets();
  await loadDeviceIdentity(secrets, signal);
  const clock = new SystemClock();
  const witness: Witness = new Witness(() => fleet.list());
  const fleet = new GatewayFleet({
    clock,
    emit: witness.emit,
    policy: { isEnabled: true, returnAfterMs: RETURN_AFTER_MS, mostReturnAfterMs: 60_000 },
    createClient: (profile, emit) =>
      new GatewayClient({
        profile,
        credentials: async () => ({ token: `token-of-${profile.id}` }),
        secrets,
        clock,
        random: new SystemRandom(),
        logger: silentLogger,
        emit,
        client: { version: '0.1.0', platform: process.platform, displayName: 'Gatehouse test' },
        connectBudgetMs: BUDGET_MS,
      }),
  });
  onTestFinished(() => fleet.stop());
  const active = (): string | undefined => fleet.list().find(({ isActive }) => isActive)?.id;
  const isReady = (id: string): boolean => fleet.client(id)?.snapshot().state === 'ready';
  const switches = (): readonly unknown[] =>
    witness.events.flatMap(event => (event.type === 'gatewaySwitched' ? [[event.from, event.to, event.cause]] : []));

  fleet.setProfiles([
    { id: 'desk', name: 'desk', url: servers.desk.url, priority: 1, source: 'settings' },
    { id: 'attic', name: 'attic', url: servers.attic.url, priority: 2, source: 'settings' },
  ]);
  fleet.start(signal);
  await witness.until(() => isReady('desk') && isReady('attic'));
  expect(active()).toBe('desk');

  await servers.desk.crash();
  await witness.until(() => active() === 'attic');
  expect(switches()).toEqual([['desk', 'attic', 'unreachable']]);
  await expect(fleet.active()?.request('health')).resolves.toMatchObject({ ok: true });

  servers.desk.start();
  await witness.until(() => isReady('desk'));
  const readyAt = clock.monotonicMs();
  expect(active()).toBe('attic');
  await witness.until(() => active() === 'desk');
  expect(clock.monotonicMs() - readyAt).toBeGreaterThanOrEqual(RETURN_AFTER_MS - 50);
  expect(switches()).toEqual([
    ['desk', 'attic', 'unreachable'],
    ['attic', 'desk', 'returned'],
  ]);
  // One key for both, and of each gateway its own token.
  expect(secrets.values.size).toBe(3);
});
