import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { TestProject } from 'vitest/node';
import { nodeOfAtLeast } from '../helpers/packaged-node.ts';
import { writeDummyRuntime, zipDummyRuntime } from './dummy-runtime.ts';
import { type SignedAbroad, signAbroad } from './sign-once.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WORK = join(ROOT, '.cache', 'package');
const FORGE = join(ROOT, 'node_modules/@electron-forge/cli/dist/electron-forge.js');
const BUILDER = join(ROOT, 'node_modules/electron-builder/cli.js');
const ASAR = join(ROOT, 'node_modules/@electron/asar/bin/asar.mjs');
const LIMIT_MS = 300_000;
/** What Electron Forge and its libraries need; newer than what the product runs on. */
const NODE_FLOOR = [22, 13] as const;

const exec = promisify(execFile);

/** One packaged application. */
export interface Packaged {
  readonly by: 'Electron Forge' | 'electron-builder';
  /** Has the program, the runtime's files and `resources`. */
  readonly folder: string;
  /** The content of its archive, unpacked. */
  readonly content: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    packaged: readonly Packaged[];
    signed: readonly SignedAbroad[];
  }
}

/**
 * Packages the application twice, with files that stand for Electron's runtime: as Electron Forge does it for the
 * installers, and by electron-builder alone. Then once more for each system that signs.
 */
export default async function pack(project: TestProject): Promise<void> {
  const manifest = JSON.parse(await readFile(join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as {
    version: string;
  };
  const node = await nodeOfAtLeast(NODE_FLOOR);
  await rm(WORK, { recursive: true, force: true });
  const runtime = join(WORK, 'runtime');
  await writeDummyRuntime(runtime, manifest.version);
  const zips = await zipDummyRuntime(runtime, join(WORK, 'zip'), manifest.version);

  const forged = join(WORK, 'forge');
  await run(node, [FORGE, 'package', '--platform', 'linux', '--arch', 'x64'], {
    GATEHOUSE_ELECTRON_ZIP_DIR: zips,
    GATEHOUSE_PACKAGE_OUT: forged,
  });
  const built = join(WORK, 'builder');
  await run(node, [
    BUILDER,
    ...['--linux', 'dir', '--x64', '--publish', 'never', '--config', 'build/electron-builder.yml'],
    `--config.electronDist=${runtime}`,
    `--config.directories.output=${built}`,
  ]);

  const packaged: Packaged[] = [];
  for (const [by, folder] of [
    ['Electron Forge', join(forged, 'Gatehouse-linux-x64')],
    ['electron-builder', join(built, 'linux-unpacked')],
  ] as const) {
    const content = join(WORK, `content-${packaged.length}`);
    await run(node, [ASAR, 'extract', join(folder, 'resources', 'app.asar'), content]);
    packaged.push({ by, folder, content });
  }
  project.provide('packaged', packaged);

  const signed: SignedAbroad[] = [];
  const runForge = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> => run(node, [FORGE, ...args], env);
  for (const system of ['darwin-arm64', 'win32-x64'] as const) {
    signed.push(await signAbroad(system, { work: WORK, electron: manifest.version, runForge }));
  }
  project.provide('signed', signed);
}

async function run(node: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  await exec(node, [...args], {
    cwd: ROOT,
    timeout: LIMIT_MS,
    maxBuffer: 16_777_216,
    env: {
      ...process.env,
      ...env,
      NODE_ENV: 'production',
      PATH: [dirname(node), env['PATH'] ?? process.env['PATH'] ?? ''].join(delimiter),
    },
  });
}
