// The headless host as an npm package: `node build/npm-package.mjs [FOLDER]` writes gatehouse-<version>.tgz there (default:
// dist/npm). The package holds what was built and nothing of how: no dependencies to resolve, no sources, no maps.
import { execFileSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const KEYCHAIN = '@napi-rs/keyring';
/** What of `docs` is for people who have the package and not the repository. */
export const DOCUMENTS = [
  'architecture.md',
  'commands.md',
  'configuration.md',
  'container.md',
  'protocols.md',
  'security.md',
];

/** What the package says of itself; versions are exact, as in the repository. */
export function npmManifest({ name, version, description, license, engines, optionalDependencies }) {
  return {
    name,
    version,
    description,
    license,
    type: 'module',
    bin: { gatehouse: 'bin/gatehouse.mjs' },
    files: ['bin', 'dist', 'docs', 'CHANGELOG.md'],
    engines,
    optionalDependencies: { [KEYCHAIN]: optionalDependencies[KEYCHAIN] },
  };
}

/** Packs what is built in `root` into `folder`. Returns the tarball's path. */
export async function packNpm(root, folder) {
  const draft = await mkdtemp(path.join(tmpdir(), 'gatehouse-npm-'));
  try {
    const manifest = npmManifest(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
    await writeFile(path.join(draft, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    await copy(path.join(root, 'build/npm/gatehouse.mjs'), path.join(draft, 'bin/gatehouse.mjs'));
    await copy(path.join(root, 'build/npm/README.md'), path.join(draft, 'README.md'));
    for (const name of ['LICENSE', 'CHANGELOG.md']) await copy(path.join(root, name), path.join(draft, name));
    for (const name of DOCUMENTS) await copy(path.join(root, 'docs', name), path.join(draft, 'docs', name));
    for (const part of ['dist/headless', 'dist/renderer']) {
      await copy(path.join(root, part), path.join(draft, part));
    }
    await mkdir(folder, { recursive: true });
    npmPack(draft);
    const [name] = (await readdir(draft)).filter(entry => entry.endsWith('.tgz'));
    const target = path.join(folder, name);
    await cp(path.join(draft, name), `${target}.part`);
    await rename(`${target}.part`, target);
    return target;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Maps hold the sources. They stay with us; a stack from a person's log is read with them. */
function copy(from, to) {
  return cp(from, to, { recursive: true, filter: source => !source.endsWith('.map') });
}

function npmPack(folder) {
  const isWindows = process.platform === 'win32';
  execFileSync(isWindows ? 'npm.cmd' : 'npm', ['pack', '--ignore-scripts', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: isWindows,
    // Settings of an npm that started this process are not for this folder: `npm run` hands down its own prefix.
    env: Object.fromEntries(
      Object.entries(process.env).filter(
        ([name]) => !/^npm_(?:config_(?:local_)?prefix|package_|lifecycle_)/i.test(name),
      ),
    ),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = path.resolve(process.argv[2] ?? path.join(ROOT, 'dist/npm'));
  execFileSync(process.execPath, [path.join(ROOT, 'build/build.mjs'), 'renderer', 'headless'], { stdio: 'inherit' });
  console.log(`Packed ${await packNpm(ROOT, folder)}.`);
}
