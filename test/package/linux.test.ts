import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { decodePng } from '../helpers/png.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { type BareRoot, bareRoot } from './bare-root.ts';
import { type LinuxPackages, makeLinuxPackages } from './linux-packages.ts';

const PROGRAM = '/opt/Gatehouse/gatehouse';
const ENTRY = 'usr/share/applications/gatehouse.desktop';
const ICON_SIZES = [16, 22, 24, 32, 48, 64, 128, 256, 512];
/** As "Start at login" writes it. */
const autostart = (program: string): string => `[Desktop Entry]\nType=Application\nExec=${program} --hidden\n`;
const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };

let made: LinuxPackages;
beforeAll(async () => {
  made = await makeLinuxPackages(inject('packaged')[0]?.folder ?? '');
});
afterAll(() => made.remove());

/** How each package manager is told what to do, all below a folder. What the packages need is not in a bare root. */
const MANAGERS = {
  deb: {
    mayHaveNamespaces: false,
    install: (root: BareRoot, file: string) =>
      root.manage('dpkg', `--root=${root.folder}`, '--force-depends', '--install', file),
    remove: (root: BareRoot) => root.manage('dpkg', `--root=${root.folder}`, '--remove', 'gatehouse'),
    version: (root: BareRoot) =>
      root.manage('dpkg-query', `--admindir=${root.folder}/var/lib/dpkg`, '--showformat=${Version}', '-W', 'gatehouse'),
  },
  rpm: {
    mayHaveNamespaces: true,
    install: (root: BareRoot, file: string) =>
      root.manage('rpm', `--root=${root.folder}`, '--nodeps', '--oldpackage', '-U', file),
    remove: (root: BareRoot) => root.manage('rpm', `--root=${root.folder}`, '-e', 'gatehouse'),
    version: (root: BareRoot) =>
      root.manage('rpm', `--root=${root.folder}`, '-q', '--queryformat', '%{VERSION}', 'gatehouse'),
  },
} as const;

describe.each(['deb', 'rpm'] as const)('the %s, as its package manager installs it', kind => {
  const manager = MANAGERS[kind];
  const file = (): string => made[kind];
  const older = (): string => (kind === 'deb' ? made.olderDeb : made.olderRpm);

  function emptyRoot(): BareRoot {
    const root = bareRoot({ unshare: manager.mayHaveNamespaces });
    onTestFinished(() => root.remove());
    return root;
  }

  it('is a program that anybody may start, and a sandbox that fits the system', () => {
    const root = emptyRoot();
    manager.install(root, file());

    expect(root.asPerson('/usr/bin/gatehouse', '--hidden')).toMatchObject({
      status: 75,
      stdout: 'APPIMAGE= with: --hidden\n',
    });
    // Where programs have no namespaces of their own, only root can give the sandbox what it needs.
    const mode = statSync(join(root.folder, 'opt/Gatehouse/chrome-sandbox')).mode & 0o7777;
    expect(mode.toString(8)).toBe(manager.mayHaveNamespaces ? '755' : '4755');
    expect(readFileSync(join(root.folder, 'opt/Gatehouse/resources/package-type'), 'utf8')).toBe(kind);
    expect(root.asPerson('/usr/bin/grep', '-q', 'gatehouse', '/opt/Gatehouse/resources/app.asar').status).toBe(0);
  });

  it('has an entry that desktops take, for the links too, by the name that the application gives itself', () => {
    const root = emptyRoot();
    manager.install(root, file());
    const folder = join(root.folder, 'usr/share/applications');

    expect(execFileSync('desktop-file-validate', [join(root.folder, ENTRY)], { encoding: 'utf8' })).toBe('');
    const lines = readFileSync(join(root.folder, ENTRY), 'utf8').split('\n');
    expect(lines).toEqual(expect.arrayContaining([`Exec=${PROGRAM} %U`, 'Icon=gatehouse', 'StartupWMClass=gatehouse']));
    const manifest = readFileSync(join(inject('packaged')[0]?.content ?? '', 'package.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ desktopName: 'gatehouse.desktop' });
    execFileSync('update-desktop-database', [folder]);
    expect(readFileSync(join(folder, 'mimeinfo.cache'), 'utf8')).toContain(
      'x-scheme-handler/gatehouse=gatehouse.desktop;',
    );
  });

  it('has its icon in the sizes that desktops look for', () => {
    const root = emptyRoot();
    manager.install(root, file());

    const icons = root.files().filter(name => name.startsWith('usr/share/icons/'));
    const expected = ICON_SIZES.map(size => `usr/share/icons/hicolor/${size}x${size}/apps/gatehouse.png`);
    expect(icons).toEqual(expected.sort());
    for (const size of ICON_SIZES) {
      const picture = readFileSync(join(root.folder, `usr/share/icons/hicolor/${size}x${size}/apps/gatehouse.png`));
      expect(decodePng(picture)).toMatchObject({ width: size, height: size });
    }
  });

  it('gives way to a newer one, and to the older one again, and keeps the start at login', () => {
    const root = emptyRoot();
    manager.install(root, older());
    expect(manager.version(root)).toBe('0.0.9');
    root.put('home/anna/.config/autostart/gatehouse.desktop', autostart(PROGRAM));
    const before = root.files();

    for (const [next, name] of [
      [file(), version],
      [older(), '0.0.9'],
    ] as const) {
      manager.install(root, next);
      expect(manager.version(root)).toBe(name);
      expect(root.files()).toEqual(before);
      expect(root.asPerson('/usr/bin/gatehouse').status).toBe(75);
    }
  });

  it('leaves nothing behind but what belongs to people, and removes it where root may not write', () => {
    const root = emptyRoot();
    const kept = {
      'home/anna/.config/gatehouse/config.json': '{}',
      'home/anna/.local/state/gatehouse/keys/one': 'key',
      'home/bert/.config/autostart/gatehouse.desktop': autostart('/home/bert/Gatehouse.AppImage'),
      'home/bert/.config/systemd/user/gatehouse.service': '[Service]\nExecStart="/usr/bin/node" "gatehouse.mjs"\n',
      'home/cleo/.cache/gatehouse-updater/pending/file': 'download',
    };
    const gone = {
      'home/anna/.config/autostart/gatehouse.desktop': autostart(PROGRAM),
      'home/anna/.config/systemd/user/gatehouse.service': `[Service]\nExecStart="${PROGRAM}" "run"\n`,
      'home/anna/.cache/gatehouse-updater/pending/file': 'download',
      'etc/apparmor.d/gatehouse': 'profile',
    };
    // A home on another computer that trusts no root.
    root.manage('mv', join(root.folder, 'usr/bin/rm'), join(root.folder, 'usr/bin/rm-of-all'));
    root.put('usr/bin/rm', '#!/bin/sh\ncase "$*" in */home/cleo/*) exit 1 ;; esac\nexec rm-of-all "$@"\n', 0o755);
    for (const [path, text] of Object.entries(kept)) root.put(path, text);
    const before = root.files();
    manager.install(root, file());
    for (const [path, text] of Object.entries(gone)) root.put(path, text);

    expect(manager.remove(root)).toContain('~/.config/gatehouse');
    expect(root.files()).toEqual(before);
    expect(existsSync(join(root.folder, 'opt/Gatehouse'))).toBe(false);
  });
});

describe('the deb', () => {
  it('takes nothing away when the attempt at a newer one is given up, and says nothing more when it is purged', () => {
    const root = bareRoot({ unshare: true });
    onTestFinished(() => root.remove());
    MANAGERS.deb.install(root, made.deb);
    root.put('home/anna/.config/autostart/gatehouse.desktop', autostart(PROGRAM));
    const before = root.files();

    const script = '/var/lib/dpkg/info/gatehouse.postrm';
    expect(root.manage('chroot', root.folder, script, 'abort-upgrade', '9.0.0')).toBe('');
    expect(root.files()).toEqual(before);
    MANAGERS.deb.remove(root);
    const said = root.manage('dpkg', `--root=${root.folder}`, '--purge', 'gatehouse');
    expect(said).toContain('Purging');
    expect(said).not.toContain('~/.config');
  });
});

describe('the AppImage', () => {
  it('starts its program with what it was given, and ends as that does', async () => {
    const { status, stdout } = spawnSync(made.appImage, ['--home', '/tmp/a b'], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] },
    });

    // Where a program may have no namespace of its own, it is started without a sandbox.
    expect(stdout.replace(' --no-sandbox', '')).toBe(`APPIMAGE=${realpathSync(made.appImage)} with: --home /tmp/a b\n`);
    expect(status).toBe(75);
  });

  it('has an entry that desktops take, with nothing that turns the sandbox off, and no note of another kind', async () => {
    const folder = join(await tempHome(), 'content');
    execFileSync('unsquashfs', ['-quiet', '-no-progress', '-offset', '1024', '-dest', folder, made.appImage]);

    expect(execFileSync('desktop-file-validate', [join(folder, 'gatehouse.desktop')], { encoding: 'utf8' })).toBe('');
    const entry = readFileSync(join(folder, 'gatehouse.desktop'), 'utf8');
    expect(entry).toContain('\nExec=AppRun %U\n');
    expect(entry).toContain('\nMimeType=x-scheme-handler/gatehouse;\n');
    expect(decodePng(readFileSync(join(folder, '.DirIcon')))).toMatchObject({ width: 512, height: 512 });
    expect(existsSync(join(folder, 'resources/package-type'))).toBe(false);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
  });
});

describe('the list of versions beside the packages', () => {
  it('names all three, the AppImage first: it is what updates itself', () => {
    const list = readFileSync(join(made.folder, 'latest-linux.yml'), 'utf8');
    const names = [...list.matchAll(/^ {2}- url: (\S+)$/gm)].map(([, name]) => name);

    expect(names).toEqual(
      ['x86_64.AppImage', 'amd64.deb', 'x86_64.rpm'].map(end => `gatehouse-${version}-linux-${end}`),
    );
    expect(list).toMatch(/^path: \S+\.AppImage$/m);
  });
});
