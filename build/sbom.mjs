// The bill of materials of what the bundles hold, in CycloneDX: `node build/sbom.mjs FILE`. Taken from what Vite really
// bundled, because every package is a development dependency here and most of them are not shipped.
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TARGETS = ['main', 'renderer', 'headless'];

/** CycloneDX 1.6, https://cyclonedx.org/docs/1.6/json/. `lists` are Vite's lists of bundled packages. */
export function billOfMaterials({ manifest, electron, lists }) {
  const packages = new Map();
  for (const entry of lists.flat()) packages.set(`${entry.name}@${entry.version}`, entry);
  const components = [...packages.values()]
    .sort((one, other) => one.name.localeCompare(other.name))
    .map(({ name, version, identifier }) => component('library', name, version, identifier));
  const content = JSON.stringify(components);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    // The same bundles give the same document.
    serialNumber: `urn:uuid:${uuidOf(`${manifest.version}${electron}${content}`)}`,
    version: 1,
    metadata: { component: component('application', manifest.name, manifest.version, manifest.license) },
    components: [component('framework', 'electron', electron, 'MIT'), ...components],
  };
}

function component(type, name, version, license) {
  const purl = `pkg:npm/${name.startsWith('@') ? `%40${name.slice(1)}` : name}@${version}`;
  return { type, 'bom-ref': purl, name, version, purl, ...(license ? { licenses: [{ expression: license }] } : {}) };
}

function uuidOf(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The packages in one bundle, from a build that writes nothing. */
async function bundled(target) {
  const fileName = 'bundled.json';
  const built = await build({
    configFile: path.join(ROOT, 'build', 'vite', `${target}.config.ts`),
    logLevel: 'warn',
    build: { write: false, license: { fileName } },
  });
  const list = [built].flat().flatMap(({ output }) => output.filter(part => part.fileName === fileName));
  return list.flatMap(({ source }) => JSON.parse(String(source)));
}

async function json(file) {
  return JSON.parse(await readFile(path.join(ROOT, file), 'utf8'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = process.argv[2];
  if (target === undefined) {
    console.error('Say where to: node build/sbom.mjs FILE');
    process.exit(2);
  }
  process.env.NODE_ENV = 'production';
  const [manifest, electron] = await Promise.all(['package.json', 'node_modules/electron/package.json'].map(json));
  const lists = [];
  for (const name of TARGETS) lists.push(await bundled(name));
  await writeFile(
    target,
    `${JSON.stringify(billOfMaterials({ manifest, electron: electron.version, lists }), null, 2)}\n`,
  );
}
