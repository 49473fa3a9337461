import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { absolutePath, resolveHome, workingFolder } from '../../../electron/core/platform/index.ts';

const gone = () =>
  workingFolder(() => {
    throw new Error('ENOENT: no such file or directory, uv_cwd');
  });

describe('The working folder', () => {
  it('is the one of the process', () => {
    expect(workingFolder()).toBe(process.cwd());
  });

  it('is told in a sentence with a remedy where it was removed', () => {
    expect(gone).toThrow(
      expect.objectContaining({ code: 'working_folder_gone', remedy: expect.stringMatching(/Change to a folder/) }),
    );
  });

  it('is not asked for where a path is absolute', () => {
    expect(absolutePath(resolve('/srv/a/../b'), gone)).toBe(resolve('/srv/b'));
    const place = { platform: 'linux', userFolder: '/u', workingFolder: gone } as const;
    expect(resolveHome({ ...place, env: {} })).toBe(join('/u/.config/gatehouse'));
    expect(resolveHome({ ...place, env: { GATEHOUSE_HOME: '/srv/home' } })).toBe(resolve('/srv/home'));
  });

  it('is the base of a path that is relative', () => {
    expect(absolutePath('b', () => resolve('/srv/a'))).toBe(resolve('/srv/a/b'));
    expect(() => absolutePath('b', gone)).toThrow(expect.objectContaining({ code: 'working_folder_gone' }));
  });
});
