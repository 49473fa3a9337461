import { describe, expect, it } from 'vitest';
import type { GatewaySwitchCause, ProviderFailureKind, TeeCause } from '../../../electron/contract/index.ts';
import { ENGLISH_CHECKS } from '../../../electron/core/notify/check-words.ts';
import { type NoticeTexts, noticeTexts } from '../../../electron/core/notify/index.ts';
import { englishWord } from '../../helpers/english.ts';
import { germanFault } from '../../helpers/german.ts';

/** As long as a name gets. */
const NAME = 'build-runner-eu-wes…';
const TEE = '0x7f3a9c…e21b04';
const SWITCHES: readonly GatewaySwitchCause[] = [
  'unreachable',
  'refused',
  'stopped',
  'approval',
  'offline',
  'returned',
  'preferred',
  'by-hand',
  'removed',
];
const TEE_CAUSES: readonly TeeCause[] = [
  'first',
  'rotated-out',
  'keys-changed',
  'unreachable',
  'by-hand',
  'pin-changed',
  'quarantine',
];
const KINDS: readonly ProviderFailureKind[] = ['rate_limit', 'billing', 'auth', 'overloaded', 'timeout', 'unknown'];
const REASONS = [
  'limit-5h',
  'limit-7d',
  'limit',
  'before-limit',
  'token',
  'no-subscription',
  'by-hand',
  'elsewhere',
  'returned',
] as const;

/** Everything that the language can say, at its longest. */
function all(texts: NoticeTexts) {
  const sentence = 'x';
  return [
    texts.approval(NAME),
    texts.gatewayLost({ gateway: NAME, lasting: '59 min 59 s', isRestWell: true }),
    texts.gatewayBack({ gateway: NAME, lasting: '59 min 59 s' }),
    texts.gatewayRefused(NAME),
    texts.gatewayStopped(NAME),
    texts.gatewayLimited({ gateway: NAME, scopes: ['operator.read'] }),
    ...SWITCHES.map(cause =>
      texts.gatewaySwitched({ from: NAME, to: NAME, cause, carried: { channels: 99, sessions: 999 } }),
    ),
    ...KINDS.map(kind => texts.agentFailed({ agent: NAME, provider: 'anthropic', kind, sentence })),
    ...TEE_CAUSES.map(cause => texts.teeSwitched({ from: TEE, to: TEE, cause })),
    texts.inferenceShut({ listed: 999, sentence }),
    texts.inferenceShut({ listed: 1, sentence }),
    texts.inferenceShutInPause(),
    texts.disagreement(['rpc.example.org']),
    ...Object.keys(ENGLISH_CHECKS).map(check => texts.proofFailed({ tee: TEE, check })),
    texts.proofFailed({ tee: TEE, check: 'check_of_tomorrow' }),
    texts.proofFailed({ tee: TEE, check: null }),
    texts.chainAway({ lasting: '59 min 59 s', tee: TEE }),
    texts.signedOut(),
    texts.settingsDamaged(),
    texts.endpointShut({ reason: 'Port 11435 is in use.', remedy: 'Choose another one.' }),
    ...REASONS.map(reason =>
      texts.moved({ agent: NAME, from: NAME, to: NAME, reason, cost: { kind: 'kept', jobs: 12 } }),
    ),
    texts.movedMany({ count: 1_000, from: NAME, to: null, destinations: 12, reason: 'limit-5h' }),
    texts.rolloutFailed({ failed: 1_000, count: 1_000, subscription: NAME }),
    texts.rolloutDone({ action: 'replaced', count: 1_000, subscription: NAME }),
    texts.rolloutDone({ action: 'removed', count: 1, subscription: NAME }),
    texts.tokenRefused({ subscription: NAME, moved: 1_000, to: NAME, waiting: 0 }),
    texts.noneUsable({ total: 100, first: { name: NAME, time: '16:10' }, waiting: 1_000 }),
    texts.nothingFor({ agent: NAME, subscription: NAME, time: '16:10' }),
    texts.updateFound({ version: '10.20.30-beta.4', running: '10.20.29-beta.4' }),
    texts.updateReady({ version: '10.20.30-beta.4', installsAtQuit: true }),
    texts.updateReady({ version: '10.20.30-beta.4', installsAtQuit: false }),
    texts.updateInstalled({ from: '10.20.29-beta.4', to: '10.20.30-beta' }),
    texts.safeMode('crashes'),
    texts.safeMode('settings'),
    texts.subscriptionsShut('The file cannot be read.'),
  ];
}

describe.each(['en', 'de'])('what notices say in %s', locale => {
  it('has titles of at most 40 characters, whatever the names', () => {
    for (const { title } of all(noticeTexts(locale))) expect([...title].length, title).toBeLessThanOrEqual(40);
  });

  it('has a first sentence that is never cut', () => {
    for (const { body } of all(noticeTexts(locale))) {
      const [first = ''] = body.filter(sentence => sentence !== '');
      expect([...first].length, first).toBeLessThanOrEqual(120);
    }
  });

  it('has whole sentences and no holes', () => {
    for (const { title, body } of all(noticeTexts(locale))) {
      expect(title).not.toMatch(/undefined|null|\{|\}/);
      for (const sentence of body.filter(text => text !== '' && text !== 'x')) {
        expect(sentence).toMatch(/^[^\s].*[.]$/);
        expect(sentence).not.toMatch(/undefined|null|[{}]| {2}/);
      }
    }
  });
});

describe('what notices say in German', () => {
  it('is German throughout, also on their buttons', () => {
    const { actions, command, ...texts } = noticeTexts('de');
    const notices = all({ actions, command, ...texts }).flatMap(({ title, body }) =>
      [title, ...body].map(text => text.replaceAll(NAME, 'studio')),
    );
    const said = [...notices.filter(text => text !== 'x'), ...Object.values(actions), ...Object.values(command)];
    expect(said.filter(text => englishWord(text) !== undefined)).toEqual([]);
    expect(said.filter(text => germanFault(text) !== undefined)).toEqual([]);
  });
});

describe('noticeTexts', () => {
  it('takes German for every German locale, and English for all others', () => {
    expect(noticeTexts('de-CH').signedOut().title).toBe('Neu anmelden');
    expect(noticeTexts('de').signedOut()).toEqual(noticeTexts('de-AT').signedOut());
    for (const locale of ['en-GB', 'fr', '', 'deu']) {
      expect(noticeTexts(locale).signedOut().title).toBe('Sign in again');
    }
  });

  it.each(['en', 'de'])('name a check that failed in words, in %s', locale => {
    const texts = noticeTexts(locale);
    for (const check of [...Object.keys(ENGLISH_CHECKS), 'check_of_tomorrow']) {
      expect(texts.proofFailed({ tee: TEE, check }).body.join(' '), check).not.toContain('_');
    }
    const said = Object.keys(ENGLISH_CHECKS).map(check => texts.proofFailed({ tee: TEE, check }).body[0]);
    expect(new Set(said).size).toBe(said.length);
  });
});
