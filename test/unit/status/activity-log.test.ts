import { describe, expect, it } from 'vitest';
import { ActivityEntry, type DomainEvent } from '../../../electron/contract/index.ts';
import { EMPTY_ACTIVITY, recordActivity } from '../../../electron/core/status/activity-log.ts';

const ID = `0x${'ab'.repeat(32)}`;
const verified: DomainEvent = { type: 'answerVerified', at: 2, teeId: ID, model: 'm', latencyMs: 12.4, stream: false };
const failed: DomainEvent = {
  type: 'requestFailed',
  at: 3,
  code: 'relay_unreachable',
  status: 502,
  reason: 'no answer',
};
const read: DomainEvent = { type: 'registryRead', at: 4, listed: 3, usable: 2, skipped: 0 };

function record(...events: DomainEvent[]) {
  return events.reduce(
    (log, event) => recordActivity(log, event, text => text.replaceAll('planted', '[redacted]')),
    EMPTY_ACTIVITY,
  ).entries;
}

describe('recordActivity', () => {
  it.each<DomainEvent>([
    { type: 'appStarted', at: 1, sandbox: false },
    { type: 'appStopping', at: 1 },
    { type: 'settingsSetAside', at: 1, file: '/f', reason: 'r' },
    { type: 'settingChanged', at: 1, key: 'proxy.port' },
    { type: 'proxyListening', at: 1, endpoint: 'http://127.0.0.1:1/v1' },
    { type: 'proxyFailed', at: 1, reason: 'r', remedy: null },
    { type: 'proxyStopped', at: 1 },
    read,
    { type: 'registryUnreachable', at: 1, since: 1, reason: 'r' },
    { type: 'registryRecovered', at: 200_000, since: 1 },
    {
      type: 'gatewaySwitched',
      at: 1,
      profile: 'b',
      from: 'a',
      to: 'b',
      cause: 'unreachable',
      sentence: 'B took over.',
    },
    { type: 'registryDisagreement', at: 1, hosts: ['a.example', 'b.example'], reason: 'r' },
    { type: 'registryEmpty', at: 1 },
    { type: 'teeQuarantined', at: 1, teeId: ID, until: 30_001, reason: 'r' },
    { type: 'teeReleased', at: 1, teeId: ID, onProbation: true },
    { type: 'teeAlarm', at: 1, teeId: ID, reason: 'r' },
    { type: 'teeSelected', at: 1, teeId: ID, endpoint: 'e' },
    { type: 'teeSwitched', at: 1, from: ID, to: ID, cause: 'by-hand' },
    { type: 'teeRotationRefused', at: 1, reason: 'r' },
    { type: 'teeSelectionFailed', at: 1, code: 'c', reason: 'r' },
    verified,
    { type: 'answerRefused', at: 1, teeId: ID, model: 'm', check: 'signature' },
    failed,
  ])('writes one sentence for $type', event => {
    const entries = record(event);
    expect(entries).toHaveLength(1);
    expect(ActivityEntry.parse(entries[0])).toMatchObject({ id: 1, at: event.at, code: event.type, count: 1 });
    expect(entries[0]?.sentence).toMatch(/^[A-Z0].*\.$|^r$/);
    expect(entries[0]?.sentence).not.toMatch(/undefined|null|NaN/);
  });

  it('writes nothing for a change without a meaning of its own', () => {
    expect(record({ type: 'statusChanged', at: 1 })).toEqual([]);
  });

  it('writes one line for an outage of the chain, however often it is tried', () => {
    const attempt: DomainEvent = { type: 'registryFailed', at: 1, code: 'c', reason: 'r' };
    const entries = record({ type: 'registryUnreachable', at: 1, since: 1, reason: 'r' }, attempt, attempt);
    expect(entries.map(({ code, count }) => [code, count])).toEqual([['registryUnreachable', 1]]);
  });

  it('says why a TEE replaced another', () => {
    const causes = [
      'first',
      'rotated-out',
      'keys-changed',
      'unreachable',
      'by-hand',
      'pin-changed',
      'quarantine',
    ] as const;
    const sentences = causes.map(cause => record({ type: 'teeSwitched', at: 1, from: ID, to: ID, cause })[0]?.sentence);
    expect(new Set(sentences).size).toBe(causes.length);
    expect(sentences[2]).toContain('because its keys changed');
  });

  it('names the sandbox when it starts on it', () => {
    expect(record({ type: 'appStarted', at: 1, sandbox: true })[0]?.sentence).toContain('sandbox');
  });

  it('puts the newest first and numbers them', () => {
    expect(record(read, failed).map(({ id, code }) => [id, code])).toEqual([
      [2, 'requestFailed'],
      [1, 'registryRead'],
    ]);
  });

  it('wants nobody for a request that was not valid', () => {
    const invalid: DomainEvent = { ...failed, code: 'unsupported_request', status: 400, reason: 'Not supported.' };
    const own: DomainEvent = { ...failed, code: 'relay_status', status: 400, reason: 'The relay answered 400.' };
    expect(record(invalid, own, failed).map(({ tone }) => tone)).toEqual(['needs-you', 'needs-you', 'info']);
  });

  it('counts what repeats without news in between', () => {
    const entries = record(failed, { ...failed, at: 9 }, verified, failed);
    expect(entries.map(({ code, count, at }) => [code, count, at])).toEqual([
      ['requestFailed', 1, 3],
      ['answerVerified', 1, 2],
      ['requestFailed', 2, 9],
    ]);
  });

  it('writes only the first verified answer after a start, a switch or a failure', () => {
    const switched: DomainEvent = { type: 'teeSwitched', at: 1, from: ID, to: ID, cause: 'unreachable' };
    const codes = record(verified, verified, switched, verified, verified, failed, verified).map(({ code }) => code);
    expect(codes.reverse()).toEqual([
      'answerVerified',
      'teeSwitched',
      'answerVerified',
      'requestFailed',
      'answerVerified',
    ]);
  });

  it('writes a reading of the registry only when it says something new or follows a failure', () => {
    const outage: DomainEvent = { type: 'registryUnreachable', at: 1, since: 1, reason: 'r' };
    const attempt: DomainEvent = { type: 'registryFailed', at: 1, code: 'c', reason: 'r' };
    const codes = record(read, read, { ...read, usable: 1 }, outage, attempt, { ...read, usable: 1 }).map(
      ({ code }) => code,
    );
    expect(codes.reverse()).toEqual(['registryRead', 'registryRead', 'registryUnreachable', 'registryRead']);
  });

  it('keeps no more than 500 entries', () => {
    const events = Array.from({ length: 600 }, (_, index): DomainEvent => ({ ...failed, status: index }));
    const entries = record(...events);
    expect(entries).toHaveLength(500);
    expect(entries[0]?.id).toBe(600);
  });

  it('redacts what a network answered and bounds it', () => {
    const [entry] = record({ ...failed, reason: `planted ${'x'.repeat(5_000)}` });
    expect(entry?.cause).toMatch(/^\[redacted\]/);
    expect(entry?.cause?.length).toBeLessThan(600);
  });
});
