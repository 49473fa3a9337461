import { describe, expect, it } from 'vitest';
import { parseJson, stringifyWire } from '../../../electron/core/json/index.ts';
import { UnsupportedRequestError } from '../../../electron/core/proof/index.ts';
import { mapFields } from '../../../electron/core/proxy/mapped-fields.ts';

function mapped(text: string): readonly unknown[] {
  const { body, mappedFields } = mapFields(parseJson(text));
  return [stringifyWire(body), mappedFields];
}

const MAPPED = ['max_completion_tokens=max_tokens'];

describe('max_completion_tokens', () => {
  it.each([
    ['{"model":"m","max_completion_tokens":9}', '{"model":"m","max_tokens":9}', MAPPED],
    ['{"max_completion_tokens":9.0}', '{"max_tokens":9.0}', MAPPED],
    ['{"max_tokens":null,"max_completion_tokens":0}', '{"max_tokens":0}', MAPPED],
    ['{"max_tokens":0,"max_completion_tokens":9}', '{"max_tokens":0,"max_completion_tokens":9}', []],
    ['{"max_completion_tokens":null}', '{"max_completion_tokens":null}', []],
    ['{"max_tokens":7}', '{"max_tokens":7}', []],
    ['[]', '[]', []],
  ])('of %s makes %s', (text, body, fields) => {
    expect(mapped(text)).toEqual([body, fields]);
  });

  it('leaves the body that was given alone', () => {
    const body = parseJson('{"max_completion_tokens":9}');
    mapFields(body);
    expect(stringifyWire(body)).toBe('{"max_completion_tokens":9}');
  });

  it('that is no number is refused under its own name', () => {
    const body = parseJson('{"max_completion_tokens":"9"}');
    expect(() => mapFields(body)).toThrow(UnsupportedRequestError);
    expect(() => mapFields(body)).toThrow(expect.objectContaining({ param: 'max_completion_tokens' }));
  });
});
