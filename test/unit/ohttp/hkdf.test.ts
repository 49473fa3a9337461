import { describe, expect, it } from 'vitest';
import { hkdfExpand, hkdfExtract } from '../../../electron/core/ohttp/hkdf.ts';

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));
const hex = (raw: Uint8Array): string => Buffer.from(raw).toString('hex');

describe('HKDF-SHA256', () => {
  it('gives the answers of RFC 5869, test case 1', () => {
    const prk = hkdfExtract(bytes('000102030405060708090a0b0c'), new Uint8Array(22).fill(0x0b));
    expect(hex(prk)).toBe('077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5');
    expect(hex(hkdfExpand(prk, bytes('f0f1f2f3f4f5f6f7f8f9'), 42))).toBe(
      '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    );
  });

  it('gives the answers of RFC 5869, test case 3: no salt, no info', () => {
    const prk = hkdfExtract(new Uint8Array(0), new Uint8Array(22).fill(0x0b));
    expect(hex(prk)).toBe('19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04');
    expect(hex(hkdfExpand(prk, new Uint8Array(0), 42))).toBe(
      '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    );
  });
});
