// How `npm start` decides between the window and the headless host. Pure but for the look at the disk.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The least Node that Electron Forge runs on, and the least for anything here. */
export const FORGE_NODE = [22, 13];
export const LEAST_NODE = [20, 19];

/**
 * @param {string} version as in `process.versions.node`
 * @param {number[]} least major and minor
 */
export function isAtLeast(version, [leastMajor, leastMinor]) {
  const [major, minor] = version.split('.').map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/**
 * Why the window cannot be shown here, as the end of a sentence; undefined when it can.
 * @param {{ root: string, platform: string, nodeVersion: string, isRoot: boolean, env: Record<string, string | undefined> }} machine
 */
export function whyHeadless({ root, platform, nodeVersion, isRoot, env }) {
  if (!hasElectronRuntime(root, env)) {
    return "Electron's runtime is not installed here (`npx install-electron --no` downloads it)";
  }
  if (platform === 'linux' && !env.DISPLAY && !env.WAYLAND_DISPLAY) return 'there is no display';
  if (platform === 'linux' && isRoot) return 'Electron does not run as root';
  if (!isAtLeast(nodeVersion, FORGE_NODE)) {
    return `Electron Forge needs Node ${FORGE_NODE.join('.')} or newer, this is ${nodeVersion}`;
  }
  return undefined;
}

/** The electron package downloads its runtime at first use; path.txt names the executable once it is there. */
function hasElectronRuntime(root, env) {
  const folder = path.join(root, 'node_modules/electron');
  const nameFile = path.join(folder, 'path.txt');
  const name = existsSync(nameFile) ? readFileSync(nameFile, 'utf8').trim() : undefined;
  if (env.ELECTRON_OVERRIDE_DIST_PATH) {
    return existsSync(path.join(env.ELECTRON_OVERRIDE_DIST_PATH, name ?? 'electron'));
  }
  return name !== undefined && existsSync(path.join(folder, 'dist', name));
}
