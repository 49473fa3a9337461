import { execFile } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { publishing } from '../../build/update-feed.mjs';
import { ROOT } from '../helpers/built.ts';
import { findProgram, providePrograms } from '../helpers/debian-packages.ts';

const exec = promisify(execFile);
const BUILDER = join(ROOT, 'node_modules/electron-builder/cli.js');
const STAND_INS = join(ROOT, 'test/package/stand-ins');
/** As long as the stand-in for the runtime of an AppImage says of itself. */
const RUNTIME_BYTES = 1024;
/** What the program in the packages does here: tells how it was started, and ends with the code for a restart. */
const PROGRAM = '#!/bin/sh\necho "APPIMAGE=$APPIMAGE with: $*"\nexit 75\n';

/** Packages as people download them, by their kind. */
export interface LinuxPackages {
  readonly deb: string;
  readonly rpm: string;
  readonly olderDeb: string;
  readonly olderRpm: string;
  readonly appImage: string;
  /** The folder that they are in, with all else that was written. */
  readonly folder: string;
  remove(): void;
}

/** Has electron-builder make them from `packaged`, the folder that Electron Forge left, as `npm run installers` does. */
export async function makeLinuxPackages(packaged: string): Promise<LinuxPackages> {
  providePrograms({
    rpmbuild: 'rpm',
    mksquashfs: 'squashfs-tools',
    'desktop-file-validate': 'desktop-file-utils',
    'update-desktop-database': 'desktop-file-utils',
  });
  const work = mkdtempSync(join(tmpdir(), 'gatehouse-linux-'));
  // electron-builder writes into it.
  const app = join(work, 'app');
  cpSync(packaged, app, { recursive: true, preserveTimestamps: true });
  chmodSync(app, statSync(packaged).mode);
  writeFileSync(join(app, 'gatehouse'), PROGRAM);
  const tools = imageTools(join(work, 'tools'));
  const folder = join(work, 'installers');
  const older = join(work, 'older');
  const wrap = (output: string, kinds: readonly string[], ...more: readonly string[]) =>
    exec(
      process.execPath,
      [
        ...[BUILDER, '--linux', ...kinds, '--prepackaged', app, '--config', 'build/electron-builder.yml'],
        ...[...publishing({ GITHUB_REPOSITORY: 'someone/gatehouse' }), ...more],
        `--config.directories.output=${output}`,
      ],
      {
        cwd: ROOT,
        env: { ...process.env, CUSTOM_FPM_PATH: join(STAND_INS, 'fpm.mjs'), APPIMAGE_TOOLS_PATH: tools },
      },
    );
  await wrap(folder, ['AppImage', 'deb', 'rpm']);
  await wrap(older, ['deb', 'rpm'], '--config.extraMetadata.version=0.0.9');
  const named = (where: string, extension: string): string => {
    const name = readdirSync(where).find(file => file.endsWith(extension));
    if (name === undefined) throw new Error(`No ${extension} was made.`);
    return join(where, name);
  };
  return {
    deb: named(folder, '.deb'),
    rpm: named(folder, '.rpm'),
    olderDeb: named(older, '.deb'),
    olderRpm: named(older, '.rpm'),
    appImage: named(folder, '.AppImage'),
    folder,
    remove: () => rmSync(work, { recursive: true, force: true }),
  };
}

/** What electron-builder would download for AppImages, in its layout, of Debian's programs and a stand-in. */
function imageTools(folder: string): string {
  for (const name of ['runtimes', 'lib/x64']) mkdirSync(join(folder, name), { recursive: true });
  for (const name of ['mksquashfs', 'desktop-file-validate'])
    symlinkSync(findProgram(name) ?? name, join(folder, name));
  const runtime = Buffer.alloc(RUNTIME_BYTES, '#');
  if (readFileSync(join(STAND_INS, 'appimage-runtime.sh')).copy(runtime) === RUNTIME_BYTES)
    throw new Error(`The stand-in for the runtime of an AppImage is longer than ${RUNTIME_BYTES} bytes.`);
  writeFileSync(join(folder, 'runtimes/runtime-x64'), runtime);
  return folder;
}
