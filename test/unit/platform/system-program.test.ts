import { describe, expect, it } from 'vitest';
import { systemProgram } from '../../../electron/core/platform/index.ts';

describe('a program that comes with Windows', () => {
  it.each([
    [{ SystemRoot: String.raw`D:\Win` }, String.raw`D:\Win\System32\reg.exe`],
    [{ SYSTEMROOT: 'D:/Win' }, String.raw`D:\Win\System32\reg.exe`],
  ])('is started by its place, where %j says that Windows is', (env, path) => {
    expect(systemProgram('reg.exe', env)).toBe(path);
  });

  it.each([{}, { SystemRoot: '' }, { SystemRoot: 'here' }, { SystemRoot: String.raw`\\other\share` }])(
    'is never looked for in the working folder or on another computer, also with %j',
    env => {
      expect(systemProgram('reg.exe', env)).toMatch(/^[A-Z]:\\Windows\\System32\\reg\.exe$/i);
    },
  );
});
