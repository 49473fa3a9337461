import type { DomainEvent } from '../../electron/contract/index.ts';

type WithoutTime<T> = T extends DomainEvent ? Omit<T, 'at'> : never;

/** What the lines of the pictures' activity were made from, in their order: another language makes its own from it. */
export function pictureEvents(first: string, former: string): readonly WithoutTime<DomainEvent>[] {
  return [
    {
      type: 'subscriptionSwitched',
      agent: 'build-runner-eu-1',
      from: 'team-max-2',
      to: 'team-max-3',
      cause: 'threshold',
      failureKind: null,
      result: 'hot_reloaded',
      headroom: null,
      reason: 'It moved.',
    },
    { type: 'teeSwitched', from: former, to: first, cause: 'keys-changed' },
    {
      type: 'teeQuarantined',
      teeId: former,
      until: Date.UTC(2026, 10, 21, 14, 41, 8),
      reason: 'It could not open a request sealed to its registered key.',
      told: { code: 'suspect_stale_key' },
    },
    { type: 'gatewayRestarted', profile: 'studio', bootId: 'b' },
    {
      type: 'gatewayStateChanged',
      profile: 'studio',
      from: 'ready',
      to: 'restarting',
      reason: 'restart-announced',
      host: 'gw.studio.example:18789',
      told: {},
      sentence: 'studio is restarting.',
      afterMs: 0,
    },
    {
      type: 'headroomLow',
      subscription: 'team-max-2',
      window: '7d',
      tier: 'warn',
      usedPct: 81,
      resetsAt: null,
    },
    { type: 'registryRecovered', since: Date.UTC(2026, 10, 21, 10, 7, 2) },
    {
      type: 'registryUnreachable',
      since: Date.UTC(2026, 10, 21, 10, 7, 2),
      code: 'registry_unreachable',
      reason: 'rpc.chain.example did not answer within 10 s.',
    },
    { type: 'gatewaySwitched', profile: 'studio', from: 'attic', to: 'studio', cause: 'returned', sentence: 'Back.' },
    { type: 'gatewaySwitched', profile: 'attic', from: 'studio', to: 'attic', cause: 'unreachable', sentence: 'Over.' },
    { type: 'teeSwitched', from: `0x5d90aa${'5'.repeat(52)}14e7b8`, to: former, cause: 'by-hand' },
    { type: 'tokenInvalid', subscription: 'legacy-pro', reason: 'HTTP 401' },
    { type: 'settingChanged', key: 'proxy.port' },
    { type: 'appStarted', sandbox: false },
  ];
}
