import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { OfflineWatch, type OfflineWatchOptions } from '../../../electron/core/app/offline-watch.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const HERE = [{ address: '127.0.0.1', internal: true }];

/** On a computer without a network, with everything that is wanted outside. */
function create(changes: Partial<OfflineWatchOptions> = {}) {
  const clock = new VirtualClock();
  const parts = {
    gateways: { status: () => ({ state: 'offline' }), networkDown: () => undefined },
    gate: { snapshot: () => ({ state: 'offline' }), wake: () => undefined, networkChanged: () => undefined },
    subscriptions: { isOutOfReach: false, networkChanged: () => undefined },
  };
  const network = { rpcUrls: ['https://rpc.example'], relayUrl: 'https://relay.example' };
  const watch = new OfflineWatch({
    clock,
    emit: () => undefined,
    localAddresses: () => HERE,
    running: () => ({ parts, opened: { network } }) as unknown as ReturnType<OfflineWatchOptions['running']>,
    tryAgain: () => undefined,
    ...changes,
  });
  return { clock, watch };
}

const becameReady = (host: string): DomainEvent => ({
  type: 'gatewayTransition',
  at: 1,
  profile: 'studio',
  from: 'authenticating',
  to: 'ready',
  reason: 'hello',
  sentence: '',
  host,
});

describe('the watch of the way out', () => {
  it('says that this computer is offline after a moment without an address', async () => {
    const { clock, watch } = create();
    watch.offline.look();
    await clock.advance(2_000);
    expect(watch.offline.status()).toMatchObject({ gates: ['gateway', 'tee'] });
  });

  it('never does behind a proxy on this computer, whatever the host says', async () => {
    const { clock, watch } = create({ env: { HTTPS_PROXY: 'http://127.0.0.1:3128' }, isOnline: () => false });
    watch.offline.look();
    await clock.advance(60_000);
    expect([watch.offline.isOffline, watch.offline.isCutNow()]).toEqual([false, false]);
  });

  it('takes a gateway outside that becomes ready for a proof of a way, and none on this computer', async () => {
    const { clock, watch } = create();
    watch.offline.look();
    await clock.advance(2_000);
    watch.observe(becameReady('127.0.0.1:18789'));
    expect(watch.offline.isOffline).toBe(true);
    watch.observe(becameReady('studio.example'));
    expect(watch.offline.isOffline).toBe(false);
  });

  it('takes no answer for one to a request from before', async () => {
    const { clock, watch } = create();
    watch.offline.look();
    await clock.advance(2_000);
    const answer = { type: 'answerVerified', at: clock.now(), teeId: '0xa', model: 'm', stream: false } as const;
    watch.observe({ ...answer, latencyMs: 2_001 });
    expect(watch.offline.isOffline).toBe(true);
    watch.observe({ ...answer, latencyMs: 500 });
    expect(watch.offline.isOffline).toBe(false);
  });

  it('looks anew after a proof when the host changes its mind', async () => {
    const net = { isOnline: true };
    const { watch } = create({ isOnline: () => net.isOnline });
    watch.offline.look();
    watch.observe({ type: 'registryRead', at: 1, listed: 1, usable: 1, skipped: 0 });
    expect(watch.offline.isCutNow()).toBe(false);
    net.isOnline = false;
    expect(watch.offline.isCutNow()).toBe(true);
  });
});
