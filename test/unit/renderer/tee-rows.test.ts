import { describe, expect, it } from 'vitest';
import type { TeeStatus } from '../../../electron/contract/index.ts';
import { heldRows, isFound, isSameId, reasonCounts, usableRows } from '../../../renderer/views/tees/tee-rows.ts';
import { teeStatus } from '../../helpers/snapshots.ts';

const listed = (teeId: string, changes: Partial<TeeStatus['registry']['listed'][number]> = {}) => ({
  teeId,
  endpoint: `https://${teeId}.example`,
  pcrHash: '0xaa',
  usable: true,
  reason: null,
  ...changes,
});

function status(changes: Partial<TeeStatus>, all: TeeStatus['registry']['listed'] = []): TeeStatus {
  const tee = teeStatus(changes);
  return { ...tee, registry: { ...tee.registry, listed: all } };
}

const current = {
  teeId: '0x1',
  endpoint: 'https://0x1.example',
  pcrHash: '0xaa',
  selectedAt: 7,
  cause: 'first',
  requestsServed: 0,
  inFlight: 0,
  latencyMs: null,
  recentLatenciesMs: [],
} as const;
const standby = { teeId: '0x2', endpoint: 'https://0x2.example', pcrHash: '0xaa', preparedAt: 8 };
const out = { teeId: '0x3', state: 'quarantined', reason: 'It lied.', since: 1, until: 9, failures: 2 } as const;

describe('the TEEs as rows', () => {
  it('begin with the current one and the standby, and name each once', () => {
    const tee = status(
      {
        current: { ...current, recentLatenciesMs: [] },
        standby,
        draining: [{ teeId: '0x9', inFlight: 3, since: 5 }],
        quarantined: [out],
      },
      [listed('0x1'), listed('0x2'), listed('0x3'), listed('0x4'), listed('0x5', { usable: false, reason: 'Off.' })],
    );
    expect(usableRows(tee).map(({ key, role }) => [key, role])).toEqual([
      ['0x1', 'current'],
      ['0x2', 'standby'],
      ['0x9', 'draining'],
      ['0x4', 'available'],
    ]);
    expect(heldRows(tee).map(({ key, role, endpoint }) => [key, role, endpoint])).toEqual([
      ['0x3', 'quarantined', 'https://0x3.example'],
      ['0x5', 'unusable', 'https://0x5.example'],
    ]);
  });

  it('hold back what a pin excludes, whichever way the pin is written', () => {
    const tee = status({ pins: { teeId: null, pcrHash: 'AA' } }, [listed('0x1'), listed('0x2', { pcrHash: '0xbb' })]);
    expect(usableRows(tee).map(({ key }) => key)).toEqual(['0x1']);
    expect(heldRows(tee).map(({ key, role }) => [key, role])).toEqual([['0x2', 'unpinned']]);
  });

  it('show a current TEE that failed in both, with its place in the registry kept apart', () => {
    const tee = status({ current: { ...current, recentLatenciesMs: [] }, quarantined: [{ ...out, teeId: '0x1' }] });
    expect(usableRows(tee).map(({ role }) => role)).toEqual(['current']);
    expect(heldRows(tee).map(({ role }) => role)).toEqual(['quarantined']);
    const skipped = teeStatus();
    const unread = { ...skipped, registry: { ...skipped.registry, skipped: [{ index: 4, reason: 'No DER.' }] } };
    expect(heldRows(unread).map(({ key, teeId }) => [key, teeId])).toEqual([['record-4', null]]);
  });

  it('count why none is usable, the most frequent reason first', () => {
    const off = { usable: false, reason: 'It is off.' };
    const tee = status({}, [listed('0x1', { usable: false, reason: 'Old.' }), listed('0x2', off), listed('0x3', off)]);
    expect(reasonCounts(tee)).toEqual([
      { reason: 'It is off.', count: 2 },
      { reason: 'Old.', count: 1 },
    ]);
  });

  it('are found by id, host or what the page shows of them, and an id is the same in any case, with or without 0x', () => {
    const [row] = usableRows(status({}, [listed('0xAbC')]));
    expect(row === undefined ? [] : ['abc', 'EXAMPLE', ' 0xaa ', 'nothing'].map(text => isFound(row, text))).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(row && isFound(row, 'verfüg', ['Verfügbar'])).toBe(true);
    expect(isSameId('0xAB', 'ab')).toBe(true);
    expect(isSameId('0xAB', '0xac')).toBe(false);
  });
});
