import { once } from 'node:events';
import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startWatched } from '../../../../electron/shell/updater/watched-start.ts';
import { tempHome } from '../../../helpers/temp-home.ts';

/** Starts a version that runs `script`, with one before it that tells of its start, and waits for whoever watches. */
async function watched(script: string, env: Record<string, string> = { PATH: '/usr/bin:/bin' }) {
  const folder = await tempHome();
  const target = join(folder, 'new');
  const previous = join(folder, 'old');
  await writeFile(target, `#!/bin/sh\n${script}\n`);
  await writeFile(previous, `#!/bin/sh\necho "$PATH" > "${folder}/back"\n`);
  for (const file of [target, previous]) await chmod(file, 0o755);
  const [code] = (await once(startWatched({ target, previous, args: [], env }), 'exit')) as [number];
  return { code, folder, names: (await readdir(folder)).sort() };
}

describe('a version that is watched while it starts', () => {
  it.each(['exit 1', 'exit 127', 'kill -SEGV $$'])('goes back to the one before after: %s', async script => {
    expect((await watched(script)).names).toEqual(['back', 'new']);
  });

  it.each(['kill -HUP $$', 'kill -KILL $$', 'kill -TERM $$', 'exit 130', 'exit 143'])(
    'stays, as the one before does, when it was told to end: %s',
    async script => {
      expect(await watched(script)).toMatchObject({ code: 0, names: ['new', 'old'] });
    },
  );

  it('has the one before deleted when it ended well', async () => {
    expect((await watched('exit 0')).names).toEqual(['new']);
  });

  it('stays when it took the one before away, because it had started', async () => {
    expect((await watched('rm "$(dirname "$0")/old"; exit 1')).names).toEqual(['new']);
  });

  it('is watched by programs of the system, and gives the PATH on as it was', async () => {
    const bin = await tempHome();
    for (const name of ['sleep', 'mv', 'rm']) {
      await writeFile(join(bin, name), `#!/bin/sh\ntouch "${bin}/used"\n`, { mode: 0o755 });
    }
    const { folder, names } = await watched('exit 1', { PATH: bin });
    expect([names, await readFile(join(folder, 'back'), 'utf8')]).toEqual([['back', 'new'], `${bin}\n`]);
    expect(await readdir(bin)).not.toContain('used');
  });
});
