// What people download: `npm run installers [-- --linux AppImage …]`. Electron Forge packages the application's folder,
// electron-builder wraps it. What the environment does not give (signing, where updates come from) is said, not guessed.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeChecksums } from './checksums.mjs';
import { signingNotes } from './signing.mjs';
import { publishing, writeUpdateFeed } from './update-feed.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const require = createRequire(import.meta.url);
const PLATFORM_FLAGS = { darwin: '--mac', linux: '--linux', win32: '--win' };
const [major, minor] = process.versions.node.split('.').map(Number);
const extra = process.argv.slice(2);

if (major < 22 || (major === 22 && minor < 13)) {
  fail(`Electron Forge needs Node 22.13 or newer to package, this is ${process.versions.node}.`);
}
for (const note of signingNotes(process.platform, process.env)) console.log(note);

run(require.resolve('@electron-forge/cli/dist/electron-forge.js'), [
  'package',
  ...(process.platform === 'darwin' ? ['--arch', 'universal'] : []),
]);
const out = path.join(ROOT, 'out');
const folder = existsSync(out) ? readdirSync(out).find(name => name.includes(`-${process.platform}-`)) : undefined;
if (folder === undefined) fail(`Electron Forge left no folder for ${process.platform} in ${out}.`);
const packaged = path.join(out, folder, process.platform === 'darwin' ? 'Gatehouse.app' : '');
console.log(await writeUpdateFeed(packaged, process.platform, process.env));

run(require.resolve('electron-builder/cli.js'), [
  PLATFORM_FLAGS[process.platform] ?? fail(`There are no installers for ${process.platform}.`),
  ...extra,
  '--prepackaged',
  packaged,
  '--config',
  'build/electron-builder.yml',
  ...publishing(process.env),
]);

const artifacts = path.join(ROOT, 'dist/installers');
run(path.join(ROOT, 'build/sbom.mjs'), [path.join(artifacts, `gatehouse-${process.platform}.cdx.json`)]);
const names = await writeChecksums(artifacts);
console.log(`In ${artifacts}: ${names.join(', ')}, and SHA256SUMS.`);

function run(program, args) {
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, stdio: 'inherit' });
  if (status !== 0) fail(`${path.basename(program)} ended with ${status ?? 'a signal'}; its own lines above say why.`);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
