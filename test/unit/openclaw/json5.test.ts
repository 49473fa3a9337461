import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson5 } from '../../../electron/core/openclaw/json5.ts';

describe('parseJson5', () => {
  it.each<[string, unknown]>([
    ['{a: 1, "b": [2, 3,], \'c\': null,}', { a: 1, b: [2, 3], c: null }],
    ['// first\n{ /* second */ gateway: { port: 18_789 } }'.replace('_', ''), { gateway: { port: 18789 } }],
    [
      '{a:+1,b:-.5,c:0x1F,d:5.,e:1e3,f:-Infinity}',
      { a: 1, b: -0.5, c: 31, d: 5, e: 1000, f: Number.NEGATIVE_INFINITY },
    ],
    ["'it\\'s \\u0041\\x42\\n\\\nover'", "it's AB\nover"],
    ['{ünïcode: true, $x_1: false}', { ünïcode: true, $x_1: false }],
    ['\uFEFF  [ ]  // end', []],
    ['{"__proto__": {"polluted": 1}}', JSON.parse('{"__proto__": {"polluted": 1}}')],
  ])('reads %j', (text, value) => expect(parseJson5(text)).toEqual(value));

  it.each([
    '',
    '{',
    '{a}',
    '{a:1 b:2}',
    '[1,,2]',
    '"open',
    "'a\nb'",
    'truth',
    '{a:1}}',
    '/* open',
    '-',
    '"\\u12"',
    '[,]',
  ])('refuses %j with the line and without the text', text =>
    expect(() => parseJson5(text)).toThrow(/^line \d+ (is not JSON5|has a text without an end)$/),
  );

  it('says in which line it stopped', () => {
    expect(() => parseJson5('{\n  token: secret-value\n}')).toThrow('line 2 is not JSON5');
  });

  it('refuses what is nested too deeply instead of running out of stack', () => {
    expect(() => parseJson5('['.repeat(100_000))).toThrow('line 1 is nested too deeply');
  });

  it('reads every JSON text as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), text => {
        expect(parseJson5(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('ends on any text, with a value or a SyntaxError', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'{}[]:,\'"\\/*\n a1-.') })), text => {
        try {
          parseJson5(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });
});
