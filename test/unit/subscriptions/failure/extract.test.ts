import { describe, expect, it } from 'vitest';
import { providerErrorIn } from '../../../../electron/core/subscriptions/failure/extract.ts';
import { extractFailureText, isAgentErrorBody } from '../../../../electron/core/subscriptions/index.ts';

describe('the error text of a body', () => {
  it.each([
    ['{"type":"error","error":{"type":"x","message":"provider words"}}', 'provider words'],
    ['{"error":"Too many","auto_switch":null,"message":"Limit met"}', 'Limit met'],
    ['{"error":"Too many"}', 'Too many'],
    ['{"detail":[{"msg":"field required"}]}', '[{"msg":"field required"}]'],
    ['{"detail":{"code":7}}', '{"code":7}'],
    ['{"detail":null,"message":"m"}', 'm'],
    ['{"other":1}', '{"other":1}'],
    ['[1]', '[1]'],
    ['', ''],
  ])('of %s is %s', (body, text) => {
    expect(extractFailureText(body)).toBe(text);
  });

  it('is bounded, however long the message in the JSON is', () => {
    expect(extractFailureText(JSON.stringify({ detail: 'x'.repeat(100_000) }))).toHaveLength(8192);
    expect(extractFailureText(JSON.stringify({ detail: 'x'.repeat(2_000_000) }))).toHaveLength(500);
  });

  it('tells the agent server from a proxy by the shape', () => {
    expect(isAgentErrorBody('{"detail":"x"}')).toBe(true);
    expect(isAgentErrorBody('<html>503</html>')).toBe(false);
    expect(isAgentErrorBody('{"message":"no"}')).toBe(false);
  });

  it('finds the error event in a stream behind other events', () => {
    const error = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
    const stream = `event: ping\ndata: {}\n\nevent: error\ndata: ${error}\n\n`;
    expect(providerErrorIn(stream)).toEqual({ type: 'overloaded_error', message: 'Overloaded' });
    expect(providerErrorIn('event: ping\ndata: {"type":"error"}\n\n')).toBeUndefined();
  });
});
