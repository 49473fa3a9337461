import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { path7za } from '7zip-bin';
import { describe, expect, it } from 'vitest';
import { publishing, writeUpdateFeed } from '../../build/update-feed.mjs';
import { tempHome } from '../helpers/temp-home.ts';

const run = promisify(execFile);
const BUILDER = path.resolve('node_modules/electron-builder/cli.js');
const RELEASES = { GITHUB_REPOSITORY: 'someone/gatehouse' };
const INFO =
  '<?xml version="1.0"?><plist version="1.0"><dict><key>CFBundleExecutable</key><string>Gatehouse</string></dict></plist>';

/** A bundle that Electron Forge could have left, with nothing in it that runs. */
async function packedBundle(env: Readonly<Record<string, string>>): Promise<string> {
  const bundle = path.join(await tempHome(), 'Gatehouse.app');
  for (const name of ['MacOS', 'Resources']) await mkdir(path.join(bundle, 'Contents', name), { recursive: true });
  await writeFile(path.join(bundle, 'Contents/Info.plist'), INFO);
  await writeFile(path.join(bundle, 'Contents/MacOS/Gatehouse'), 'stands for the program');
  await writeUpdateFeed(path.join(bundle, 'Contents/Resources/app-update.yml'), 'darwin', env);
  return bundle;
}

/** What electron-builder leaves beside the zip of macOS, the one kind that it makes anywhere without other tools. */
async function wrapped(env: Readonly<Record<string, string>>, ...more: string[]): Promise<string> {
  const bundle = await packedBundle(env);
  const output = path.join(path.dirname(bundle), 'installers');
  const given = ['--prepackaged', bundle, '--config', 'build/electron-builder.yml', ...publishing(env), ...more];
  await run(
    process.execPath,
    [BUILDER, '--mac', 'zip', '--universal', ...given, `--config.directories.output=${output}`],
    { env: { ...process.env, ELECTRON_BUILDER_7ZIP_PATH: path7za, CSC_IDENTITY_AUTO_DISCOVERY: 'false' } },
  );
  return output;
}

describe('the list of versions beside an installer that electron-builder makes from a folder that was packed before', () => {
  it('names the file, its SHA-512 and its size, and the map of its pieces stands beside it', async () => {
    const output = await wrapped(RELEASES);
    const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string };
    const file = `gatehouse-${version}-mac-universal.zip`;
    expect((await readdir(output)).filter(name => !name.startsWith('builder-')).sort()).toEqual([
      file,
      `${file}.blockmap`,
      'latest-mac.yml',
    ]);
    const content = await readFile(path.join(output, file));
    const list = await readFile(path.join(output, 'latest-mac.yml'), 'utf8');
    expect(list).toContain(`version: ${version}\n`);
    expect(list).toContain(`  - url: ${file}\n`);
    expect(list).toContain(`    sha512: ${createHash('sha512').update(content).digest('base64')}\n`);
    expect(list).toContain(`    size: ${content.length}\n`);
  });

  it('keeps its name for a version that is tried out before: the channel beta finds it by the tag of the release', async () => {
    const output = await wrapped(RELEASES, '--config.extraMetadata.version=9.0.0-beta.1');
    expect((await readdir(output)).filter(name => name.endsWith('-mac.yml'))).toEqual(['latest-mac.yml']);
  });

  it('is missing where the environment names no releases, and the copy then looks for none', async () => {
    const output = await wrapped({});
    expect((await readdir(output)).filter(name => name.endsWith('-mac.yml'))).toEqual([]);
    expect(await readdir(path.join(await packedBundle({}), 'Contents/Resources'))).toEqual([]);
  });
});

describe('what the build leaves beside the archive', () => {
  it.each(['darwin', 'linux', 'win32'] as const)(
    'names the releases and the folder for downloads on %s',
    async platform => {
      const file = path.join(await tempHome(), 'app-update.yml');
      const said = await writeUpdateFeed(file, platform, RELEASES);
      expect(await readFile(file, 'utf8')).toBe(
        'provider: github\nowner: someone\nrepo: gatehouse\nupdaterCacheDirName: gatehouse-updater\n',
      );
      expect(said.includes('the signature of updates is not checked')).toBe(platform === 'win32');
    },
  );
});
