import { describe, expect, it } from 'vitest';
import { PeekedBody } from '../../../electron/core/proxy/peeked-body.ts';
import { Happening } from '../../helpers/pass-through.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString();
}

async function* pieces(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

describe('a body whose beginning is looked at', () => {
  it.each([
    [100, 'abcdef'],
    [3, 'abc'],
    [1, 'a'],
  ])('shows at most %i bytes, and is whole afterwards', async (maxBytes, expected) => {
    const body = new PeekedBody(pieces('ab', 'cd', 'ef'));
    expect(await body.peek({ maxBytes, waitMs: 1_000 }, new VirtualClock())).toBe(expected);
    expect(await textOf(body.stream())).toBe('abcdef');
  });

  it('is not waited for longer than that, and loses nothing by it', async () => {
    const clock = new VirtualClock();
    const goOn = new Happening();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('first ');
      await goOn.promise;
      yield Buffer.from('second');
    }
    const body = new PeekedBody(slow());
    const peeked = body.peek({ maxBytes: 100, waitMs: 5_000 }, clock);
    await clock.advance(5_000);
    expect(await peeked).toBe('first ');
    goOn.happen();
    expect(await textOf(body.stream())).toBe('first second');
  });

  it('tells that it broke off only to who reads it', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('half');
      throw new Error('cut');
    }
    const body = new PeekedBody(broken());
    expect(await body.peek({ maxBytes: 100, waitMs: 1_000 }, new VirtualClock())).toBe('half');
    await expect(textOf(body.stream())).rejects.toThrow('cut');
  });
});
