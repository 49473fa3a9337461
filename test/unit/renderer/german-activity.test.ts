import { describe, expect, it } from 'vitest';
import type { DomainEvent, GatewaySwitchCause, TeeCause } from '../../../electron/contract/index.ts';
import { switchSentence } from '../../../electron/core/gateway/fleet/switch-sentence.ts';
import { FAILURE_POLICY } from '../../../electron/core/gateway/policy.ts';
import { activityLine as coreLine } from '../../../electron/core/status/activity-table.ts';
import { corePatterns, saidAs } from '../../../renderer/text/core-line.ts';
import { activityCause, activityLine } from '../../../renderer/text/de-activity-lines.ts';
import { sentences } from '../../../renderer/text/de-sentences.ts';

const TEE = `0x7f3a9c${'5'.repeat(52)}e21b04`;
const OTHER = `0x2be017${'5'.repeat(52)}90cc31`;

/** What a German reads of an event: sentence and cause, undefined where the core's own would be shown. */
function germanOf(event: DomainEvent): readonly [string | undefined, string | undefined] {
  const line = coreLine(event);
  if (line === null) throw new Error(`${event.type} has no line.`);
  const cause = line.cause ?? '';
  return [activityLine(event.type, line.sentence), activityCause(event.type, cause) ?? sentences.cause(cause)];
}

const TEE_CAUSES: readonly TeeCause[] = [
  'first',
  'rotated-out',
  'keys-changed',
  'unreachable',
  'by-hand',
  'pin-changed',
  'quarantine',
];
const GATEWAY_CAUSES: readonly GatewaySwitchCause[] = [
  'unreachable',
  'refused',
  'stopped',
  'approval',
  'returned',
  'preferred',
  'by-hand',
  'removed',
];

describe('the German activity', () => {
  it('says each switch of TEE as the core words it', () => {
    for (const cause of TEE_CAUSES) {
      const [sentence, why] = germanOf({ type: 'teeSwitched', at: 0, from: OTHER, to: TEE, cause });
      expect(sentence).toMatch(/^0x7f3a9c…e21b04 löste 0x2be017…90cc31 ab, .+\. Anfragen/);
      expect(why).toBeDefined();
    }
    expect(germanOf({ type: 'teeSwitched', at: 0, from: OTHER, to: TEE, cause: 'keys-changed' })).toEqual([
      '0x7f3a9c…e21b04 löste 0x2be017…90cc31 ab, weil ihre Schlüssel gewechselt haben. Anfragen, die unterwegs sind, laufen weiter.',
      'Schlüssel gewechselt',
    ]);
  });

  it('says each switch of subscription, with its cause and result', () => {
    const moved = {
      type: 'subscriptionSwitched',
      at: 0,
      agent: 'build-runner',
      from: 'max-2',
      to: 'max-3',
      failureKind: null,
      result: 'hot_reloaded',
      headroom: null,
      reason: '',
    } as const;
    expect(germanOf({ ...moved, cause: 'failure' })).toEqual([
      'build-runner wechselte von max-2 zu max-3, weil ein Zug fehlschlug.',
      'kein Auftrag wurde beendet',
    ]);
    expect(germanOf({ ...moved, from: null, cause: 'by_hand' })[0]).toBe('build-runner wechselte zu max-3, von Hand.');
    expect(germanOf({ ...moved, to: null, cause: 'removed' })[0]).toBe(
      'build-runner hat sein Abo max-2 verloren, weil sein Abo entfernt wurde.',
    );
    for (const cause of [
      'pre_dispatch',
      'threshold',
      'replaced',
      'api_key_fallback',
      'elsewhere',
      'returned',
    ] as const) {
      const [sentence] = germanOf({ ...moved, cause });
      expect(sentence).not.toContain(coreLine({ ...moved, cause })?.sentence.split(', ')[1]);
    }
  });

  it('says each switch of gateway', () => {
    for (const cause of GATEWAY_CAUSES) {
      const sentence = switchSentence('studio', 'attic', cause);
      const event = { type: 'gatewaySwitched', at: 0, profile: 'attic', from: 'studio', to: 'attic', cause, sentence };
      const [own, why] = germanOf(event as DomainEvent);
      expect(own).toMatch(/^attic .*studio/);
      expect(why).toBeDefined();
    }
  });

  it('says the common states of a gateway, in use and in reserve', () => {
    const kinds = ['starting', 'restarting', 'restart-announced', 'stopped-by-owner', 'refused', 'unreachable', 'lost'];
    for (const [kind, { sentence }] of Object.entries(FAILURE_POLICY).filter(([name]) => kinds.includes(name))) {
      const told = sentence
        .replaceAll('{gateway}', 'studio')
        .replaceAll('{host}', 'gw.example:18789')
        .replaceAll('{runs}', '3 runs');
      for (const said of [told, `In reserve: ${told}`, `${told} No connection for 30 s. Next attempt in 12 s.`]) {
        expect([kind, activityLine('gatewayStateChanged', said)]).toEqual([kind, expect.any(String)]);
      }
    }
    expect(
      activityLine('gatewayStateChanged', 'No answer from a:1. No connection for 30 s. Next attempt in 12 s.'),
    ).toBe('Keine Antwort von a:1. Keine Verbindung seit 30 s. Nächster Versuch in 12 s.');
    expect(activityCause('gatewayStateChanged', 'restart announced')).toBe('Neustart angekündigt');
  });

  it('says the pause, the registry, the settings and the answers', () => {
    const events: readonly DomainEvent[] = [
      { type: 'appStarted', at: 0, sandbox: true },
      { type: 'appStarted', at: 0, sandbox: false },
      { type: 'appStopping', at: 0 },
      { type: 'paused', at: 0, until: null },
      { type: 'paused', at: 0, until: 1_000_000 },
      { type: 'resumed', at: 0, cause: 'time' },
      { type: 'settingChanged', at: 0, key: 'proxy.port' },
      { type: 'registryRead', at: 0, listed: 1, usable: 1, skipped: 1 },
      { type: 'registryRead', at: 0, listed: 7, usable: 6, skipped: 2 },
      { type: 'registryUnreachable', at: 0, since: 0, reason: 'no route' },
      { type: 'registryRecovered', at: 90_000, since: 0 },
      { type: 'registryDisagreement', at: 0, hosts: ['a', 'b'], reason: 'keys' },
      { type: 'registryEmpty', at: 0 },
      { type: 'teeSelected', at: 0, teeId: TEE, endpoint: 'https://a.example' },
      { type: 'teeQuarantined', at: 0, teeId: TEE, until: 7_200_000, reason: 'keys' },
      { type: 'teeReleased', at: 0, teeId: TEE, onProbation: true },
      { type: 'teeReleased', at: 0, teeId: TEE, onProbation: false },
      { type: 'teeAlarm', at: 0, teeId: TEE, reason: 'signature' },
      { type: 'teeRotationRefused', at: 0, reason: 'none' },
      { type: 'teeSelectionFailed', at: 0, code: 'none', reason: 'none' },
      { type: 'answerVerified', at: 0, teeId: TEE, model: 'a/b', latencyMs: 612.4, stream: true },
      { type: 'answerRefused', at: 0, teeId: TEE, model: 'a/b', check: 'signature' },
      { type: 'requestFailed', at: 0, code: 'x', status: 503, reason: 'full' },
      { type: 'proxyListening', at: 0, endpoint: 'http://127.0.0.1:11435/v1' },
      { type: 'proxyStopped', at: 0 },
      { type: 'tokenInvalid', at: 0, subscription: 'legacy', reason: '401' },
      { type: 'agentLost', at: 0, agent: 'a', reason: 'gone' },
      { type: 'agentBack', at: 0, agent: 'a' },
      { type: 'headroomLow', at: 0, subscription: 'a', window: '7d', tier: 'warn', usedPct: 81, resetsAt: null },
      { type: 'gatewayRestarted', at: 0, profile: 'studio', bootId: 'b' },
      { type: 'gatewayApprovalNeeded', at: 0, profile: 'studio', reason: 'x', requestId: null, command: 'approve' },
    ];
    for (const event of events) {
      const [sentence] = germanOf(event);
      expect([event.type, sentence]).toEqual([event.type, expect.any(String)]);
      expect(sentence).not.toBe(coreLine(event)?.sentence);
    }
    expect(germanOf({ type: 'registryRead', at: 0, listed: 7, usable: 6, skipped: 2 })).toEqual([
      'Die Registry führt 7 TEEs, 6 nutzbar.',
      '2 Einträge waren nicht lesbar',
    ]);
  });

  it('has nothing to say where the core words something anew', () => {
    expect(activityLine('teeSwitched', 'Another TEE is used.')).toBeUndefined();
    expect(activityLine('somethingNew', 'Gatehouse started.')).toBeUndefined();
    expect(activityCause('resumed', 'for some reason')).toBeUndefined();
  });

  it('takes names for names, whatever is in them', () => {
    const patterns = corePatterns([['{1} (of {2}).', '{2}: {1}']]);
    expect(saidAs('a.* (of $1 {2}).', patterns)).toBe('$1 {2}: a.*');
    expect(saidAs('a (of b)!', patterns)).toBeUndefined();
  });
});
