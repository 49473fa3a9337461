import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChunkedOpener } from '../../../electron/core/ohttp/chunked-opener.ts';
import { createOhttpKeyPair, openRequest, prepareRecipient, sealRequest } from '../../../electron/core/ohttp/index.ts';
import { deriveResponseKeys, sealChunk } from '../../../electron/core/ohttp/response.ts';

const SECRET = new Uint8Array(32).fill(1);
const ENC = new Uint8Array(32).fill(2);
const NONCE = new Uint8Array(32).fill(3);
const KEYS = deriveResponseKeys(SECRET, ENC, NONCE);

const text = (frames: readonly Uint8Array[]): string[] => frames.map(frame => Buffer.from(frame).toString());
const concat = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const opener = (limits = {}): ChunkedOpener => new ChunkedOpener(SECRET, ENC, limits);

/** QUIC varint of exactly `size` bytes, minimal or not. */
function varint(value: number, size: 1 | 2 | 4 | 8): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  const tail = new Uint8Array(bytes.subarray(8 - size));
  tail[0] = tail[0]! | (Math.log2(size) << 6);
  return tail;
}

function stream(frames: readonly string[], size: 1 | 2 | 4 | 8 = 2): Uint8Array {
  const parts = frames.map((frame, index) => {
    const isFinal = index === frames.length - 1;
    const sealed = sealChunk(KEYS, index, Buffer.from(frame), isFinal);
    return concat(varint(isFinal ? 0 : sealed.length, size), sealed);
  });
  return concat(NONCE, ...parts);
}

function openAll(bytes: Uint8Array, cuts: readonly number[] = []): string[] {
  const chunked = opener();
  const edges = [0, ...[...cuts].map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const frames = edges.slice(1).flatMap((edge, index) => chunked.push(bytes.subarray(edges[index], edge)));
  return text([...frames, ...chunked.end()]);
}

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return 'no error';
}

describe('ChunkedOpener', () => {
  it('opens the same frames however the bytes are split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 6 }),
        fc.array(fc.nat()),
        (frames, cuts) => {
          expect(openAll(stream(frames), cuts)).toEqual(frames);
        },
      ),
    );
  });

  it('gives a frame out with the byte that completes it, and the final one only at the end', () => {
    const bytes = stream(['one', 'two', 'last']);
    const chunked = opener();
    const firstEnds = 32 + 2 + 3 + 16;
    expect(chunked.push(bytes.subarray(0, firstEnds - 1))).toEqual([]);
    expect(text(chunked.push(bytes.subarray(firstEnds - 1, firstEnds)))).toEqual(['one']);
    expect(text(chunked.push(bytes.subarray(firstEnds)))).toEqual(['two']);
    expect(text(chunked.end())).toEqual(['last']);
  });

  it.each([1, 2, 4, 8] as const)('reads lengths and the final marker written in %i bytes', size => {
    expect(openAll(stream(['one', 'last'], size))).toEqual(['one', 'last']);
  });

  it('never succeeds on a stream cut anywhere', () => {
    const bytes = stream(['one', 'two', '']);
    for (let length = 0; length < bytes.length; length += 1) {
      const code = codeOf(() => openAll(bytes.subarray(0, length)));
      expect(code, `cut after ${length} bytes`).toMatch(/^ohttp_(malformed|truncated|missing_final|decrypt_failed)$/);
    }
  });

  it('never gives out a frame from the flipped bit on', () => {
    const bytes = stream(['one', 'two', 'last']);
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const flipped = new Uint8Array(bytes);
        flipped[at] = flipped[at]! ^ (1 << bit);
        const chunked = opener();
        const seen: string[] = [];
        const code = codeOf(() => {
          seen.push(...text(chunked.push(flipped)));
          seen.push(...text(chunked.end()));
        });
        expect(code).toMatch(/^ohttp_/);
        expect(seen).toEqual(['one', 'two'].slice(0, seen.length));
      }),
    );
  });

  it('refuses the plaintext billing frame that a relay must strip', () => {
    const bytes = stream(['one', 'last']);
    const finalStart = bytes.length - (2 + 4 + 16);
    const billing = Buffer.from('\n--opengradient-ohttp-billing-v1--\n\0\0\0\x02{}');
    const withBilling = concat(bytes.subarray(0, finalStart), billing, bytes.subarray(finalStart));
    expect(codeOf(() => openAll(withBilling))).toMatch(/^ohttp_/);
  });

  it('refuses a chunk longer than the limit as soon as its length is known, up to the largest varint', () => {
    expect(codeOf(() => opener({ maxChunkBytes: 100 }).push(concat(NONCE, varint(101, 2))))).toBe('ohttp_too_large');
    expect(opener({ maxChunkBytes: 100 }).push(concat(NONCE, varint(100, 2)))).toEqual([]);
    const largest = new Uint8Array(8).fill(0xff);
    expect(codeOf(() => opener().push(concat(NONCE, largest)))).toBe('ohttp_too_large');
  });

  it('bounds the final chunk and the whole reply too', () => {
    const final = concat(NONCE, varint(0, 1), new Uint8Array(101));
    expect(codeOf(() => opener({ maxChunkBytes: 100 }).push(final))).toBe('ohttp_too_large');
    expect(codeOf(() => opener({ maxTotalBytes: final.length - 1 }).push(final))).toBe('ohttp_too_large');
  });

  it('refuses everything after an error', () => {
    const chunked = opener();
    const bytes = stream(['one', 'last']);
    bytes[40] = bytes[40]! ^ 1;
    expect(codeOf(() => chunked.push(bytes))).toBe('ohttp_decrypt_failed');
    expect(codeOf(() => chunked.push(new Uint8Array(1)))).toBe('ohttp_finished');
    expect(codeOf(() => chunked.end())).toBe('ohttp_finished');
  });

  it('refuses everything after the end', () => {
    const chunked = opener();
    chunked.push(stream(['last']));
    chunked.end();
    expect(codeOf(() => chunked.push(new Uint8Array(0)))).toBe('ohttp_finished');
    expect(codeOf(() => chunked.end())).toBe('ohttp_finished');
  });

  it('takes a megabyte byte by byte in linear time', () => {
    const bytes = stream(['x'.repeat(1_000_000), 'y'.repeat(200_000)], 4);
    const chunked = opener();
    let opened = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      for (const frame of chunked.push(bytes.subarray(at, at + 1))) opened += frame.length;
    }
    opened += chunked.end()[0]!.length;
    expect(opened).toBe(1_200_000);
  });

  it('keeps two openers of one request apart', async () => {
    const keyPair = await createOhttpKeyPair();
    const sealed = await sealRequest(await prepareRecipient(keyPair.config), Buffer.from('question'));
    const sealer = (await openRequest(keyPair, sealed.wire)).chunkSealer();
    const parts = [sealer.open(), sealer.seal(Buffer.from('a')), sealer.sealFinal(Buffer.from('b'))];
    const [first, second] = [sealed.openChunked(), sealed.openChunked()];
    const both = parts.flatMap(part => [...text(first.push(part)), ...text(second.push(part))]);
    expect([...both, ...text(first.end()), ...text(second.end())]).toEqual(['a', 'a', 'b', 'b']);
  });
});
