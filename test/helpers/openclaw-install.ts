import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installOnce } from './npm-install.ts';
import { packagedNode } from './packaged-node.ts';

/** The gateway that the tests and measurements talk to. */
export const OPENCLAW_VERSION = '2026.9.1';
/** What the gateway's own check of its Node asks for. */
const NODE_FLOORS = [
  [22, 22, 3],
  [24, 15, 0],
  [25, 9, 0],
] as const;

const CACHE = fileURLToPath(new URL('../../.cache/openclaw/', import.meta.url));

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
  const packages = [`openclaw@${OPENCLAW_VERSION}`, ...(nodePackage === undefined ? [] : [nodePackage.spec])];
  await installOnce(folder, packages, 'that 1 GB of disk is free');
  return {
    node: nodePackage === undefined ? systemNode() : join(folder, 'node_modules', ...nodePackage.binary),
    entry: join(folder, 'node_modules', 'openclaw', 'openclaw.mjs'),
    compileCache: join(folder, 'compile-cache'),
  };
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
