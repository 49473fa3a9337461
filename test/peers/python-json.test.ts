import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  JsonNumber,
  type JsonValue,
  parseJson,
  pythonFloatOfToken,
  stringifyWire,
  writePythonJson,
} from '../../electron/core/json/index.ts';
import { Python, type PythonAnswer } from '../helpers/python.ts';

/** Fixed by GATEHOUSE_FUZZ_SEED to repeat a run; printed either way. */
const seed = Number(process.env['GATEHOUSE_FUZZ_SEED'] ?? 20_260_104);
const DUMPS = 'import json\ndef answer(text):\n    return json.dumps(json.loads(text), sort_keys=True)\n';
const FLOAT = 'import json\ndef answer(text):\n    return json.dumps(float(json.loads(text)))\n';

const digits = fc.stringMatching(/^[0-9]{1,25}$/);
const integer = fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,40}$/));
const fraction = fc.oneof(
  fc.constant(''),
  digits.map(text => `.${text}`),
);
const exponent = fc.oneof(
  fc.constant(''),
  fc
    .tuple(fc.constantFrom('e', 'E'), fc.constantFrom('', '+', '-'), fc.nat(345))
    .map(([mark, sign, size]) => `${mark}${sign}${size}`),
);
const anyToken = fc.tuple(fc.constantFrom('', '-'), integer, fraction, exponent).map(parts => parts.join(''));
/** Doubles of any bit pattern, as JavaScript writes them: reaches subnormals and the longest digit strings. */
const doubleToken = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .map(value => (Object.is(value, -0) ? '-0.0' : String(value)));
const token = fc.oneof(anyToken, doubleToken);

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(
      '\ud83d',
      '\ude00',
      '\ud800',
      '\udfff',
      '\ue000',
      '\uffff',
      '\u{10ffff}',
      '\u007f',
      '\u2028',
      '\0',
      '"',
      '\\',
      '/',
      'a',
      'é',
    ),
    maxLength: 8,
  }),
);
const value = fc.letrec<{ node: JsonValue }>(tie => ({
  node: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    text,
    token.map(number => new JsonNumber(number)),
    fc.array(tie('node'), { maxLength: 5 }),
    fc.array(fc.tuple(text, tie('node')), { maxLength: 6 }).map(members => new Map(members)),
  ),
})).node;

function ours(write: () => string): PythonAnswer {
  return { ok: write() };
}

describe(`the real Python json module, seed ${seed}`, () => {
  let dumps: Python;
  let float: Python;

  beforeAll(async () => {
    process.stdout.write(`python-json fuzz: GATEHOUSE_FUZZ_SEED=${seed}\n`);
    [dumps, float] = await Promise.all([Python.start(DUMPS), Python.start(FLOAT)]);
  });
  afterAll(() => Promise.all([dumps.stop(), float.stop()]));

  it('writes the same canonical text for 4,000 values', async () => {
    const values = fc.sample(value, { numRuns: 4_000, seed });
    const answers = await dumps.ask(values.map(stringifyWire));
    for (const [index, answer] of answers.entries()) {
      expect(answer).toEqual(ours(() => writePythonJson(values[index]!)));
    }
  });

  it('writes the same text for 10,000 number tokens', async () => {
    const tokens = fc.sample(token, { numRuns: 10_000, seed });
    const answers = await dumps.ask(tokens);
    for (const [index, answer] of answers.entries()) {
      expect({ token: tokens[index], ...answer }).toEqual({
        token: tokens[index],
        ...ours(() => writePythonJson(parseJson(tokens[index]!))),
      });
    }
  });

  it('turns 5,000 number tokens into the same temperature', async () => {
    const tokens = fc
      .sample(token, { numRuns: 5_000, seed: seed + 1 })
      .filter(candidate => Number.isFinite(Number(candidate)));
    const answers = await float.ask(tokens);
    for (const [index, answer] of answers.entries()) {
      expect({ token: tokens[index], ...answer }).toEqual({
        token: tokens[index],
        ok: pythonFloatOfToken(tokens[index]!),
      });
    }
  });

  it('accepts and refuses the same 5,000 mutilated texts, but for the words that are no JSON', async () => {
    const texts = fc
      .sample(
        fc.tuple(
          value.map(stringifyWire),
          fc.nat(),
          fc.nat(),
          fc.constantFrom('', ',', '"', '\\', ']', '}', '0', '-', '.', 'e', '\u0001', '\u00a0'),
        ),
        { numRuns: 5_000, seed },
      )
      .map(([whole, at, length, insert]) => {
        const cut = at % (whole.length + 1);
        return whole.slice(0, cut) + insert + whole.slice(cut + (length % 3));
      })
      .filter(candidate => !/NaN|Infinity/.test(candidate));
    const answers = await dumps.ask(texts);
    for (const [index, answer] of answers.entries()) {
      expect({ text: texts[index], isAccepted: 'ok' in answer }).toEqual({
        text: texts[index],
        isAccepted: isAccepted(texts[index]!),
      });
    }
  });

  it('refuses integers at the same length', async () => {
    const tokens = [
      '9'.repeat(4_300),
      '9'.repeat(4_301),
      `-${'9'.repeat(4_300)}`,
      `${'9'.repeat(4_301)}.0`,
      `1${'0'.repeat(9_000)}`,
    ];
    const answers = await dumps.ask(tokens);
    expect(answers.map(answer => 'ok' in answer)).toEqual(tokens.map(isAccepted));
  });
});

function isAccepted(candidate: string): boolean {
  try {
    parseJson(candidate);
    return true;
  } catch {
    return false;
  }
}
