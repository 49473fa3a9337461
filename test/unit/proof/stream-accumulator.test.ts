import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringifyWire } from '../../../electron/core/json/index.ts';
import {
  EnclaveError,
  StreamAccumulator,
  type StreamEvent,
  type StreamOutcome,
  VerificationError,
} from '../../../electron/core/proof/index.ts';

interface Read {
  readonly events: readonly StreamEvent[];
  readonly outcome: StreamOutcome;
}

function read(chunks: readonly Uint8Array[]): Read {
  const accumulator = new StreamAccumulator();
  const events = chunks.flatMap(chunk => accumulator.push(chunk));
  const outcome = accumulator.finish();
  return { events: [...events, ...outcome.events], outcome };
}

function readText(text: string): Read {
  return read([Buffer.from(text, 'utf8')]);
}

function delta(fields: object, more: object = {}): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: fields, finish_reason: null }], ...more })}\n\n`;
}

function closing(reason: string, more: object = {}): string {
  return `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: reason }], tee_signature: 's', ...more })}\n\n`;
}

function failure(chunks: readonly Uint8Array[]): unknown {
  try {
    read(chunks);
  } catch (thrown) {
    return thrown;
  }
  return undefined;
}

describe('StreamAccumulator', () => {
  it('reads the same from every way of cutting the bytes, in characters and between CR and LF too', () => {
    const text = [
      ': ping\r\n\r\n',
      delta({ content: 'na\u00efve \u{1f600}' }).replaceAll('\n', '\r\n'),
      delta({ content: ' a\u2028b\u0085c' }).replaceAll('\n', '\r'),
      delta({ content: ' data: [DONE] \\n\n\r' }),
      closing('stop'),
      'data: [DONE]\n\n',
    ].join('');
    const bytes = Buffer.from(text, 'utf8');
    const whole = read([bytes]);
    expect(whole.outcome.output.text).toBe('na\u00efve \u{1f600} a\u2028b\u0085c data: [DONE] \\n\n\r');
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 40 }), cuts => {
        const points = [0, ...cuts, bytes.length].sort((left, right) => left - right);
        const chunks = points.slice(1).map((end, at) => bytes.subarray(points[at], end));
        expect(read(chunks)).toEqual(whole);
      }),
      { numRuns: 500, seed: 20_260_103 },
    );
    expect(read(Array.from(bytes, byte => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('reads a last line that has no line end', () => {
    const { events, outcome } = readText(`${delta({ content: 'a' })}${closing('stop').trimEnd()}`);
    expect(events).toHaveLength(2);
    expect(outcome.events).toHaveLength(1);
    expect(outcome.signedFrame).not.toBeNull();
  });

  it('passes over comments, other fields, [DONE], texts that are no JSON and values that are no objects', () => {
    const noise =
      ': c\n\nevent: x\nid: 1\nretry: 5\ndata:\ndata: [DONE]\ndata: not json\ndata: [1]\ndata: 5\ndata: {"a":\n';
    expect(readText(`${noise}${delta({ content: 'a' })}${noise}`).events).toHaveLength(1);
  });

  it('counts content in and after the signed frame, and takes the last signed frame', () => {
    const { outcome, events } = readText(
      `${closing('length', { id: 1 })}${delta({ content: 'x' }, { tee_output_hash: 'h', id: 2 })}${delta({ content: 'y' })}`,
    );
    expect(outcome.output.text).toBe('xy');
    expect(stringifyWire(outcome.signedFrame?.get('id') ?? null)).toBe('2');
    expect(events.map(event => event.isSigned)).toEqual([true, true, false]);
  });

  it('joins list content as the enclave does', () => {
    const content = [{ type: 'text', text: 'a' }, 'b', { type: 'x' }, null, true, false, 5];
    expect(readText(delta({ content })).outcome.output.text).toBe('abNoneTrueFalse5');
  });

  it('puts fragments of tool calls together by index and orders them by number', () => {
    const { output } = readText(
      delta({ tool_calls: [{ index: 10, id: 'c10', function: { name: 'k', arguments: '{' } }] }) +
        delta({ tool_calls: [{ index: 2, id: 'c2', type: 'function', function: { name: 'f', arguments: '' } }] }) +
        delta({ tool_calls: [{ index: 10, id: '', function: { name: null, arguments: '}' } }, { id: 'c0' }] }) +
        closing('tool_calls'),
    ).outcome;
    expect(output).toMatchObject({ covers: 'tool_calls', hasUnsignedToolCalls: false, unsignedFields: [] });
    expect(output.text).toBe(
      '[{"function": {"arguments": "", "name": ""}, "id": "c0", "type": "function"}, ' +
        '{"function": {"arguments": "", "name": "f"}, "id": "c2", "type": "function"}, ' +
        '{"function": {"arguments": "{}", "name": "k"}, "id": "c10", "type": "function"}]',
    );
  });

  it('says when the signature leaves tool calls, text or choices out', () => {
    const call = { tool_calls: [{ index: 0, id: 'c', function: { name: 'f', arguments: '{}' } }] };
    expect(readText(delta(call) + closing('stop')).outcome.output.hasUnsignedToolCalls).toBe(true);
    expect(
      readText(delta({ function_call: { name: 'f' } }) + closing('stop')).outcome.output.hasUnsignedToolCalls,
    ).toBe(true);
    const custom = { tool_calls: [{ index: 0, id: 'c', custom: { input: 'x' } }] };
    expect(readText(delta(custom) + closing('tool_calls')).outcome.output.hasUnsignedToolCalls).toBe(true);
    expect(readText(delta({ content: 'hm', ...call }) + closing('tool_calls')).outcome.output.unsignedFields).toEqual([
      'choices[0].delta.content',
    ]);
    expect(readText(delta({ content: 'a', reasoning_content: 'b' })).outcome.output.unsignedFields).toEqual([
      'choices[0].delta.reasoning_content',
    ]);
  });

  it('withholds further choices from its events, says so, and refuses one in the place of the first', () => {
    const frame = {
      choices: [
        { index: 0, delta: { content: 'a' } },
        { index: 1, delta: { content: 'evil' } },
      ],
    };
    const { events, outcome } = readText(`data: ${JSON.stringify(frame)}\n\n`);
    expect(stringifyWire(events[0]?.frame ?? null)).toBe('{"choices":[{"index":0,"delta":{"content":"a"}}]}');
    expect(outcome.output).toMatchObject({ text: 'a', unsignedFields: ['choices[1]'] });
    const misplaced = Buffer.from('data: {"choices":[{"index":1,"delta":{"content":"evil"}}]}\n');
    expect(failure([misplaced])).toMatchObject({ check: 'unsigned_choices' });
  });

  it.each([
    ['provider overloaded', 'provider overloaded'],
    ['', 'The enclave answered with an error and gave no reason.'],
  ])('ends at the in-band error %j wherever it stands', (error, message) => {
    const frame = `data: ${JSON.stringify({ error })}\n\n`;
    for (const text of [frame, delta({ content: 'a' }) + frame, closing('stop') + frame]) {
      const thrown = failure([Buffer.from(text)]);
      expect(thrown).toBeInstanceOf(EnclaveError);
      expect(thrown).toMatchObject({ status: 502, message });
    }
  });

  it('takes an error object for the reason only when nothing was signed', () => {
    const frame = 'data: {"error": {"message": "quota"}}\n\n';
    expect(failure([Buffer.from(frame)])).toMatchObject({ code: 'enclave_error', message: 'quota' });
    expect(failure([Buffer.from(frame + closing('stop'))])).toBeUndefined();
  });

  it.each([
    ['a byte that is no UTF-8', [0x64, 0xff]],
    ['half a character at the end', [0x64, 0xf0, 0x9f]],
  ])('refuses %s', (_, bytes) => {
    const thrown = failure([Uint8Array.from(bytes)]);
    expect(thrown).toBeInstanceOf(VerificationError);
    expect(thrown).toMatchObject({ check: 'content_encoding' });
  });

  it.each([
    [{ tool_calls: ['x'] }],
    [{ tool_calls: [{ index: '0' }] }],
    [{ tool_calls: [{ index: 0.5 }] }],
    [{ tool_calls: [{ function: 'f' }] }],
    [{ tool_calls: [{ function: { arguments: { a: 1 } } }] }],
    [{ content: [{ text: 5 }] }],
    [{ content: [['nested']] }],
  ])('refuses the odd delta %j as malformed', fields => {
    expect(failure([Buffer.from(delta(fields))])).toMatchObject({ check: 'malformed_inner' });
  });

  it('reads a line of 10 MB that comes in small chunks without costing its square', () => {
    const bytes = Buffer.from(delta({ content: 'x'.repeat(10_000_000) }));
    const accumulator = new StreamAccumulator();
    const started = performance.now();
    for (let at = 0; at < bytes.length; at += 1_024) accumulator.push(bytes.subarray(at, at + 1_024));
    expect(accumulator.finish().output.text).toHaveLength(10_000_000);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
