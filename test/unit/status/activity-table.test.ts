import { describe, expect, it } from 'vitest';
import type { DomainEvent, GatewayState, GatewaySwitchCause } from '../../../electron/contract/index.ts';
import { activityLine } from '../../../electron/core/status/activity-table.ts';

function stateChanged(to: GatewayState, isStandby: boolean): DomainEvent {
  const change = { from: 'connecting', to, reason: null, sentence: `Now ${to}.`, afterMs: 1 } as const;
  return { type: 'gatewayStateChanged', at: 1, profile: 'studio', ...change, ...(isStandby ? { isStandby } : {}) };
}

describe('the activity line of a gateway', () => {
  it('tells every change of the one in use, and of one in reserve only where it settles', () => {
    const states = ['ready', 'unreachable', 'refused', 'restarting', 'starting', 'connecting', 'idle'] as const;
    const toneOf = (to: GatewayState, isStandby: boolean) => activityLine(stateChanged(to, isStandby))?.tone ?? null;
    expect(states.map(to => [to, toneOf(to, false), toneOf(to, true)])).toEqual([
      ['ready', 'well', 'info'],
      ['unreachable', 'broken', 'needs-you'],
      ['refused', 'needs-you', 'needs-you'],
      ['restarting', 'working', null],
      ['starting', 'working', null],
      ['connecting', 'working', null],
      ['idle', 'info', null],
    ]);
    expect(activityLine(stateChanged('unreachable', true))?.sentence).toBe('In reserve: Now unreachable.');
  });

  it.each<[GatewaySwitchCause, string]>([
    ['unreachable', 'needs-you'],
    ['approval', 'needs-you'],
    ['offline', 'info'],
    ['returned', 'well'],
    ['by-hand', 'info'],
  ])('takes a switch because of %s for %s', (cause, tone) => {
    const event = {
      type: 'gatewaySwitched',
      at: 1,
      profile: 'b',
      from: 'a',
      to: 'b',
      cause,
      sentence: 'B now.',
    } as const;
    expect(activityLine(event)).toEqual({ gate: 'gateway', tone, sentence: 'B now.', cause: cause.replace('-', ' ') });
  });
});
