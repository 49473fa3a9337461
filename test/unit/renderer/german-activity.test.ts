import { describe, expect, it } from 'vitest';
import {
  type DomainEvent,
  ERROR_CODES,
  GATEWAY_CONCERNS,
  GATEWAY_FAILURE_KINDS,
  REMEDY_CODES,
} from '../../../electron/contract/index.ts';
import { activityFacts } from '../../../electron/core/status/activity-facts.ts';
import { activityLine as coreLine } from '../../../electron/core/status/activity-table.ts';
import { Formats } from '../../../renderer/format/formats.ts';
import { activityLine } from '../../../renderer/text/de-activity-lines.ts';
import { gatewayTold } from '../../../renderer/text/de-gateway-told.ts';
import { sentences } from '../../../renderer/text/de-sentences.ts';
import { activityView } from '../../../renderer/text/de-view-activity.ts';
import { otherFacts } from '../../../renderer/views/activity/fact-names.ts';
import { englishWord } from '../../helpers/english.ts';
import { everyEvent } from '../../helpers/every-event.ts';

const kit = { formats: new Formats('de-DE', 'UTC'), now: 90_000 };
/** Second lines that quote somebody else, or are names: the core's are shown, marked as English. */
const QUOTED = new Set([
  'notificationFailed',
  'gatewayApprovalNeeded',
  'agentProviderFailed',
  'tokenInvalid',
  'sharedStateLost',
]);

function german<T extends DomainEvent['type']>(type: T, fields: object = {}) {
  const example = everyEvent().find(event => event.type === type);
  return activityLine({ ...example, ...fields } as DomainEvent, kit);
}

describe('the German activity', () => {
  it.each(everyEvent().filter(event => coreLine(event) !== null))('has a line of its own for $type', event => {
    const core = coreLine(event);
    const own = activityLine(event, kit);
    expect(own?.sentence).toEqual(expect.any(String));
    expect(own?.sentence).not.toBe(core?.sentence);
    expect(own?.sentence).not.toMatch(/undefined|null|NaN/);
    // A second line is either German or somebody else's words.
    if (core?.cause != null) expect(own?.cause === undefined, event.type).toBe(QUOTED.has(event.type));
  });

  it('makes its sentences from names, figures and codes, never from the core’s words', () => {
    expect(german('teeSwitched')).toEqual({
      sentence:
        '0x7f3a9c…e21b04 löste 0x2be017…90cc31 ab, weil ihre Schlüssel gewechselt haben. Anfragen, die unterwegs sind, laufen weiter.',
      cause: 'Schlüssel gewechselt',
    });
    expect(german('gatewayStateChanged', { sentence: 'Whatever.' })?.sentence).toBe(
      'Keine Antwort von gw.example:18789. Keine Verbindung seit 30 s. Nächster Versuch in 12 s.',
    );
    expect(german('gatewayStateChanged', { isStandby: true, to: 'ready', reason: null, told: {} })?.sentence).toBe(
      'In Reserve: Verbunden mit studio.',
    );
    expect(german('proxyFailed')).toEqual({
      sentence: 'Der Port 11435 ist belegt: node (pid 4711).',
      cause: 'Das andere Programm beenden oder einen anderen Port einstellen.',
    });
    expect(german('headroomLow')?.sentence).toBe('max-2 hat noch 9\u00a0% im Fenster von 7 Tagen.');
    expect(german('rolloverSummary')?.sentence).toBe('max-2 gewechselt: 0 von 1 Agent fertig.');
  });

  it('leaves to the core what an earlier or a later version wrote', () => {
    expect(activityLine({ type: 'somethingNew', at: 1 } as unknown as DomainEvent, kit)).toBeNull();
    expect(activityLine({ type: 'registryDisagreement', at: 1 } as unknown as DomainEvent, kit)).toBeNull();
    expect(german('proxyFailed', { code: 'something_new' })).toBeNull();
    expect(german('teeSelectionFailed', { code: 'something_new' })?.cause).toBeUndefined();
  });

  it('has a sentence for each code that a gateway, an error, and a remedy can have', () => {
    const names = { profile: 'studio', host: 'gw.example:1' };
    for (const reason of [...GATEWAY_FAILURE_KINDS, ...GATEWAY_CONCERNS]) {
      expect(gatewayTold(reason, names, {}), reason).toMatch(/\.$|\?$/);
    }
    for (const code of ERROR_CODES) expect(sentences.error(code), code).toMatch(/\.$/);
    for (const code of REMEDY_CODES) expect(sentences.remedy(code), code).toMatch(/\.$/);
    expect(sentences.remedy('gateway.certificate')).toContain('Fingerabdruck');
    expect(sentences.error('something_new')).toBeUndefined();
    expect(sentences.remedy('gateway.something_new')).toBeUndefined();
  });
});

describe('the details of the German activity', () => {
  it.each(everyEvent().flatMap(event => withLine(event)))('name every field of $event.type', ({ event, line }) => {
    const own = activityLine(event, kit) ?? undefined;
    const entry = { ...line, id: 1, at: event.at, code: event.type, count: 1 };
    const facts = otherFacts(
      entry,
      activityFacts(event, text => text),
      own,
    );
    expect(facts.filter(({ name }) => activityView.fields[name] === undefined)).toEqual([]);
    const said = facts.map(({ name, value }) => activityView.fieldValues[name]?.[value] ?? value);
    expect(said.filter(value => englishWord(value) !== undefined)).toEqual([]);
  });

  it('say what spoke for the subscription that an agent was moved to', () => {
    expect(german('subscriptionSwitched')?.reason).toBe(
      'Von max-3 sind 52\u00a0% des volleren Fensters verbraucht, gewählt aus 3 Abos.',
    );
  });

  it('quote what an agent said of an order that it did not carry out', () => {
    expect(german('subscriptionSwitched', { result: 'failed: HTTP 503' })).toMatchObject({
      cause: 'HTTP 503',
      isQuoted: true,
    });
  });

  it('say in German why an order was not carried out where the core says so by code', () => {
    const told = { code: 'restart_exit_code', count: 3, why: 'no such container', of: { code: 'order_no_reload' } };
    const sentence =
      'Der Agent kann im Betrieb nicht neu laden. Auch der Befehl zum Neustart ist gescheitert. Er endete mit dem Code 3: „no such container“.';
    const switched = german('subscriptionSwitched', { result: 'failed: whatever', told });
    expect(switched).toMatchObject({ cause: sentence, told });
    expect(switched?.isQuoted).toBeUndefined();
    const outcomes = [{ agent: 'build-runner', result: 'failed: whatever', told, subscription: null }];
    expect(german('rolloverSummary', { outcomes })).toMatchObject({ cause: `build-runner: ${sentence}`, told });
  });
});

function withLine(event: DomainEvent) {
  const line = coreLine(event);
  return line === null ? [] : [{ event, line }];
}
