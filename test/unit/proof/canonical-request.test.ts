import { describe, expect, it } from 'vitest';
import { parseJson, stringifyWire } from '../../../electron/core/json/index.ts';
import {
  type CanonicalRequest,
  canonicalizeRequest,
  UnsupportedRequestError,
  wireBytes,
} from '../../../electron/core/proof/index.ts';

const USER = { role: 'user', content: 'hi' };

function canonicalize(body: unknown): CanonicalRequest {
  return canonicalizeRequest(parseJson(JSON.stringify(body)));
}

function refusal(body: unknown): UnsupportedRequestError {
  try {
    canonicalizeRequest(parseJson(typeof body === 'string' ? body : JSON.stringify(body)));
  } catch (thrown) {
    if (thrown instanceof UnsupportedRequestError) return thrown;
    throw thrown;
  }
  throw new Error('the body was accepted');
}

function withMessages(...messages: unknown[]): unknown {
  return { model: 'm', messages };
}

describe('canonicalizeRequest', () => {
  it.each([
    ['', [1]],
    ['', null],
    ['model', { messages: [USER] }],
    ['model', { model: '', messages: [USER] }],
    ['messages', { model: 'm' }],
    ['messages', { model: 'm', messages: [] }],
    ['messages[1]', withMessages(USER, 'text')],
    ['messages[0].role', withMessages({ role: 'User', content: 'x' })],
    ['messages[0].role', withMessages({ role: '__proto__', content: 'x' })],
    ['messages[0].content', withMessages({ role: 'user', content: null })],
    ['messages[0].content', withMessages({ role: 'user', content: 5 })],
    ['messages[0].content', withMessages({ role: 'system' })],
    ['messages[0].content[1]', withMessages({ role: 'user', content: [{ type: 'text', text: '' }, 'plain'] })],
    ['messages[0].content[0].text', withMessages({ role: 'user', content: [{ type: 'text', text: null }] })],
    ['messages[0].content[0].type', withMessages({ role: 'user', content: [{ image: 'x' }] })],
    [
      'messages[0].content[0].file.filename',
      withMessages({ role: 'user', content: [{ type: 'file', file: { filename: 5 } }] }),
    ],
    ['messages[1].tool_call_id', withMessages(USER, { role: 'tool', content: '42', tool_call_id: 5 })],
    ['messages[1].tool_call_id', withMessages(USER, { role: 'tool', content: '42' })],
    ['messages[1].name', withMessages(USER, { role: 'function', content: 'r' })],
    ['messages[1].tool_calls', withMessages(USER, { role: 'assistant', tool_calls: 'x' })],
    ['messages[1].tool_calls[0]', withMessages(USER, { role: 'assistant', tool_calls: [null] })],
    [
      'messages[1].tool_calls[0].function',
      withMessages(USER, { role: 'assistant', tool_calls: [{ id: 'c', function: null }] }),
    ],
    ['messages[1].tool_calls[0].id', withMessages(USER, { role: 'assistant', tool_calls: [{ id: null }] })],
    [
      'messages[1].tool_calls[0].function.arguments',
      withMessages(USER, { role: 'assistant', tool_calls: [{ function: { arguments: 5 } }] }),
    ],
    ['temperature', { model: 'm', messages: [USER], temperature: 'warm' }],
    ['temperature', { model: 'm', messages: [USER], temperature: true }],
    ['temperature', '{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":1e400}'],
    ['temperature', `{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":1${'0'.repeat(400)}}`],
    ['max_tokens', '{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":1e999}'],
    [
      'tools[0].function.parameters.maximum',
      '{"model":"m","messages":[{"role":"user","content":"x"}],"tools":[{"function":{"parameters":{"maximum":-1e999}}}]}',
    ],
    ['max_tokens', { model: 'm', messages: [USER], max_tokens: '256' }],
    ['stop', { model: 'm', messages: [USER], stop: 5 }],
    ['stop[1]', { model: 'm', messages: [USER], stop: ['a', 5] }],
    ['tools', { model: 'm', messages: [USER], tools: { a: 1 } }],
    ['response_format', { model: 'm', messages: [USER], response_format: 'json' }],
    ['web_search', { model: 'm', messages: [USER], web_search: 'false' }],
    ['stream', { model: 'm', messages: [USER], stream: 'yes' }],
  ])('points at %j when it refuses', (param, body) => {
    const error = refusal(body);
    expect(error.param).toBe(param);
    expect(error.code).toBe('unsupported_request');
    expect(error.remedy).toBeTruthy();
  });

  it('does not take the word Infinity in a text for a number', () => {
    expect(canonicalize(withMessages({ role: 'user', content: 'Infinity and beyond' })).canonical).toContain(
      'Infinity',
    );
  });

  it('never repeats the content of the request in its errors', () => {
    const error = refusal(withMessages({ role: 'user', content: { secret: 'my-prompt' } }));
    expect(JSON.stringify([error.message, error.details, error.remedy])).not.toMatch(/secret|my-prompt/);
  });

  it('lists what neither form carries, each path once and without positions', () => {
    const { droppedFields } = canonicalize({
      model: 'm',
      messages: [
        { role: 'user', name: 'bob', content: [{ type: 'text', text: 'x', cache_control: {} }] },
        { role: 'user', name: 'eve', content: 'y' },
        {
          role: 'assistant',
          content: null,
          refusal: null,
          tool_calls: [{ id: 'c', index: 0, type: 'function', function: { name: 'f', arguments: '{}', strict: true } }],
        },
        { role: 'tool', tool_call_id: 'c', content: 'r', name: 'f' },
      ],
      n: 1,
      top_p: 0.5,
      max_completion_tokens: 512,
      user: null,
      'odd key\r\n': 1,
      stream: true,
      stream_options: { include_usage: true },
      tool_choice: 'auto',
    });
    expect(new Set(droppedFields)).toEqual(
      new Set([
        'messages[].name',
        'messages[].tool_calls[].index',
        'messages[].tool_calls[].function.strict',
        'n',
        'top_p',
        'max_completion_tokens',
        '(unprintable key)',
      ]),
    );
    expect(droppedFields).toHaveLength(7);
  });

  it('says whether the caller wants a stream, and sends neither that nor the options', () => {
    const body = { model: 'm', messages: [USER], stream: true, stream_options: { include_usage: true } };
    const request = canonicalize(body);
    expect(request).toMatchObject({ model: 'm', stream: true, droppedFields: [] });
    expect(request.wire.has('stream')).toBe(false);
    expect(request.wire.has('stream_options')).toBe(false);
    expect(canonicalize({ ...body, stream: null, stream_options: null })).toMatchObject({
      stream: false,
      droppedFields: [],
    });
  });

  it.each([
    [{ include_usage: true, include_obfuscation: false }, ['stream_options.include_obfuscation']],
    [{ include_usage: false, include_obfuscation: null }, []],
    [{}, []],
    ['usage', ['stream_options']],
    [[], ['stream_options']],
  ])('reports of the stream options %j what takes no effect', (options, dropped) => {
    expect(canonicalize({ model: 'm', messages: [USER], stream_options: options }).droppedFields).toEqual(dropped);
  });

  it('keeps attachments on the wire and out of the hash', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const request = canonicalize(withMessages({ role: 'user', content: [image] }));
    expect(request.canonical).not.toContain('AAAA');
    expect(Buffer.from(wireBytes(request, { stream: false })).toString()).toContain('AAAA');
  });

  it('leaves the parsed body untouched', () => {
    const text =
      '{"model":"m","messages":[{"role":"developer","content":"x"},{"role":"user","content":[{"type":"text","text":"a"}]}],"temperature":1}';
    const body = parseJson(text);
    canonicalizeRequest(body);
    expect(stringifyWire(body)).toBe(text);
  });

  it('canonicalizes and hashes a small body in under a tenth of a millisecond', () => {
    const body = parseJson('{"model":"gpt-4.1","messages":[{"role":"user","content":"Hello there!"}],"max_tokens":16}');
    for (let warm = 0; warm < 2_000; warm += 1) canonicalizeRequest(body);
    const times = Array.from({ length: 500 }, () => {
      const started = performance.now();
      canonicalizeRequest(body);
      return performance.now() - started;
    }).sort((left, right) => left - right);
    expect(times[250]).toBeLessThan(0.1);
  });
});

describe('wireBytes', () => {
  it('adds stream only to a streaming request and keeps the number kinds that were hashed', () => {
    const request = canonicalizeRequest(
      parseJson(
        '{"model":"m","messages":[{"role":"user","content":"é"}],"temperature":1,"max_tokens":256.0,"tools":[{"a":1e2}]}',
      ),
    );
    const single = Buffer.from(wireBytes(request, { stream: false })).toString('utf8');
    expect(single).toBe(
      '{"model":"m","messages":[{"role":"user","content":"é"}],"temperature":1.0,"max_tokens":256.0,"tools":[{"a":1e2}]}',
    );
    expect(Buffer.from(wireBytes(request, { stream: true })).toString('utf8')).toBe(
      `${single.slice(0, -1)},"stream":true}`,
    );
  });
});
