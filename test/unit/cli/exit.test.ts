import { describe, expect, it } from 'vitest';
import { codeOfEnd, reportFailure } from '../../../electron/cli/exit.ts';
import type { CliIo } from '../../../electron/cli/io.ts';

const open = new AbortController().signal;
const ended = AbortSignal.abort();

describe('the exit code of a host that ended well', () => {
  it.each([
    ['it was told to end', open, ended, 0],
    ['a restart was asked for', ended, open, 75],
    ['it was told to end while it restarted', ended, ended, 0],
  ])('when %s', (_, restart, told, code) => expect(codeOfEnd({ restart, told })).toBe(code));
});

describe('what a failed command says', () => {
  it('names the full disk and what to do, where only the system said what went wrong', () => {
    const told: string[] = [];
    const io = { stderr: { write: (text: string) => void told.push(text) } } as unknown as CliIo;
    const error = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    expect(reportFailure(io, error)).toBe(1);
    expect(told).toEqual([
      'gatehouse: No room is left at the home folder. (ENOSPC: no space left on device, write)\n',
      'Make room on this disk, and try again.\n',
    ]);
  });
});
