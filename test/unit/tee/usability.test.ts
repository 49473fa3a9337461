import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { judgeRecord, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { threeRecords } from '../../helpers/tee-records.ts';

const [GOOD] = threeRecords();
const EMPTY = new Uint8Array(0);
const der = (key: ReturnType<typeof generateKeyPairSync>): Uint8Array =>
  new Uint8Array(key.publicKey.export({ format: 'der', type: 'spki' }));

const withOhttp = (changes: Partial<NonNullable<TeeRecord['ohttp']>>): Partial<TeeRecord> => ({
  ohttp: { ...GOOD.ohttp!, keyConfig: EMPTY, ...changes },
});

describe('judgeRecord', () => {
  it('finds a complete record usable', () => {
    expect(judgeRecord(GOOD)).toEqual({ usable: true });
  });

  it.each<[string, string, Partial<TeeRecord>]>([
    ['missing_endpoint', 'no endpoint', { endpoint: '' }],
    ['missing_tls_certificate', 'no TLS certificate', { tlsCertificate: EMPTY }],
    ['no_signing_key', 'an empty signing key', { signingKeyDer: EMPTY }],
    ['bad_signing_key', 'a signing key that is noise', { signingKeyDer: new Uint8Array(294).fill(7) }],
    [
      'bad_signing_key',
      'an RSA key that is too short',
      { signingKeyDer: der(generateKeyPairSync('rsa', { modulusLength: 1024 })) },
    ],
    ['bad_signing_key', 'a signing key of another kind', { signingKeyDer: der(generateKeyPairSync('ed25519')) }],
    ['no_ohttp_config', 'no HPKE key', { ohttp: null }],
    ['ohttp_key_length', 'an HPKE key of 31 bytes', withOhttp({ publicKey: new Uint8Array(31).fill(9) })],
    ['ohttp_small_order_key', 'an HPKE key of small order', withOhttp({ publicKey: new Uint8Array(32) })],
    ['unsupported_suite', 'another AEAD', withOhttp({ aeadId: 1 })],
    ['key_config_mismatch', 'a key configuration of another key', withOhttp({ keyConfig: new Uint8Array(41) })],
  ])('gives %s for %s', (reason, _what, changes) => {
    const judgement = judgeRecord({ ...GOOD, ...changes });
    expect(judgement).toMatchObject({
      usable: false,
      reason,
      sentence: expect.stringMatching(/^[A-Z].*\.$/) as string,
    });
  });
});
