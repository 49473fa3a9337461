import { describe, expect, it } from 'vitest';
import { compareWithRegistry, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { threeRecords } from '../../helpers/tee-records.ts';

const [A, B] = threeRecords();
const rekeyed = (changes: Partial<NonNullable<TeeRecord['ohttp']>>): TeeRecord => ({
  ...A,
  ohttp: { ...A.ohttp!, ...changes },
});

describe('compareWithRegistry', () => {
  it('keeps a TEE when the registry could not be read', () => {
    expect(compareWithRegistry(A, undefined)).toEqual({ action: 'keep' });
  });

  it('keeps a TEE whose endpoint moved, whatever case its id is in', () => {
    const moved = { ...A, endpoint: 'https://elsewhere.example', teeId: A.teeId.toUpperCase() };
    expect(compareWithRegistry(A, [B, moved])).toEqual({ action: 'keep' });
  });

  it.each<[string, string, readonly TeeRecord[]]>([
    ['rotated-out', 'is gone', [B]],
    ['rotated-out', 'is gone with all others', []],
    ['keys-changed', 'has another HPKE key', [rekeyed({ publicKey: B.ohttp!.publicKey })]],
    ['keys-changed', 'has another key id', [rekeyed({ keyId: 2 })]],
    ['keys-changed', 'has another suite', [rekeyed({ kdfId: 2 })]],
    ['keys-changed', 'has no HPKE key any more', [{ ...A, ohttp: null }]],
    ['keys-changed', 'has another signing key', [{ ...A, signingKeyDer: B.signingKeyDer }]],
    ['keys-changed', 'is listed first with another key', [rekeyed({ keyId: 2 }), A]],
  ])('drops with cause %s a TEE that %s', (cause, _how, records) => {
    expect(compareWithRegistry(A, records)).toMatchObject({ action: 'drop', cause });
  });

  it('drops a TEE that runs another build, and says so if that was pinned', () => {
    const records = [{ ...A, pcrHash: B.pcrHash }];
    expect(compareWithRegistry(A, records)).toMatchObject({ action: 'drop', cause: 'keys-changed' });
    expect(compareWithRegistry(A, records, A.pcrHash.toUpperCase())).toMatchObject({
      action: 'drop',
      cause: 'pin-changed',
    });
  });
});
