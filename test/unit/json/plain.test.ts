import { describe, expect, it } from 'vitest';
import { fromPlain, JsonNumber, parseJson, stringifyWire, toPlain } from '../../../electron/core/json/index.ts';

describe('toPlain', () => {
  it('gives objects without prototype, so that __proto__ is a key like any other', () => {
    const plain = toPlain(parseJson('{"__proto__": {"x": 1.50}, "list": [true, null]}')) as Record<string, unknown>;
    expect(Object.keys(plain)).toEqual(['__proto__', 'list']);
    expect(plain['__proto__']).toEqual(Object.assign(Object.create(null) as object, { x: 1.5 }));
    expect(Object.getPrototypeOf(plain)).toBeNull();
  });
});

describe('fromPlain', () => {
  it('leaves out undefined members and keeps tokens, maps and big integers', () => {
    const value = fromPlain({
      a: 1,
      b: undefined,
      c: new JsonNumber('1.0'),
      d: new Map([['e', 12345678901234567890n]]),
      f: -0,
    });
    expect(stringifyWire(value)).toBe('{"a":1,"c":1.0,"d":{"e":12345678901234567890},"f":-0.0}');
  });

  it.each([[Number.NaN], [Number.POSITIVE_INFINITY], [undefined], [() => 1], [[undefined]]])('refuses %s', value => {
    expect(() => fromPlain(value)).toThrow(TypeError);
  });
});

describe('stringifyWire', () => {
  it('leaves non-ASCII raw and escapes lone surrogates, so that the text has a UTF-8 form', () => {
    const text = stringifyWire(['é\u{1f600}', '\ud800']);
    expect(text).toBe('["é\u{1f600}","\\ud800"]');
    expect(Buffer.from(text, 'utf8').toString('utf8')).toBe(text);
  });
});
