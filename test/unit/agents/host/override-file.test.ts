import { spawnSync } from 'node:child_process';
import { chmod, lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OverrideFile } from '../../../../electron/core/agents/host/override-file.ts';
import { SystemClock } from '../../../../electron/core/platform/index.ts';
import { oauthToken } from '../../../helpers/agent-host.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const never = new AbortController().signal;
const WRITER = fileURLToPath(new URL('../../../helpers/agent-override-crash.ts', import.meta.url));
const old = { token: oauthToken('A'), subscription: 'old', generation: 1, removeApiKey: true };
const next = { token: oauthToken('B'), subscription: 'new', generation: 2, removeApiKey: true };
/** open, write, chmod, sync, close, rename, open the folder, sync it, close it. */
const CALLS = 9;

function crashBefore(call: number, folder: string) {
  return spawnSync(process.execPath, ['--import', 'tsx', WRITER, folder, String(call), next.token], {
    encoding: 'utf8',
  });
}

describe('the override file', () => {
  it.each(Array.from({ length: CALLS }, (_, call) => call))(
    'is the whole old one or the whole new one when the writer dies before its system call %i',
    async call => {
      const folder = await tempHome();
      const file = new OverrideFile(folder, new SystemClock());
      await file.write(old, never);
      const { signal, stdout } = crashBefore(call, folder);
      expect({ signal, stdout }).toEqual({ signal: 'SIGKILL', stdout: '' });
      for (const name of await readdir(folder)) expect((await lstat(join(folder, name))).mode & 0o777).toBe(0o600);
      // The rename is the sixth call.
      expect(await file.read()).toEqual({ kind: 'found', override: call <= 5 ? old : next });
      expect(await readdir(folder)).toEqual(['credential-override.json']);
    },
  );

  it('is written with no more calls than those the crashes stand between', async () => {
    const folder = await tempHome();
    expect(crashBefore(CALLS, folder)).toMatchObject({ status: 0, stdout: 'whole\n' });
  });

  it('is closed to others when it is found open', async () => {
    const folder = await tempHome();
    const file = new OverrideFile(folder, new SystemClock());
    await file.write(old, never);
    await chmod(file.path, 0o644);
    expect(await file.read()).toEqual({ kind: 'found', override: old });
    expect((await lstat(file.path)).mode & 0o777).toBe(0o600);
  });

  it('keeps that a token was taken away', async () => {
    const file = new OverrideFile(await tempHome(), new SystemClock());
    await file.write({ ...old, token: null }, never);
    expect(await file.read()).toMatchObject({ kind: 'found', override: { token: null } });
    expect(await readFile(file.path, 'utf8')).not.toContain('oat01');
  });
});
