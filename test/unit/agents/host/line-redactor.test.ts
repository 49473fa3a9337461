import { expect, it } from 'vitest';
import { LineRedactor } from '../../../../electron/core/agents/host/line-redactor.ts';
import { Redactor } from '../../../../electron/core/platform/index.ts';

const SECRET = 'no-shape-of-a-token-but-a-secret-all-the-same';

/** What comes out when `text` is written in pieces of `size`. */
function through(text: string, size: number): string {
  const scrubber = new Redactor();
  scrubber.add(SECRET);
  const redactor = new LineRedactor(scrubber);
  let out = '';
  for (let at = 0; at < text.length; at += size) out += redactor.push(Buffer.from(text.slice(at, at + size)));
  return out + redactor.end();
}

it.each([1, 7, 44, 4_096, 65_537])('no secret gets through in pieces of %i, whether or not the line ends', size => {
  expect(through(`a ${SECRET} b\n${SECRET}`, size)).toBe('a [redacted] b\n[redacted]');
});

it('a secret across each place where a line without an end is cut stays whole until it is known', () => {
  // One piece is longer than what is held: wherever the cut falls in it, a secret lies across it.
  for (const shift of [0, 11, 22, 33]) {
    const filler = 'x'.repeat(57_344 - shift);
    const text = `${filler} ${`${SECRET} `.repeat(250)}`;
    const out = through(text, 65_537);
    expect(out).not.toContain(SECRET.slice(0, 20));
    expect(out).not.toContain(SECRET.slice(-20));
    expect(out.match(/\[redacted\]/g)).toHaveLength(250);
  }
});
