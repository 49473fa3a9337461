import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeChecksums } from '../../build/checksums.mjs';
import { releaseNotes } from '../../build/release-notes.mjs';
import { billOfMaterials } from '../../build/sbom.mjs';
import { updateFeed } from '../../build/update-feed.mjs';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-artifacts-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the checksums beside the installers', () => {
  it('cover every artifact, in the form that sha256sum checks', async () => {
    writeFileSync(join(folder, 'gatehouse-1.0.0-linux-x64.AppImage'), 'program');
    writeFileSync(join(folder, 'latest-linux.yml'), 'version: 1.0.0\n');
    writeFileSync(join(folder, 'builder-debug.yml'), 'internal');

    expect(await writeChecksums(folder)).toEqual(['gatehouse-1.0.0-linux-x64.AppImage', 'latest-linux.yml']);
    expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toMatch(
      /^[0-9a-f]{64} {2}gatehouse-1\.0\.0-linux-x64\.AppImage\n/,
    );
    expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).toContain(
      'latest-linux.yml: OK',
    );
  });

  it('tell a changed artifact', async () => {
    writeFileSync(join(folder, 'a.zip'), 'before');
    await writeChecksums(folder);
    writeFileSync(join(folder, 'a.zip'), 'after');

    expect(() => execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, stdio: 'pipe' })).toThrow();
  });
});

describe('the bill of materials', () => {
  const manifest = { name: 'gatehouse', version: '1.0.0', license: 'Apache-2.0' };
  const react = { name: 'react', version: '19.3.1', identifier: 'MIT' };

  it('names each bundled package once, with its package URL and licence, and Electron', () => {
    const bom = billOfMaterials({
      manifest,
      electron: '45.4.1',
      lists: [[react], [react, { name: '@noble/hashes', version: '2.4.0' }]],
    });

    expect(bom.components.map(({ purl }) => purl)).toEqual([
      'pkg:npm/electron@45.4.1',
      'pkg:npm/%40noble/hashes@2.4.0',
      'pkg:npm/react@19.3.1',
    ]);
    expect(bom.components[2]).toMatchObject({ licenses: [{ expression: 'MIT' }] });
  });

  it('is the same document for the same content, and another for another', () => {
    const bom = (version: string) => billOfMaterials({ manifest, electron: version, lists: [[react]] }).serialNumber;

    expect(bom('45.4.1')).toBe(bom('45.4.1'));
    expect(bom('45.4.1')).not.toBe(bom('45.4.2'));
  });
});

describe('the notes of a release', () => {
  const changelog =
    '# Changelog\n\n## [1.1.0] - 2026-12-01\n\n### Added\n\n- A door.\n\n## [1.0.0]\n\n## [0.9.0]\n\n- A wall.\n';

  it('are what the changelog says of that version', () => {
    expect(releaseNotes(changelog, '1.1.0')).toBe('### Added\n\n- A door.');
    expect(releaseNotes(changelog, '0.9.0')).toBe('- A wall.');
  });

  it('are refused where there are none', () => {
    expect(() => releaseNotes(changelog, '2.0.0')).toThrow('no section');
    expect(() => releaseNotes(changelog, '1.0.0')).toThrow('is empty');
  });
});

describe('what the application finds of its releases', () => {
  it('names the repository of the build and who signs, and is nothing where there is none', () => {
    expect(updateFeed({})).toBeUndefined();
    expect(updateFeed({ GITHUB_REPOSITORY: 'someone/gatehouse' })).toBe(
      'provider: github\nowner: someone\nrepo: gatehouse\nupdaterCacheDirName: gatehouse-updater\n',
    );
    expect(updateFeed({ GITHUB_REPOSITORY: 'someone/gatehouse', WIN_PUBLISHER_NAME: 'Some One' })).toContain(
      'publisherName:\n  - "Some One"\n',
    );
  });
});
