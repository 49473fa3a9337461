// Whether the built files are as new as what they are made of.
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';

const PRODUCTS = [
  'dist/headless/gatehouse.mjs',
  'dist/renderer/index.html',
  '.vite/build/main.cjs',
  '.vite/build/preload.cjs',
];
const SOURCES = ['electron', 'renderer', 'build/vite', 'build/icons/bundle', 'package.json', 'package-lock.json'];

/**
 * True when nothing was built yet or a source changed since.
 * @param {string} root the repository
 */
export function isOutOfDate(root) {
  const built = timeOf(path.join(root, 'dist/.built'));
  if (built === undefined || PRODUCTS.some(file => timeOf(path.join(root, file)) === undefined)) return true;
  return SOURCES.some(source => isNewer(path.join(root, source), built));
}

function isNewer(entry, than) {
  const time = timeOf(entry);
  if (time === undefined) return false;
  // A folder's own time changes when a file in it is removed or added.
  if (time > than) return true;
  return statSync(entry).isDirectory() && readdirSync(entry).some(name => isNewer(path.join(entry, name), than));
}

function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
