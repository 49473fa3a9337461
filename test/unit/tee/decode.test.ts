import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfHex, decodeTees, decodeTeesInSlices } from '../../../electron/core/tee/decode.ts';
import { threeRecords, vectorReturnData } from '../../helpers/tee-records.ts';

const [A, B, C] = threeRecords();
const THREE = Buffer.from(vectorReturnData('three usable gateways two share a build').slice(2), 'hex');
const WORD = 32;
/** Content of the array: behind its offset and its count. */
const CONTENT = 2 * WORD;

const hex = (bytes: Uint8Array): string => `0x${Buffer.from(bytes).toString('hex')}`;
const startOf = (index: number): number => CONTENT + THREE.readUInt32BE(CONTENT + (index + 1) * WORD - 4);

/** The three records with one word replaced. */
function withWord(position: number, value: bigint): string {
  const bytes = Buffer.from(THREE);
  Buffer.from(value.toString(16).padStart(64, '0'), 'hex').copy(bytes, position);
  return hex(bytes);
}

function codeOf(returnData: string): unknown {
  try {
    decodeTees(returnData);
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'no error';
}

const ids = (returnData: string): string[] => decodeTees(returnData).records.map(record => record.teeId);

describe('decodeTees', () => {
  it.each([
    ['an offset outside the data', CONTENT + WORD, 2n ** 40n, 'record_fixed_outside'],
    ['an enabled flag that is neither 0 nor 1', startOf(1) + 7 * WORD, 7n, 'record_number_large'],
    ['a type too large for its field', startOf(1) + 6 * WORD, 256n, 'record_number_large'],
    ['an endpoint outside the data', startOf(1) + 2 * WORD, 2n ** 200n, 'record_outside'],
    [
      'a signing key that claims gigabytes',
      startOf(1) + THREE.readUInt32BE(startOf(1) + 4 * WORD - 4),
      2n ** 32n,
      'record_field_large',
    ],
    ['an HPKE configuration outside the data', startOf(1) + 10 * WORD, 2n ** 31n, 'record_fixed_outside'],
  ])('skips a record with %s and reads the others, and says why by code', (_what, position, value, code) => {
    const { records, skipped } = decodeTees(withWord(position, value));
    expect(records.map(record => record.teeId)).toEqual([A.teeId, C.teeId]);
    const told = expect.objectContaining({ code }) as object;
    expect(skipped).toEqual([{ index: 1, reason: expect.stringMatching(/\w+/) as string, told }]);
  });

  it('skips the last record too when what it says is no cut', () => {
    expect(ids(withWord(CONTENT + 2 * WORD, 2n ** 40n))).toEqual([A.teeId, B.teeId]);
    expect(ids(withWord(startOf(2) + 3 * WORD, 2n ** 255n))).toEqual([A.teeId, B.teeId]);
  });

  it('refuses an answer that claims more records than fit into it', () => {
    expect(codeOf(withWord(WORD, 1_000_000n))).toBe('registry_undecodable');
    expect(codeOf(withWord(0, 2n ** 64n))).toBe('registry_undecodable');
  });

  it('refuses an answer that ends early, wherever', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: THREE.length / WORD }), words => {
        expect(codeOf(hex(THREE.subarray(0, THREE.length - words * WORD)))).toBe('registry_undecodable');
      }),
    );
  });

  it.each(['', '0x', '0x0', '0xzz', 'null'])('refuses %j', text => {
    expect(codeOf(text)).toBe('registry_undecodable');
  });

  it('says that a registry of the older layout has no keys to seal to', () => {
    const older = vectorReturnData('older layout without ohttp config');
    expect(() => decodeTees(older)).toThrow(/older registry/);
  });

  it('never throws anything but its own error on changed words', () => {
    const words = THREE.length / WORD;
    fc.assert(
      fc.property(fc.nat(words - 1), fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }), (word, value) => {
        expect(codeOf(withWord(word * WORD, value))).toMatch(/^(no error|registry_undecodable)$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('decodeTeesInSlices', () => {
  it('gives what decodeTees gives, and lets other work in between', async () => {
    const many = manyRecords(500);
    let turns = 0;
    let isDone = false;
    const count = (): void => {
      turns += 1;
      if (!isDone) setImmediate(count);
    };
    setImmediate(count);
    const sliced = await decodeTeesInSlices(bytesOfHex(many), new AbortController().signal);
    isDone = true;
    expect(sliced.records).toHaveLength(500);
    expect(sliced.records[499]).toEqual(decodeTees(many).records[499]);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  it('stops when it is aborted', async () => {
    const controller = new AbortController();
    const decoding = decodeTeesInSlices(bytesOfHex(manyRecords(500)), controller.signal);
    controller.abort();
    await expect(decoding).rejects.toMatchObject({ name: 'AbortError' });
  });

  /** `count` copies of the first record. */
  function manyRecords(count: number): string {
    const record = THREE.subarray(startOf(0), startOf(1));
    const word = (value: number): Buffer => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
    const offsets = Array.from({ length: count }, (_, index) => word(count * WORD + index * record.length));
    return hex(Buffer.concat([word(WORD), word(count), ...offsets, ...Array<Buffer>(count).fill(record)]));
  }
});

it('reads the fixture as three records', () => {
  expect(ids(hex(THREE))).toEqual([A.teeId, B.teeId, C.teeId]);
});
