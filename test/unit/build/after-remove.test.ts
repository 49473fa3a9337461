import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tempHome } from '../../helpers/temp-home.ts';

const SCRIPT = new URL('../../../build/after-remove.sh', import.meta.url);

/** What stays in the autostart folder of a person after the package of the system was removed. */
async function staysOf(exec: string): Promise<string[]> {
  const user = await tempHome();
  const autostart = join(user, '.config', 'autostart');
  const bin = join(user, 'bin');
  await mkdir(autostart, { recursive: true });
  await mkdir(bin);
  await writeFile(join(autostart, 'gatehouse.desktop'), `[Desktop Entry]\nExec=${exec}\n`);
  // Nothing of this computer is touched.
  await writeFile(join(bin, 'update-alternatives'), '#!/bin/sh\n', { mode: 0o755 });
  const script = (await readFile(SCRIPT, 'utf8'))
    .replaceAll(`\${executable}`, 'no-such-program')
    .replaceAll(`\${sanitizedProductName}`, 'Gatehouse')
    .replace('/home/* /root', `'${user}'`);
  expect(script).toContain(user);
  await promisify(execFile)('/bin/sh', ['-c', script, 'after-remove', 'remove'], {
    env: { PATH: [bin, '/usr/bin', '/bin'].join(delimiter) },
  });
  return readdir(autostart);
}

describe('the script of the removal', () => {
  it('has the line ends of Linux, wherever it is packed', async () => {
    expect(await readFile(SCRIPT, 'utf8')).not.toContain('\r');
  });
});

// The packages of Debian and Fedora, and the shell that they call, are on no Windows.
if (process.platform !== 'win32') {
  describe('the removal of the package', () => {
    it.each(['/opt/Gatehouse/gatehouse --hidden', '"/opt/Gatehouse/gatehouse" --hidden --home "/home/a b"'])(
      'takes the start at login of its own program away: %s',
      async exec => {
        expect(await staysOf(exec)).toEqual([]);
      },
    );

    it.each(['/home/me/Apps/gatehouse-0.1.0-linux-x86_64.AppImage --hidden', '/opt/Gatehouse2/gatehouse'])(
      'leaves that of another program: %s',
      async exec => {
        expect(await staysOf(exec)).toEqual(['gatehouse.desktop']);
      },
    );
  });
}
