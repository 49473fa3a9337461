import { describe, expect, it } from 'vitest';
import { StreamErrors } from '../../../electron/core/proxy/stream-errors.ts';

const ERROR = 'event: error\ndata: {"type":"error"}\n\n';

async function found(chunks: readonly string[], isOn = true): Promise<{ passed: string; event: string | undefined }> {
  const errors = new StreamErrors(isOn);
  const passed: string[] = [];
  async function* stream(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  for await (const chunk of errors.watch(stream())) passed.push(Buffer.from(chunk).toString());
  return { passed: passed.join(''), event: errors.found() };
}

describe('an error event in a stream that passes by', () => {
  it.each([
    ['at the end', [`event: ping\ndata: {}\n\n${ERROR}`], ERROR],
    ['torn over chunks', ['event: ping\n\neve', 'nt: er', 'ror\ndata: {"type":"error"}\n\n'], ERROR],
    ['alone', [ERROR], ERROR],
    ['after a long stream', ['x'.repeat(100_000), `\n${ERROR}`], ERROR],
    ['without a space', ['event:error\r\ndata: {}\r\n\r\n'], 'event:error\r\ndata: {}\r\n\r\n'],
    ['missing', ['event: ping\ndata: {}\n\n'], undefined],
    ['only quoted in an answer', ['data: {"text":"event: error"}\n\n'], undefined],
    ['in nothing at all', [], undefined],
  ])('is seen when it stands there %s', async (_where, chunks, expected) => {
    expect(await found(chunks)).toEqual({ passed: chunks.join(''), event: expected });
  });

  it('is not looked for in what is no event stream', async () => {
    expect(await found([ERROR], false)).toEqual({ passed: ERROR, event: undefined });
  });

  it('keeps a small part of a stream of any length', async () => {
    const errors = new StreamErrors(true);
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('event: error\ndata: {}\n\n');
      for (let chunk = 0; chunk < 1_000; chunk += 1) yield Buffer.alloc(1_024, 'x');
    }
    for await (const chunk of errors.watch(endless())) expect(chunk.length).toBeLessThanOrEqual(1_024);
    expect(errors.found()).toBeUndefined();
  });
});
