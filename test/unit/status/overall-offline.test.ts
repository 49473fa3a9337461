import { describe, expect, it } from 'vitest';
import type { OfflineGate } from '../../../electron/contract/index.ts';
import { overall } from '../../../electron/core/status/overall.ts';
import { accountStatus, gatewayStatus, proxyStatus, subscriptionsStatus, teeStatus } from '../../helpers/snapshots.ts';

const BASE = {
  gateway: gatewayStatus({ state: 'offline', health: 'working' }),
  account: accountStatus(),
  tee: teeStatus({ state: 'offline', health: 'working' }),
  proxy: proxyStatus(),
  subscriptions: subscriptionsStatus({ health: 'well', state: 'usable' }),
  sandbox: false,
  paused: null,
} satisfies Parameters<typeof overall>[0];
const offline = (...gates: OfflineGate[]) => ({ since: 1, gates });

describe('the headline of a computer that is offline', () => {
  it('is that it is offline, and not broken', () => {
    expect(overall({ ...BASE, offline: offline('gateway', 'tee', 'subscriptions') })).toEqual({
      health: 'working',
      headline: 'This computer is offline.',
    });
  });

  it('says how the gates stand that need no network', () => {
    expect(overall({ ...BASE, tee: teeStatus(), offline: offline('gateway') })).toEqual({
      health: 'working',
      headline: 'This computer is offline. Private inference is open. Subscriptions are open.',
    });
  });

  it('does not hide that one of those is broken', () => {
    const gateway = gatewayStatus({ state: 'unreachable', health: 'broken' });
    expect(overall({ ...BASE, gateway, offline: offline('tee', 'subscriptions') })).toEqual({
      health: 'broken',
      headline: 'This computer is offline. The gateway is shut.',
    });
  });

  it('blames no login that cannot be renewed without a network', () => {
    const account = accountStatus({ health: 'broken', state: 'renewing-fails', usable: false });
    expect(overall({ ...BASE, account, offline: offline('gateway', 'tee', 'subscriptions') }).health).toBe('working');
  });

  it('does not hide what is wrong on this computer', () => {
    const all = offline('gateway', 'tee', 'subscriptions');
    const proxy = proxyStatus({ state: 'port-busy' });
    expect(overall({ ...BASE, proxy, offline: all })).toEqual({
      health: 'needs-you',
      headline: 'This computer is offline. Private inference needs you.',
    });
    const account = accountStatus({ health: 'needs-you', state: 'signed-out', usable: false });
    expect(overall({ ...BASE, account, offline: all }).health).toBe('needs-you');
    expect(overall({ ...BASE, account: { ...account, requestsUse: 'own-token' }, offline: all }).health).toBe(
      'working',
    );
    const failed = subscriptionsStatus({ health: 'broken', state: 'failed' });
    expect(overall({ ...BASE, subscriptions: failed, offline: all })).toEqual({
      health: 'broken',
      headline: 'This computer is offline. Subscriptions are shut.',
    });
    const refused = subscriptionsStatus({ health: 'needs-you', state: 'token-refused' });
    expect(overall({ ...BASE, subscriptions: refused, offline: all }).health).toBe('needs-you');
    const away = subscriptionsStatus({ health: 'needs-you', state: 'shared-state-away' });
    expect(overall({ ...BASE, subscriptions: away, offline: all }).health).toBe('working');
  });

  it('gives way to a pause and to safe mode', () => {
    const paused = { since: 1, until: null };
    expect(overall({ ...BASE, paused, offline: offline('gateway') }).health).toBe('paused');
    const safeMode = { sentence: 'Safe mode: it was asked for.' } as NonNullable<
      Parameters<typeof overall>[0]['safeMode']
    >;
    expect(overall({ ...BASE, safeMode, offline: offline('gateway') }).headline).toBe(safeMode.sentence);
  });
});
