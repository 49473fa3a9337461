// What people download: `npm run installers [-- --linux AppImage …]`. Electron Forge packages and signs the application's
// folder, electron-builder wraps it (and signs the installer of Windows). What the environment does not give (signing,
// where updates come from) is said, not guessed. How a release is signed: docs/releasing.md.
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeChecksums } from './checksums.mjs';
import { packagerEnvironment, signingNotes, withoutSigning } from './signing.mjs';
import { withSigning } from './signing-material.mjs';
import { cleaningUp, runStep } from './steps.mjs';
import { publishing, updateFeed, writeUpdateFeed } from './update-feed.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ARTIFACTS = path.join(ROOT, 'dist/installers');
const require = createRequire(import.meta.url);
const PLATFORM_FLAGS = { darwin: '--mac', linux: '--linux', win32: '--win' };

// What packages of Linux install has the modes that it has here: a person's own umask may keep others out of their files.
process.umask(0o022);
try {
  await cleaningUp(signal => makeInstallers(process.platform, process.env, process.argv.slice(2), signal));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function makeInstallers(platform, env, extra, signal) {
  const flag = PLATFORM_FLAGS[platform];
  if (flag === undefined) throw new Error(`There are no installers for ${platform}.`);
  requireNode(process.versions.node);
  for (const note of signingNotes(platform, env)) console.log(note);
  const bare = { cwd: ROOT, env: withoutSigning(env), signal };
  // The installer of Windows is signed too, with what the packager signed with.
  await withSigning(platform, env, signal, async material => {
    const packaged = await packageSigned(platform, env, material, signal);
    await runStep(
      require.resolve('electron-builder/cli.js'),
      [
        ...[flag, ...extra, '--prepackaged', packaged, '--config', 'build/electron-builder.yml', ...publishing(env)],
        ...material.builderArgs,
      ],
      bare,
    );
  });
  await runStep(path.join(ROOT, 'build/sbom.mjs'), [path.join(ARTIFACTS, `gatehouse-${platform}.cdx.json`)], bare);
  const names = await writeChecksums(ARTIFACTS);
  console.log(`In ${ARTIFACTS}: ${names.join(', ')}, and SHA256SUMS.`);
}

/** The application's folder, on a Mac the application itself. Nothing in it may change any more: it may be signed. */
async function packageSigned(platform, env, material, signal) {
  const feed = path.join(ROOT, 'dist/app-update.yml');
  mkdirSync(path.dirname(feed), { recursive: true });
  console.log(await writeUpdateFeed(feed, platform, env));
  const updates = updateFeed(env) === undefined ? {} : { GATEHOUSE_UPDATE_FEED: feed };
  await runStep(
    require.resolve('@electron-forge/cli/dist/electron-forge.js'),
    ['package', ...(platform === 'darwin' ? ['--arch', 'universal'] : [])],
    { cwd: ROOT, env: { ...packagerEnvironment(platform, env, material), ...updates }, signal },
  );
  const out = path.join(ROOT, 'out');
  const folder = existsSync(out) ? readdirSync(out).find(name => name.includes(`-${platform}-`)) : undefined;
  if (folder === undefined) throw new Error(`Electron Forge left no folder for ${platform} in ${out}.`);
  return path.join(out, folder, platform === 'darwin' ? 'Gatehouse.app' : '');
}

function requireNode(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return;
  throw new Error(`Electron Forge needs Node 22.13 or newer to package, this is ${version}.`);
}
