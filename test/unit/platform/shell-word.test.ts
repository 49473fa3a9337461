import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../electron/core/platform/index.ts';

describe('a word of a command that a person copies', () => {
  it.each([
    ['max-a', 'max-a'],
    ['me@example.test', 'me@example.test'],
    ['Max A', '"Max A"'],
    ['', '""'],
    ['it"s $HOME `x` \\', '"it\\"s \\$HOME \\`x\\` \\\\"'],
  ])('%s is written %s', (text, expected) => {
    expect(shellWord(text)).toBe(expected);
  });
});
