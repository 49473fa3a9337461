import { describe, expect, it } from 'vitest';
import { fromPlain, type JsonObject } from '../../../electron/core/json/index.ts';
import { readGatewayRequest } from '../../../electron/sandbox/gateway-request.ts';
import { type ModelAnswer, runModel } from '../../../electron/sandbox/model.ts';

const WEATHER = {
  type: 'function',
  function: {
    name: 'get_weather',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string' }, days: { type: 'integer' }, unit: { enum: ['C', 'F'] } },
    },
  },
};

function ask(content: unknown, more: Readonly<Record<string, unknown>> = {}): ModelAnswer {
  const body = { model: 'sandbox/echo', messages: [{ role: 'user', content }], ...more };
  return runModel(readGatewayRequest(fromPlain(body) as JsonObject), 'enclave-07');
}

describe('the sandbox model', () => {
  it('says that it is the sandbox and which enclave answers', () => {
    expect(ask('hi').pieces.join('')).toMatch(/^Sandbox answer from enclave-07: you said "hi"/);
  });

  it('gives the same answer to the same request', () => {
    expect(ask('use a tool', { tools: [WEATHER] })).toEqual(ask('use a tool', { tools: [WEATHER] }));
  });

  it('stops at max_tokens words and says so', () => {
    const answer = ask('hi', { max_tokens: 3 });
    expect(answer.pieces.join('')).toBe('Sandbox answer from ');
    expect(answer.finishReason).toBe('length');
  });

  it('counts, with a pause between the words', () => {
    const answer = ask('Please count to 12.');
    expect(answer.pieces.join('')).toMatch(/: 1 2 3 4 5 6 7 8 9 10 11 12$/);
    expect(answer.pauseMs).toBeGreaterThan(0);
  });

  it('bounds what a long prompt makes it say', () => {
    expect(ask('count to 999999999').pieces.length).toBeLessThan(11_000);
    expect(ask('x'.repeat(1_000_000)).pieces.join('').length).toBeLessThan(1_000);
  });

  it('says how many images it got', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    expect(ask([{ type: 'text', text: 'look' }, image, image]).pieces.join('')).toContain('with 2 images');
  });

  it.each([
    ['the prompt asks for a tool', 'please use a tool', {}],
    ['the prompt names the tool', 'call get_weather', {}],
    ['tools are required', 'hi', { tool_choice: 'required' }],
    ['the tool is named', 'hi', { tool_choice: { type: 'function', function: { name: 'get_weather' } } }],
    ['the model is the one for tools', 'hi', { model: 'sandbox/tools' }],
  ])('calls a tool with fitting arguments when %s', (_when, prompt, more) => {
    const answer = ask(prompt, { tools: [WEATHER], ...more });
    expect(answer.finishReason).toBe('tool_calls');
    const [call] = answer.toolCalls;
    expect(call?.function.name).toBe('get_weather');
    expect(JSON.parse(call?.function.arguments ?? '')).toEqual({ city: 'sandbox', days: 1, unit: 'C' });
  });

  it.each([
    ['none are given', 'use a tool', {}],
    ['they are forbidden', 'use a tool', { tools: [WEATHER], tool_choice: 'none' }],
    ['nobody asks', 'hi', { tools: [WEATHER] }],
  ])('calls no tool when %s', (_when, prompt, more) => {
    expect(ask(prompt, more).toolCalls).toEqual([]);
  });

  it('answers in text after a tool result', () => {
    const messages = [
      { role: 'user', content: 'use a tool' },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } }],
      },
      { role: 'tool', content: '21 degrees', tool_call_id: 'c' },
    ];
    expect(ask('', { messages, tools: [WEATHER] }).pieces.join('')).toContain('the tool said: 21 degrees');
  });

  it('never says what has no UTF-8 form', () => {
    const text = ask('broken \ud800 half').pieces.join('');
    expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  });
});
