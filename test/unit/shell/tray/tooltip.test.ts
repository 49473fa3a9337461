import { describe, expect, it } from 'vitest';
import type { GatewayState, SubscriptionsState, TeeStatus } from '../../../../electron/contract/index.ts';
import { trayIconFile } from '../../../../electron/shell/tray/icon-file.ts';
import {
  accountStatus,
  gatewayStatus,
  proxyStatus,
  subscriptionsStatus,
  teeStatus,
} from '../../../helpers/snapshots.ts';
import { modelOf } from './support.ts';

const GATEWAY: readonly GatewayState[] = [
  'idle',
  'connecting',
  'starting',
  'ready',
  'limited',
  'waiting-for-approval',
  'restarting',
  'suspended',
  'unreachable',
  'refused',
  'stopped',
  'disconnected',
  'offline',
];
const TEE: readonly TeeStatus['state'][] = [
  'idle',
  'choosing',
  'rotating',
  'attested',
  'chain-unreachable',
  'no-usable-tee',
  'not-configured',
  'offline',
];
const SUBSCRIPTIONS: readonly SubscriptionsState[] = [
  'not-configured',
  'starting',
  'usable',
  'settling',
  'agent-unreachable',
  'token-refused',
  'none-usable',
  'shared-state-away',
  'failed',
];
const LONG_NAME = 'a-very-long-name-of-a-gateway';

describe('the tooltip of the tray', () => {
  it('is four lines while all is well', () => {
    expect(modelOf({}, { platform: 'win32' }).tooltip).toBe(
      'Gatehouse: all open\nGateway: ready, studio, 18 ms\nTEE: attested, 7f3a…7f3a\nSubscriptions: 4 of 5 usable',
    );
    expect(modelOf({}, { locale: 'de' }).tooltip).toBe(
      'Gatehouse: alles offen · Gateway: bereit, studio, 18 ms · TEE: bestätigt, 7f3a…7f3a · Abos: 4 von 5 nutzbar',
    );
  });

  it('says that this computer is offline, and of a gate that is broken that it is', () => {
    const gateway = gatewayStatus({ state: 'offline', health: 'working' });
    const tee = teeStatus({ state: 'offline', health: 'working' });
    const offline = { since: 1, gates: ['gateway' as const, 'tee' as const] };
    expect(modelOf({ health: 'working', gateway, tee, offline }, { platform: 'win32' })).toMatchObject({
      iconState: 'working',
      tooltip:
        'Gatehouse: this computer is offline\nGateway: offline, studio\nTEE: offline\nSubscriptions: 4 of 5 usable',
    });
    expect(modelOf({ health: 'working', gateway, tee, offline }, { locale: 'de' }).tooltip).toBe(
      'Gatehouse: dieser Rechner ist offline · Gateway: offline, studio · TEE: offline · Abos: 4 von 5 nutzbar',
    );
    expect(modelOf({ health: 'broken', gateway, tee, offline }).tooltip).toMatch(/^Gatehouse: broken/);
    expect(modelOf({ health: 'paused', gateway, tee, offline }).tooltip).toMatch(/^Gatehouse: paused/);
  });

  it('names the worst first, and that gate’s line follows', () => {
    const gateway = gatewayStatus({ state: 'waiting-for-approval', health: 'needs-you' });
    expect(modelOf({ health: 'needs-you', gateway }).tooltip).toBe(
      'Gatehouse: needs you · Gateway: waiting for approval, studio · TEE: attested, 7f3a…7f3a · Subscriptions: 4 of 5 usable',
    );
    const subscriptions = subscriptionsStatus({ state: 'none-usable', health: 'broken' });
    expect(modelOf({ health: 'broken', gateway, subscriptions }, { platform: 'darwin' }).tooltip).toMatch(
      /^Gatehouse: broken\nSubscriptions: none usable\nGateway: waiting for approval, studio\n/,
    );
  });

  it('has the id beside an attested TEE only', () => {
    const { current } = { current: { teeId: `0x${'ab'.repeat(32)}` } as TeeStatus['current'] };
    const tee = teeStatus({ state: 'chain-unreachable', health: 'needs-you', current });
    expect(modelOf({ health: 'needs-you', tee }).tooltip).not.toContain('abab');
  });

  it('says that nobody is signed in where requests need it', () => {
    const account = accountStatus({ state: 'signed-out', health: 'needs-you' });
    expect(modelOf({ health: 'needs-you', account }).tooltip).toContain('needs you · TEE: signed out');
  });

  it('says that it is paused, and what is shut meanwhile', () => {
    const paused = { since: 0, until: null };
    const tee = teeStatus({ state: 'no-usable-tee', health: 'broken' });
    expect(modelOf({ health: 'paused', paused, tee }).tooltip).toMatch(/^Gatehouse: paused · TEE: no TEE/);
  });

  it.each(['en', 'de'])('is shorter than 127 characters whatever happens (%s)', locale => {
    let longest = '';
    for (const state of GATEWAY) {
      for (const teeState of TEE) {
        for (const third of SUBSCRIPTIONS) {
          for (const platform of ['win32', 'linux'] as const) {
            const { tooltip } = modelOf(
              {
                health: 'needs-you',
                gateway: gatewayStatus({ state, health: 'needs-you', profile: LONG_NAME, roundTripMs: 1_200 }),
                tee: teeStatus({ state: teeState, health: 'needs-you' }),
                subscriptions: subscriptionsStatus({
                  state: third,
                  health: 'needs-you',
                  usableTotal: 98,
                  subscriptionsTotal: 99,
                }),
              },
              { platform, locale },
            );
            // All four lines are there: none had to be left out.
            expect(tooltip.split(platform === 'linux' ? ' · ' : '\n')).toHaveLength(4);
            if (tooltip.length > longest.length) longest = tooltip;
          }
        }
      }
    }
    expect(longest).toContain('a-very-long-n…');
    expect(longest.length).toBeGreaterThan(110);
    expect(longest.length).toBeLessThan(127);
  });

  it('leaves the best gate out when there is more to say than fits', () => {
    const { tooltip } = modelOf(
      {
        sandbox: { seed: 's' },
        health: 'needs-you',
        gateway: gatewayStatus({ state: 'waiting-for-approval', health: 'needs-you', profile: LONG_NAME }),
        tee: teeStatus({ state: 'chain-unreachable', health: 'needs-you' }),
        proxy: proxyStatus({ state: 'port-busy', endpoint: null }),
      },
      { platform: 'win32' },
    );
    expect(tooltip.length).toBeLessThan(127);
    expect(tooltip).toMatch(/^Gatehouse \(sandbox\): needs you\nGateway: waiting for approval, a-very-long-n…\nTEE: /);
    expect(tooltip).not.toContain('Subscriptions');
  });
});

describe('the icon of the tray', () => {
  it.each(['well', 'working', 'needs-you', 'broken', 'paused'] as const)('shows %s', health => {
    expect(modelOf({ health }).iconState).toBe(health);
  });

  it('is the drawing that fits the panel', () => {
    const panel = { platform: 'linux', isDark: false, desktop: 'KDE', scaleFactor: 1 } as const;
    expect(trayIconFile('well', panel)).toBe('well-light-22.png');
    expect(trayIconFile('well', { ...panel, desktop: 'ubuntu:GNOME', scaleFactor: 2 })).toBe('well-dark-44.png');
    expect(trayIconFile('broken', { ...panel, scaleFactor: 1.25 })).toBe('broken-light-32.png');
    expect(trayIconFile('paused', { ...panel, platform: 'win32', isDark: true })).toBe('paused-dark.ico');
    expect(trayIconFile('working', { ...panel, platform: 'darwin', isDark: true })).toBe('workingTemplate.png');
  });
});
