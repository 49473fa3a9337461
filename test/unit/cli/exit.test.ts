import { describe, expect, it } from 'vitest';
import { codeOfEnd } from '../../../electron/cli/exit.ts';

const open = new AbortController().signal;
const ended = AbortSignal.abort();

describe('the exit code of a host that ended well', () => {
  it.each([
    ['it was told to end', open, ended, 0],
    ['a restart was asked for', ended, open, 75],
    ['it was told to end while it restarted', ended, ended, 0],
  ])('when %s', (_, restart, told, code) => expect(codeOfEnd({ restart, told })).toBe(code));
});
