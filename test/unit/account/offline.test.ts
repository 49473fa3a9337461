import { describe, expect, it, onTestFinished } from 'vitest';
import type { AccountEvent } from '../../../electron/contract/index.ts';
import { AccountManager } from '../../../electron/core/account/index.ts';
import { OFFLINE_RETRY_MS } from '../../../electron/core/offline/index.ts';
import { Redactor, SystemRandom } from '../../../electron/core/platform/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { openStore, signal, startServer } from './support.ts';

const HOUR_MS = 3_600_000;

async function travelling() {
  const clock = new VirtualClock();
  const server = await startServer(clock);
  const home = await tempHome();
  const redactor = new Redactor();
  const events: AccountEvent[] = [];
  const net = { isOffline: false, isConfirmed: true, asked: [] as string[] };
  const manager = new AccountManager({
    secrets: openStore(home, redactor),
    redactor,
    clock,
    random: new SystemRandom(),
    home,
    emit: event => events.push(event),
    isOutOfReach: url => {
      net.asked.push(url);
      return net.isOffline;
    },
    isOffline: () => net.isConfirmed,
  });
  onTestFinished(() => manager.stop());
  await manager.loginWithBundle(JSON.stringify(server.createBundle()), 'pasted', signal);
  return { clock, server, events, net, manager };
}

describe('an account while this computer is offline', () => {
  it('is not said to fail, waits two minutes between attempts, and is renewed when a network is back', async () => {
    const { clock, server, events, net, manager } = await travelling();
    net.isOffline = true;
    server.fail('reset', 2);
    await clock.advance(HOUR_MS);
    const refusal = { code: 'account_refresh_failed', retryable: true };
    await expect(manager.bearer(signal)).rejects.toMatchObject(refusal);
    expect(new URL(net.asked[0] ?? '').hostname).toBe('127.0.0.1');
    expect(manager.snapshot()).toMatchObject({ state: 'signed-in', health: 'well' });
    await clock.advance(OFFLINE_RETRY_MS - 1);
    await expect(manager.bearer(signal)).rejects.toThrow('this computer is offline');
    expect(server.refreshes).toBe(1);
    await clock.advance(1);
    await expect(manager.bearer(signal)).rejects.toMatchObject(refusal);
    expect(server.refreshes).toBe(2);

    net.isOffline = false;
    manager.wake();
    expect(await manager.bearer(signal)).toEqual(expect.any(String));
    expect(events.map(({ type }) => type)).toEqual(['accountSignedIn', 'accountRefreshed']);
  });

  it('waits no two minutes for a blink of the network, and is not said to fail because of it', async () => {
    const { clock, server, events, net, manager } = await travelling();
    Object.assign(net, { isOffline: true, isConfirmed: false });
    server.fail('reset', 1);
    await clock.advance(HOUR_MS);
    await expect(manager.bearer(signal)).rejects.toMatchObject({ code: 'account_refresh_failed' });
    expect(manager.snapshot()).toMatchObject({ state: 'signed-in', health: 'well' });
    net.isOffline = false;
    await clock.advance(1_250);
    expect(await manager.bearer(signal)).toEqual(expect.any(String));
    expect(server.refreshes).toBe(2);
    expect(events.map(({ type }) => type)).toEqual(['accountSignedIn', 'accountRefreshed']);
  });

  it('that failed before is still said to fail, and to have recovered', async () => {
    const { clock, server, events, net, manager } = await travelling();
    server.fail('reset', 2);
    await clock.advance(HOUR_MS);
    await expect(manager.bearer(signal)).rejects.toThrow();
    net.isOffline = true;
    await clock.advance(60_000);
    await expect(manager.bearer(signal)).rejects.toThrow();
    expect(manager.snapshot()).toMatchObject({ state: 'renewing-fails' });
    net.isOffline = false;
    manager.wake();
    await manager.bearer(signal);
    expect(events.map(({ type }) => type)).toEqual([
      'accountSignedIn',
      'accountRefreshFailing',
      'accountRefreshRecovered',
      'accountRefreshed',
    ]);
  });
});
