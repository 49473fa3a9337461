import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  encryptedFileCandidate,
  FileSecretStore,
  openSecretStore,
  plainFileCandidate,
  Redactor,
  SystemClock,
} from '../../electron/core/platform/index.ts';
import { tempHome } from '../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const VALUES = { 'a.one': 'planted-secret-one', 'b.two': 'planted-secret-two' };
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Far above the number of steps of a move; one that never ends by itself would be found here. */
const MOST_STEPS = 400;
/** Names of values are their owner's business as well. */
const TRACES = /planted-secret/;

let folder: string;
let script: string;

/** The platform's door as one file, since a child per step has no time to compile. */
async function bundlePlatform(folder: string): Promise<string> {
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'silent',
    publicDir: false,
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: 'electron/core/platform/index.ts',
      outDir: folder,
      minify: false,
      rollupOptions: { output: { format: 'es', entryFileNames: 'platform.mjs', codeSplitting: false } },
    },
  });
  return join(folder, 'platform.mjs');
}

/** Moves the secrets of a home, and is killed right before the given one of its changes to the disk. */
const CHILD = `
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
const [home, script, stepText] = process.argv.slice(1);
let left = Number(stepText);
const step = () => { if (left-- === 0) process.kill(process.pid, 'SIGKILL'); };
const wrapFile = file => {
  for (const name of ['writeFile', 'sync', 'chmod']) {
    const real = file[name].bind(file);
    file[name] = (...args) => { step(); return real(...args); };
  }
  return file;
};
for (const name of ['open', 'rename', 'rm', 'mkdir']) {
  const real = fs[name];
  fs[name] = async (...args) => {
    step();
    const result = await real(...args);
    return name === 'open' ? wrapFile(result) : result;
  };
}
syncBuiltinESMExports();
const { encryptedFileCandidate, plainFileCandidate, openSecretStore, Redactor, SystemClock } = await import(script);
const clock = new SystemClock();
const options = { home, keyFolder: home + '/keys', redactor: new Redactor(), clock, platform: process.platform };
const alive = setInterval(() => undefined, 1000);
await openSecretStore({ home, clock, prefer: 'auto', signal: new AbortController().signal,
  candidates: [encryptedFileCandidate(options), plainFileCandidate(options)] });
clearInterval(alive);
`;

function optionsOf(home: string) {
  return { home, keyFolder: join(home, 'keys'), redactor: new Redactor(), clock, platform: process.platform };
}

async function filledHome(): Promise<string> {
  const home = join(await tempHome(), 'home');
  await mkdir(home, { mode: 0o700 });
  const plain = new FileSecretStore(optionsOf(home));
  for (const [name, value] of Object.entries(VALUES)) await plain.set(name, value, signal);
  return home;
}

/** True when the child was killed, false when it got through. */
async function moveUntil(home: string, step: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', CHILD, home, script, String(step)], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', chunk => (said += String(chunk)));
  const [code, killedBy] = await once(child, 'close');
  expect(said).toBe('');
  expect(killedBy === 'SIGKILL' || code === 0).toBe(true);
  return killedBy === 'SIGKILL';
}

async function filesWithTraces(home: string): Promise<string[]> {
  const files = (await readdir(home, { recursive: true, withFileTypes: true })).filter(file => file.isFile());
  const found = await Promise.all(
    files.map(async file => TRACES.test(await readFile(join(file.parentPath, file.name), 'latin1')) && file.name),
  );
  return found.filter(name => name !== false).sort();
}

describe('a move of the secrets', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatehouse-platform-'));
    script = await bundlePlatform(folder);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('that is killed at any step loses nothing, shows nothing, and is finished by the next start', async () => {
    let step = 0;
    for (; step < MOST_STEPS; step += 1) {
      const home = await filledHome();
      const wasKilled = await moveUntil(home, step);
      // In the open is only what was there before, and only until it is removed.
      expect(['', 'secrets.json'], `step ${step}`).toContain((await filesWithTraces(home)).join());
      const options = optionsOf(home);
      const candidates = [encryptedFileCandidate(options), plainFileCandidate(options)];
      const { store, kind } = await openSecretStore({ home, candidates, prefer: 'auto', clock, signal });
      const names = await store.names(signal);
      const values = await Promise.all(names.map(async name => [name, await store.get(name, signal)]));
      expect(Object.fromEntries(values), `step ${step}`).toEqual(VALUES);
      expect(kind).toBe('encrypted-file');
      expect(await filesWithTraces(home), `step ${step}`).toEqual([]);
      if (!wasKilled) break;
    }
    expect(step).toBeGreaterThan(20);
    expect(step).toBeLessThan(MOST_STEPS);
  });
});
