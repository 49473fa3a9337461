// `npm start`: the window where Electron can run, otherwise the headless host. Arguments go to whichever it is.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isOutOfDate } from './freshness.mjs';
import { isAtLeast, LEAST_NODE, whyHeadless } from './start-mode.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (!isAtLeast(process.versions.node, LEAST_NODE)) {
  fail(`Gatehouse needs Node ${LEAST_NODE.join('.')} or newer, this is ${process.versions.node}.`);
}
if (!existsSync(path.join(root, 'node_modules/vite'))) {
  fail('The dependencies are not installed. Run `npm ci` first.');
}

const reason = whyHeadless({
  root,
  platform: process.platform,
  nodeVersion: process.versions.node,
  isRoot: process.getuid?.() === 0,
  env: process.env,
});

if (reason === undefined) startWindow();
else await startHeadless(reason);

function startWindow() {
  const forge = path.join(root, 'node_modules/@electron-forge/cli/dist/electron-forge.js');
  const child = spawn(process.execPath, [forge, 'start', '--', ...args], { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      // A terminal's Ctrl-C reaches the whole group: sent on, the child would get it twice.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

async function startHeadless(why) {
  console.log(`Running without a window: ${why}.`);
  if (isOutOfDate(root)) {
    // In a process of its own: the bundler's memory is gone before Gatehouse runs.
    const build = spawnSync(process.execPath, [path.join(root, 'build/build.mjs')], {
      cwd: root,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    if (build.status !== 0) fail('The build failed, see above.');
  }
  // In this very process, so that signals and the exit code need no forwarding.
  process.argv = [process.execPath, path.join(root, 'build/bin/gatehouse.mjs'), 'run', ...args];
  await import('./bin/gatehouse.mjs');
}
