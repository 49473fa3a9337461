import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decodeUtf8,
  InvalidUtf8Error,
  JsonNumber,
  JsonSyntaxError,
  type JsonValue,
  parseJson,
  stringifyWire,
} from '../../../electron/core/json/index.ts';

function syntaxError(text: string): JsonSyntaxError {
  try {
    parseJson(text);
  } catch (thrown) {
    if (thrown instanceof JsonSyntaxError) return thrown;
    throw thrown;
  }
  throw new Error('the text was accepted');
}

const jsonValue = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom('\ud800', '\udc00', '\u2028', '"', '\\', '\n', 'é', '__proto__') }),
    fc.stringMatching(/^-?(0|[1-9]\d{0,30})(\.\d{1,20})?([eE][+-]?\d{1,3})?$/).map(token => new JsonNumber(token)),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(fc.string({ unit: 'binary' }), tie('value')), { maxLength: 5 }).map(members => new Map(members)),
  ),
})).value;

describe('parseJson', () => {
  it('gives back every value that stringifyWire wrote', () => {
    fc.assert(
      fc.property(jsonValue, value => {
        expect(parseJson(stringifyWire(value))).toEqual(value);
      }),
      { numRuns: 2_000, seed: 20_260_101 },
    );
  });

  it('agrees with the engine on what is JSON and what is not', () => {
    const fragments = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      'null',
      'tru',
      '0',
      '-',
      '.',
      '1e',
      ' ',
      '\t',
      '\u00a0',
      '\ufeff',
      '\0',
      'NaN',
    );
    const text = fc.oneof(
      fc.array(fragments, { maxLength: 8 }).map(parts => parts.join('')),
      fc.json().map(json => json.slice(0, 20)),
    );
    fc.assert(
      fc.property(text, candidate => {
        expect(isAccepted(() => parseJson(candidate))).toBe(isAccepted(() => JSON.parse(candidate) as unknown));
      }),
      { numRuns: 5_000, seed: 20_260_102 },
    );
  });

  it('keeps number tokens as they were written', () => {
    const tokens = ['0', '-0', '1.0', '1E+2', '12345678901234567890', '1e400', '-0.0e-5'];
    expect(parseJson(`[${tokens.join(', ')}]`)).toEqual(tokens.map(token => new JsonNumber(token)));
  });

  it('keeps __proto__ and other machinery as ordinary keys and pollutes nothing', () => {
    const value = parseJson('{"__proto__": {"polluted": true}, "constructor": 1, "1": 2}') as Map<string, JsonValue>;
    expect([...value.keys()]).toEqual(['__proto__', 'constructor', '1']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('lets the last of duplicate keys win, also when they are equal only after unescaping', () => {
    expect(parseJson('{"a": 1, "\\u0061": 2, "b": 3, "a": 4}')).toEqual(
      new Map([
        ['a', new JsonNumber('4')],
        ['b', new JsonNumber('3')],
      ]),
    );
  });

  it.each([
    ['', 'Expected a value', 1, 1],
    ['\ufeff{}', 'Expected a value', 1, 1],
    ['{"a": 1,\n  "b" 2}', 'Expected a colon', 2, 7],
    ['[1, 2', 'Expected a comma or a closing bracket', 1, 6],
    ['{"a": 1', 'Expected a comma or a closing brace', 1, 8],
    ['{"a": 1,}', 'Expected a key in double quotes', 1, 9],
    ['[1,]', 'Expected a value', 1, 4],
    ['"abc', 'Expected the closing quote', 1, 5],
    ['"abc\\', 'Expected the closing quote', 1, 6],
    ['"ab\\x"', 'Expected a valid escape', 1, 4],
    ['"\\\\ \\u12g4"', 'Expected a valid escape', 1, 5],
    ['"a\u0000b"', 'raw control character', 1, 3],
    ['"a\nb"', 'raw control character', 1, 3],
    ['[NaN]', 'Expected a value', 1, 2],
    ['-Infinity', 'Expected a value', 1, 1],
    ['01', 'Expected the end', 1, 2],
    ['1.', 'Expected the end', 1, 2],
    ['{} {}', 'Expected the end', 1, 4],
    ['\0', 'Expected a value', 1, 1],
    ['nul', 'Expected a value', 1, 1],
    ["{'a': 1}", 'Expected a key in double quotes', 1, 2],
  ])('refuses %j and says where', (text, problem, line, column) => {
    const { message, code, position } = syntaxError(text);
    expect(message).toContain(problem);
    expect(code).toBe('invalid_json');
    expect(position).toMatchObject({ line, column });
  });

  it('never quotes the text in its errors, because the text may be a prompt', () => {
    const error = syntaxError('{"content": "my secret" oops}');
    expect(JSON.stringify([error.message, error.details, error.remedy])).not.toMatch(/secret|oops/);
  });

  it('refuses 200,000 brackets by the depth limit and not by a stack overflow', () => {
    for (const text of ['['.repeat(200_000), '{"a":'.repeat(200_000), '[{"a":'.repeat(100_000)]) {
      expect(syntaxError(text).message).toContain('Nested deeper than 512 levels');
    }
  });

  it('takes the depth limit as the deepest level allowed', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(isAccepted(() => parseJson(nested(512)))).toBe(true);
    expect(isAccepted(() => parseJson(nested(513)))).toBe(false);
    expect(isAccepted(() => parseJson(nested(3), { maxDepth: 3 }))).toBe(true);
    expect(isAccepted(() => parseJson(nested(4), { maxDepth: 3 }))).toBe(false);
  });

  it('refuses integers of more than 4,300 digits as CPython does, and no long fractions', () => {
    expect(isAccepted(() => parseJson('9'.repeat(4_300)))).toBe(true);
    expect(isAccepted(() => parseJson(`-${'9'.repeat(4_300)}`))).toBe(true);
    expect(isAccepted(() => parseJson('9'.repeat(4_301)))).toBe(false);
    expect(isAccepted(() => parseJson(`0.${'9'.repeat(10_000)}`))).toBe(true);
  });

  it('reads a body of 10 MB, escaped or not', () => {
    const plain = 'x'.repeat(10_000_000);
    const escaped = '\\n\\u00e9\\"'.repeat(1_000_000);
    expect(parseJson(`{"a": "${plain}"}`)).toEqual(new Map([['a', plain]]));
    expect((parseJson(`["${escaped}"]`) as string[])[0]).toHaveLength(3_000_000);
  });
});

describe('decodeUtf8', () => {
  it('keeps a byte order mark, so that the parser can refuse it', () => {
    expect(decodeUtf8(Buffer.from([0xef, 0xbb, 0xbf, 0x7b, 0x7d]))).toBe('\ufeff{}');
  });

  it.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0xc0, 0x80]], [[0xf5, 0x80, 0x80, 0x80]]])(
    'refuses the invalid bytes %j',
    bytes => {
      expect(() => decodeUtf8(Uint8Array.from(bytes))).toThrow(InvalidUtf8Error);
    },
  );
});

function isAccepted(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof JsonSyntaxError) return false;
    throw thrown;
  }
}
