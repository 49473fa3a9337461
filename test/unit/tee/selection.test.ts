import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  SelectionError,
  selectionCandidates,
  selectTee,
  type TeePins,
  type TeeRecord,
} from '../../../electron/core/tee/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { threeRecords } from '../../helpers/tee-records.ts';

/** A and C share a build. */
const [A, B, C] = threeRecords();
const ALL = [A, B, C];
const NO_PINS: TeePins = { teeId: null, pcrHash: null };
const UNKNOWN = 'cd'.repeat(32);

const unusable = (record: TeeRecord): TeeRecord => ({ ...record, ohttp: null });
const candidates = (
  records: readonly TeeRecord[],
  pins: Partial<TeePins> = {},
  exclude = new Set<string>(),
): TeeRecord[] => selectionCandidates({ records, pins: { ...NO_PINS, ...pins }, exclude });

function refusal(records: readonly TeeRecord[], pins: Partial<TeePins>): SelectionError {
  try {
    candidates(records, pins);
  } catch (error) {
    if (error instanceof SelectionError) return error;
  }
  throw new Error('nothing was refused');
}

/** The spellings of one value that a person may write. */
const spellings = (id: string): string[] => {
  const digits = id.slice(2);
  return [id, digits, digits.toUpperCase(), `0x${digits.toUpperCase()}`, `0X${digits}`, ` ${id} `];
};

describe('selectionCandidates', () => {
  it.each(spellings(B.teeId))('finds the pinned TEE written as %j', teeId => {
    expect(candidates(ALL, { teeId })).toEqual([B]);
  });

  it.each(spellings(A.pcrHash))('keeps the TEEs of the pinned build written as %j', pcrHash => {
    expect(candidates(ALL, { pcrHash })).toEqual([A, C]);
  });

  it('finds the pinned TEE when the registry writes ids in capitals', () => {
    const shouted = { ...B, teeId: `0x${B.teeId.slice(2).toUpperCase()}` };
    expect(candidates([A, shouted], { teeId: B.teeId })).toEqual([shouted]);
  });

  it('refuses a build that nobody runs, naming it and what runs instead', () => {
    const error = refusal([A, B], { pcrHash: UNKNOWN });
    expect(error).toMatchObject({
      code: 'pcr_pin_unmatched',
      remedy: expect.stringContaining('tee.expectedPcrHash') as string,
    });
    expect(error.message).toContain('0xcdcdcd…cdcdcd');
    expect(error.message).toContain(A.pcrHash.slice(0, 8));
    expect(error.message).toContain(B.pcrHash.slice(-6));
  });

  it('refuses a TEE that is not listed, naming it and what is', () => {
    const error = refusal([A], { teeId: UNKNOWN });
    expect(error).toMatchObject({ code: 'tee_pin_unmatched' });
    expect(error.message).toContain('0xcdcdcd…cdcdcd');
    expect(error.message).toContain(A.teeId.slice(0, 8));
  });

  it('refuses a pinned TEE that runs another build than the pinned one', () => {
    const error = refusal(ALL, { teeId: B.teeId, pcrHash: A.pcrHash });
    expect(error.code).toBe('tee_pin_unmatched');
    expect(error.message).toContain('not the pinned one');
  });

  it('refuses a pinned TEE that cannot be used, saying why', () => {
    const error = refusal([A, unusable(B)], { teeId: B.teeId });
    expect(error.code).toBe('tee_pin_unmatched');
    expect(error.message).toContain('no HPKE key');
  });

  it('says how many there are and why none is usable', () => {
    const error = refusal([unusable(A), unusable(B), { ...C, endpoint: '' }], {});
    expect(error.code).toBe('no_usable_tee');
    expect(error.message).toBe(
      '3 in the registry, none usable: It has no HPKE key to seal to (2), It has no endpoint (1).',
    );
  });

  it('takes the first of an id that is listed twice, even when only the second is usable', () => {
    expect(candidates([A, { ...A, endpoint: 'https://second.example' }])).toEqual([A]);
    expect(refusal([unusable(A), A], {}).code).toBe('no_usable_tee');
  });

  it('leaves out what is excluded, by value', () => {
    expect(candidates(ALL, {}, new Set([A.teeId.slice(2).toUpperCase()]))).toEqual([B, C]);
  });
});

describe('selectTee', () => {
  it('takes each candidate for its draw', () => {
    const drawn = [0, 1, 2].map(draw =>
      selectTee({ records: ALL, pins: NO_PINS, random: { ...firstRandom, below: () => draw } }),
    );
    expect(drawn).toEqual(ALL);
  });

  it('never takes what is excluded, unusable or unpinned', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.subarray(ALL), (draw, excluded) => {
        const exclude = new Set(excluded.map(record => record.teeId));
        const random = { ...firstRandom, below: (max: number) => draw % max };
        const select = (): TeeRecord => selectTee({ records: ALL, pins: NO_PINS, exclude, random });
        if (excluded.length === ALL.length) expect(select).toThrow(SelectionError);
        else expect(excluded).not.toContain(select());
      }),
    );
  });
});
