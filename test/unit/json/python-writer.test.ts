import { describe, expect, it } from 'vitest';
import { parseJson, writePythonJson } from '../../../electron/core/json/index.ts';

describe('writePythonJson', () => {
  it('separates with comma-space and colon-space and leaves empty containers tight', () => {
    expect(writePythonJson(parseJson('{"b":[1,2,[]],"a":{},"c":null,"d":true,"e":false}'))).toBe(
      '{"a": {}, "b": [1, 2, []], "c": null, "d": true, "e": false}',
    );
  });

  it('sorts keys by code point, also where pairs and lone halves meet', () => {
    const keys = [
      '\u{1f600}',
      '\uffee',
      '\ue000',
      '\ud83d',
      '\ud83dx',
      '\ud83d\ue000',
      '\udc00',
      'z',
      'A',
      '',
      '\u{1f601}',
      '\u{10ffff}',
    ];
    const object = new Map(keys.map(key => [key, null]));
    const written = JSON.parse(writePythonJson(object)) as Record<string, null>;
    expect(Object.keys(written)).toEqual([
      '',
      'A',
      'z',
      '\ud83d',
      '\ud83dx',
      '\ud83d\ue000',
      '\udc00',
      '\ue000',
      '\uffee',
      '\u{1f600}',
      '\u{1f601}',
      '\u{10ffff}',
    ]);
  });

  it('escapes everything beyond the tilde, and the slash not', () => {
    expect(writePythonJson('a/\u007f\u0080é\u2028\u{1f600}\ud800"\\\b\f\n\r\t\u0001\u001f~ ')).toBe(
      '"a/\\u007f\\u0080\\u00e9\\u2028\\ud83d\\ude00\\ud800\\"\\\\\\b\\f\\n\\r\\t\\u0001\\u001f~ "',
    );
  });
});
