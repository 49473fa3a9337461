import { spawnSync } from 'node:child_process';
import { chmod, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { OverrideFile } from '../../../../electron/core/agents/host/override-file.ts';
import { SystemClock } from '../../../../electron/core/platform/index.ts';
import { oauthToken } from '../../../helpers/agent-host.ts';
import { expectMode, HAS_MODES } from '../../../helpers/file-mode.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

const never = new AbortController().signal;
const WRITER = fileURLToPath(new URL('../../../helpers/agent-override-crash.ts', import.meta.url));
const old = { token: oauthToken('A'), subscription: 'old', generation: 1, removeApiKey: true };
const next = { token: oauthToken('B'), subscription: 'new', generation: 2, removeApiKey: true };
/** In front of which the writer may die; Windows has no modes, and no way to flush a folder. */
const CALLS = HAS_MODES
  ? ['open', 'write', 'chmod', 'sync', 'close', 'rename', 'open the folder', 'sync it', 'close it']
  : ['open', 'write', 'sync', 'close', 'rename'];

function crashBefore(call: number, folder: string) {
  return spawnSync(process.execPath, ['--import', 'tsx', WRITER, folder, String(call), next.token], {
    encoding: 'utf8',
  });
}

describe('the override file', () => {
  it.each(CALLS.map((name, call) => [name, call] as const))(
    'is the whole old one or the whole new one when the writer dies before it would %s',
    async (_, call) => {
      const folder = await tempHome();
      const file = new OverrideFile(folder, new SystemClock());
      await file.write(old, never);
      const { signal, status, stdout } = crashBefore(call, folder);
      // Windows ends a killed process with a code.
      expect({ signal, status, stdout }).toEqual(
        HAS_MODES ? { signal: 'SIGKILL', status: null, stdout: '' } : { signal: null, status: 1, stdout: '' },
      );
      for (const name of await readdir(folder)) await expectMode(join(folder, name), 0o600);
      expect(await file.read()).toEqual({ kind: 'found', override: call <= CALLS.indexOf('rename') ? old : next });
      expect(await readdir(folder)).toEqual(['credential-override.json']);
    },
  );

  it('is written with no more calls than those the crashes stand between', async () => {
    const folder = await tempHome();
    expect(crashBefore(CALLS.length, folder)).toMatchObject({ status: 0, stdout: 'whole\n' });
  });

  it('is closed to others when it is found open', async () => {
    const folder = await tempHome();
    const file = new OverrideFile(folder, new SystemClock());
    await file.write(old, never);
    await chmod(file.path, 0o644);
    expect(await file.read()).toEqual({ kind: 'found', override: old });
    await expectMode(file.path, 0o600);
  });

  it('keeps that a token was taken away', async () => {
    const file = new OverrideFile(await tempHome(), new SystemClock());
    await file.write({ ...old, token: null }, never);
    expect(await file.read()).toMatchObject({ kind: 'found', override: { token: null } });
    expect(await readFile(file.path, 'utf8')).not.toContain('oat01');
  });
});
