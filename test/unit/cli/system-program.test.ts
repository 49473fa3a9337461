import { describe, expect, it } from 'vitest';
import { runSystemProgram } from '../../../electron/cli/system-program.ts';

const io = { env: process.env, signal: new AbortController().signal };
const node = (script: string) => [process.execPath, '-e', script] as const;

describe('a program of the system', () => {
  it('is told by its exit code and what it wrote', async () => {
    const script = 'console.log("said"); console.error("and why"); process.exitCode = 44';
    expect(await runSystemProgram(io, node(script), 30_000)).toEqual({
      code: 44,
      stdout: 'said\n',
      stderr: 'and why\n',
    });
  });

  it('is told by a word when it is not there, or does not end', async () => {
    expect(await runSystemProgram(io, ['no-such-program'], 30_000)).toMatchObject({ code: 'ENOENT' });
    expect(await runSystemProgram(io, node('setInterval(() => 0, 1000)'), 200)).toMatchObject({ code: 'no answer' });
  });
});
