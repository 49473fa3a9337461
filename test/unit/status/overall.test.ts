import { describe, expect, it } from 'vitest';
import { overall } from '../../../electron/core/status/index.ts';
import {
  accountStatus,
  gatewayStatus,
  noAccount,
  proxyStatus,
  subscriptionsStatus,
  teeStatus,
} from '../../helpers/snapshots.ts';

const account = accountStatus();
const subscriptions = subscriptionsStatus();

describe('overall', () => {
  it.each([
    ['well', 'listening', 'well'],
    ['working', 'listening', 'working'],
    ['needs-you', 'listening', 'needs-you'],
    ['broken', 'listening', 'broken'],
    ['paused', 'listening', 'paused'],
    ['paused', 'failed', 'paused'],
    ['well', 'starting', 'working'],
    ['well', 'draining', 'working'],
    ['well', 'stopped', 'working'],
    ['well', 'port-busy', 'needs-you'],
    ['broken', 'port-busy', 'broken'],
    ['needs-you', 'failed', 'broken'],
  ] as const)('a TEE gate that is %s and an endpoint that is %s make %s', (health, state, expected) => {
    const result = overall({
      gateway: null,
      account,
      tee: teeStatus({ health }),
      proxy: proxyStatus({ state }),
      subscriptions,
      sandbox: false,
      paused: null,
    });
    expect(result.health).toBe(expected);
    expect(result.headline).not.toMatch(/sandbox/i);
  });

  it.each([
    ['well', 'well', 'well', 'Both gates are open.'],
    ['working', 'working', 'working', 'Both gates are opening.'],
    ['broken', 'broken', 'broken', 'Both gates are shut.'],
    ['working', 'well', 'working', 'The gateway is opening. Private inference is open.'],
    ['needs-you', 'well', 'needs-you', 'The gateway needs you. Private inference is open.'],
    ['broken', 'needs-you', 'broken', 'The gateway is shut. Private inference needs you.'],
    ['well', 'broken', 'broken', 'Private inference is shut. The gateway is open.'],
    ['well', 'paused', 'paused', 'Gatehouse is paused.'],
  ] as const)('a gateway that is %s and a TEE gate that is %s make %s: %s', (first, second, expected, headline) => {
    const gateway = gatewayStatus({ health: first });
    const tee = teeStatus({ health: second });
    expect(
      overall({ gateway, account, tee, proxy: proxyStatus(), subscriptions, sandbox: false, paused: null }),
    ).toEqual({
      health: expected,
      headline,
    });
  });

  it.each([
    ['well', 'usable', 'well', 'All three gates are open.'],
    ['broken', 'none-usable', 'broken', 'Subscriptions are shut. The gateway is open. Private inference is open.'],
    ['well', 'not-configured', 'well', 'Both gates are open.'],
  ] as const)('subscriptions that are %s (%s) make %s: %s', (health, state, expected, headline) => {
    const parts = {
      gateway: gatewayStatus(),
      account,
      tee: teeStatus(),
      proxy: proxyStatus(),
      sandbox: false,
      paused: null,
    };
    const third = subscriptionsStatus({ health, state });
    expect(overall({ ...parts, subscriptions: third })).toEqual({ health: expected, headline });
  });

  it.each([
    ['well', 'needs-you', 'Both gates are open. No room is left on the disk.'],
    ['broken', 'broken', 'Private inference is shut. The gateway is open. No room is left on the disk.'],
  ] as const)('a full disk beside a TEE gate that is %s makes %s: %s', (health, expected, headline) => {
    const parts = { gateway: gatewayStatus(), account, tee: teeStatus({ health }), proxy: proxyStatus() };
    const none = subscriptionsStatus({ state: 'not-configured' });
    const storage = { cause: 'full' } as const;
    expect(overall({ ...parts, subscriptions: none, sandbox: false, paused: null, storage })).toEqual({
      health: expected,
      headline,
    });
  });

  it('does not take a gateway that is not started yet for a pause', () => {
    const gateway = gatewayStatus({ state: 'idle', health: 'paused' });
    const parts = {
      gateway,
      account,
      tee: teeStatus(),
      proxy: proxyStatus(),
      subscriptions,
      sandbox: false,
      paused: null,
    };
    const { health } = overall(parts);
    expect(health).toBe('working');
  });

  it('says until when it is paused, and which gate is shut meanwhile', () => {
    const parts = { gateway: gatewayStatus(), account, proxy: proxyStatus(), subscriptions, sandbox: false };
    const until = new Date(2026, 4, 6, 15, 5).getTime();
    const paused = { since: until - 3_600_000, until };
    expect(overall({ ...parts, tee: teeStatus(), paused })).toEqual({
      health: 'paused',
      headline: 'Paused until 15:05. Nothing is rotated or reconnected.',
    });
    expect(overall({ ...parts, tee: teeStatus({ health: 'broken' }), paused: { since: 0, until: null } })).toEqual({
      health: 'paused',
      headline: 'Paused until you resume. Nothing is rotated or reconnected. Private inference is shut.',
    });
  });

  it.each([
    ['nothing', 'needs-you'],
    ['account', 'needs-you'],
    ['own-token', 'well'],
    ['sandbox', 'well'],
  ] as const)('nobody being signed in counts when requests use %s: %s', (requestsUse, expected) => {
    const none = noAccount({ requestsUse });
    const { health } = overall({
      gateway: null,
      account: none,
      tee: teeStatus(),
      proxy: proxyStatus(),
      subscriptions,
      sandbox: false,
      paused: null,
    });
    expect(health).toBe(expected);
  });

  it('never shows the sandbox without saying so', () => {
    for (const health of ['well', 'working', 'needs-you', 'broken', 'paused'] as const) {
      const { headline } = overall({
        gateway: null,
        account,
        tee: teeStatus({ health }),
        proxy: proxyStatus(),
        subscriptions,
        sandbox: true,
        paused: null,
      });
      expect(headline).toMatch(/sandbox, not a real network/);
    }
  });
});
