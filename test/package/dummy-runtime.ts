import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { path7za } from '7zip-bin';

const exec = promisify(execFile);

/** What Electron's binary has before its fuses: found by @electron/fuses, then version, length and one byte a fuse. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_COUNT = 9;
const FILES = [
  'chrome_100_percent.pak',
  'chrome_200_percent.pak',
  'icudtl.dat',
  'libEGL.so',
  'libGLESv2.so',
  'libffmpeg.so',
  'libvk_swiftshader.so',
  'resources.pak',
  'snapshot_blob.bin',
  'v8_context_snapshot.bin',
  'locales/de.pak',
  'locales/en-US.pak',
  'LICENSE',
  'LICENSES.chromium.html',
] as const;

/** They are delivered with the right to run them, as `electron` is. */
const PROGRAMS = ['chrome_crashpad_handler', 'chrome-sandbox'] as const;

/** What one of Electron's binaries ends with here: its fuses, all as they are delivered. */
export const FUSE_WIRE = Buffer.concat([
  Buffer.from(SENTINEL),
  Buffer.from([1, FUSE_COUNT]),
  Buffer.from('0'.repeat(FUSE_COUNT)),
]);

/**
 * Writes files with the names of Electron's Linux runtime into `folder`: enough for packaging to lay out, to flip the
 * fuses of and to archive, and nothing that could run. `version` is Electron's.
 */
export async function writeDummyRuntime(folder: string, version: string): Promise<void> {
  await mkdir(join(folder, 'locales'), { recursive: true });
  for (const name of FILES) await writeFile(join(folder, name), `stands for ${name}\n`);
  await writeFile(join(folder, 'version'), version);
  await writeFile(join(folder, 'electron'), Buffer.concat([Buffer.from('\u007fELF dummy '), FUSE_WIRE]));
  for (const name of PROGRAMS) await writeFile(join(folder, name), `stands for ${name}\n`);
  for (const name of ['electron', ...PROGRAMS]) await chmod(join(folder, name), 0o755);
}

/** Such files as the archive that Electron Forge would download for `system`. Returns the folder that holds it. */
export async function zipDummyRuntime(
  runtime: string,
  folder: string,
  version: string,
  system = 'linux-x64',
): Promise<string> {
  await mkdir(folder, { recursive: true });
  const archive = join(folder, `electron-v${version}-${system}.zip`);
  // The package comes without the right to run it.
  await chmod(path7za, 0o755);
  await exec(path7za, ['a', '-tzip', '-bd', archive, '.'], { cwd: runtime });
  return folder;
}
