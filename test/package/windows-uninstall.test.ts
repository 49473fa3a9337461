import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../helpers/built.ts';
import { providePrograms } from '../helpers/debian-packages.ts';
import { tempHome } from '../helpers/temp-home.ts';

const SCRIPT = join(ROOT, 'build/installer.nsh');
const TEMPLATE = join(ROOT, 'node_modules/app-builder-lib/templates/nsis/uninstaller.nsh');

describe('our part of the uninstaller of Windows', () => {
  it('is understood by the compiler of NSIS, without a warning', async () => {
    providePrograms({ makensis: 'nsis' });
    const out = join(await tempHome(), 'uninstaller.exe');
    const script = join(ROOT, 'test/package/stand-ins/uninstaller.nsi');

    execFileSync('makensis', ['-WX', '-V2', '-INPUTCHARSET', 'UTF8', `-DCUSTOM=${SCRIPT}`, `-DOUT=${out}`, script]);
    expect(readFileSync(out).subarray(0, 2).toString()).toBe('MZ');
  });

  it('asks by the command line, because the template has fallen silent by then', () => {
    const template = readFileSync(TEMPLATE, 'utf8');

    expect(template.indexOf('SetSilent silent')).toBeGreaterThan(0);
    expect(template.lastIndexOf('SetSilent silent')).toBeLessThan(template.indexOf('insertmacro customUnInstall\n'));
    expect(readFileSync(SCRIPT, 'utf8')).not.toMatch(/\$\{Silent\}/);
  });
});
