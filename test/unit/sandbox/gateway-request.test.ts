import { describe, expect, it } from 'vitest';
import { type JsonObject, parseJson } from '../../../electron/core/json/index.ts';
import { canonicalizeRequest, wireBytes } from '../../../electron/core/proof/index.ts';
import { readGatewayRequest } from '../../../electron/sandbox/gateway-request.ts';
import { loadVectors } from '../../helpers/vectors.ts';

const hashable = loadVectors('canonical-request').filter(vector => vector.accept === 'exact');

function hashOf(text: string): string {
  return Buffer.from(readGatewayRequest(parseJson(text) as JsonObject).requestHash).toString('hex');
}

describe('the gateway rules', () => {
  it.each(hashable.map(vector => [vector.name, vector] as const))('hash the sealed form of "%s"', (_name, vector) => {
    const request = canonicalizeRequest(parseJson(vector.input['body_text'] as string));
    const wire = Buffer.from(wireBytes(request, { stream: false })).toString('utf8');
    expect(hashOf(wire)).toBe(vector.expected['keccak256']);
    expect(hashOf(vector.expected['wire_canonical'] as string)).toBe(vector.expected['keccak256']);
  });

  it('find out a client that seals an integer where a float was hashed', () => {
    const body = '{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":';
    expect(hashOf(`${body}1}`)).not.toBe(hashOf(`${body}1.0}`));
  });

  it('do not hash what they do not know', () => {
    const body = '{"model":"m","messages":[{"role":"user","content":"x"}]';
    expect(hashOf(`${body},"user":"me","metadata":{"a":1},"request_id":"1","x-request-id":"2","stream":true}`)).toBe(
      hashOf(`${body}}`),
    );
  });

  it.each([
    ['a model with "unknown" in its name', '{"model":"unknown/x","messages":[{"role":"user","content":"x"}]}'],
    ['no message', '{"model":"m","messages":[]}'],
    ['a message that is no object', '{"model":"m","messages":["x"]}'],
    ['the developer role, which clients must rename', '{"model":"m","messages":[{"role":"developer","content":"x"}]}'],
    ['a null content', '{"model":"m","messages":[{"role":"user","content":null}]}'],
    ['a null tool_call_id', '{"model":"m","messages":[{"role":"tool","content":"x","tool_call_id":null}]}'],
    ['a part that is no object', '{"model":"m","messages":[{"role":"user","content":["x"]}]}'],
  ])('refuse %s', (_what, text) => {
    expect(() => hashOf(text)).toThrow(expect.objectContaining({ name: 'GatewayRefusal' }));
  });
});
