import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  encryptedFileCandidate,
  FileSecretStore,
  keychainCandidate,
  openSecretStore,
  plainFileCandidate,
  Redactor,
  type SecretStore,
  SystemClock,
} from '../../electron/core/platform/index.ts';
import type { KeychainRequest } from '../../electron/core/platform/keychain-process.ts';
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
const [home, script, stepText, prefer, keychain] = process.argv.slice(1);
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
const { encryptedFileCandidate, keychainCandidate, plainFileCandidate, openSecretStore, Redactor, SystemClock } =
  await import(script);
const clock = new SystemClock();
const options = { home, keyFolder: home + '/keys', redactor: new Redactor(), clock, platform: process.platform };
const alive = setInterval(() => undefined, 1000);
const connect = () => async ({ operation, account, value }) => {
  const path = keychain + '/' + Buffer.from(account).toString('hex');
  if (operation === 'set') await fs.writeFile(path, value);
  if (operation === 'delete') await fs.rm(path, { force: true });
  return operation === 'get' ? fs.readFile(path, 'utf8').catch(() => undefined) : undefined;
};
const candidates = [encryptedFileCandidate(options), plainFileCandidate(options)];
if (keychain !== '') candidates.unshift(keychainCandidate({ ...options, env: {}, connect }));
await openSecretStore({ home, clock, prefer, signal: new AbortController().signal, candidates });
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

/** True when the child was killed, false when it got through. `keychain`: the folder that stands for one. */
async function moveUntil(home: string, step: number, prefer = 'auto', keychain = ''): Promise<boolean> {
  const args = ['--input-type=module', '-e', CHILD, home, script, String(step), prefer, keychain];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', chunk => (said += String(chunk)));
  const [code, killedBy] = await once(child, 'close');
  expect(said).toBe('');
  expect(killedBy === 'SIGKILL' || code === 0).toBe(true);
  return killedBy === 'SIGKILL';
}

/** Opens the secrets in this process; `keychain` is the folder that stands for one. */
function openHere(home: string, keychain: string, prefer: Parameters<typeof openSecretStore>[0]['prefer']) {
  const options = optionsOf(home);
  const connect =
    () =>
    async ({ operation, account, value }: KeychainRequest): Promise<string | undefined> => {
      const path = join(keychain, Buffer.from(account).toString('hex'));
      if (operation === 'set') await writeFile(path, value ?? '');
      if (operation === 'delete') await rm(path, { force: true });
      return operation === 'get' ? readFile(path, 'utf8').catch(() => undefined) : undefined;
    };
  const candidates = [
    keychainCandidate({ ...options, env: {}, connect }),
    encryptedFileCandidate(options),
    plainFileCandidate(options),
  ];
  return openSecretStore({ home, candidates, prefer, clock, signal });
}

async function contentOf(store: Pick<SecretStore, 'names' | 'get'>): Promise<Record<string, unknown>> {
  const names = await store.names(signal);
  const values = await Promise.all(names.map(async name => [name, await store.get(name, signal)]));
  return Object.fromEntries(values) as Record<string, unknown>;
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
      expect(await contentOf(store), `step ${step}`).toEqual(VALUES);
      expect(kind).toBe('encrypted-file');
      expect(await filesWithTraces(home), `step ${step}`).toEqual([]);
      if (!wasKilled) break;
    }
    expect(step).toBeGreaterThan(20);
    expect(step).toBeLessThan(MOST_STEPS);
  });

  it.each([
    ['encrypted-file', 'keychain'],
    ['keychain', 'encrypted-file'],
  ] as const)('from %s to %s that is killed at any step loses nothing and can be made again', async (from, to) => {
    let step = 0;
    for (let wasKilled = true; wasKilled && step < MOST_STEPS; step += 3) {
      const home = await filledHome();
      const keychain = await tempHome();
      await openHere(home, keychain, from);
      wasKilled = await moveUntil(home, step, to, keychain);
      expect(await filesWithTraces(home), `step ${step}`).toEqual([]);
      // Whoever starts next only opens them; who asks again moves them.
      for (const prefer of ['auto', to] as const) {
        const { store } = await openHere(home, keychain, prefer);
        expect(await contentOf(store), `step ${step}`).toEqual(VALUES);
      }
      // The lock of a killed one is taken over by the next change.
      const files = (await readdir(home)).filter(name => name.startsWith('secrets.') && !name.endsWith('.lock'));
      expect(files, `step ${step}`).toEqual([`secrets.${to === 'keychain' ? 'keychain' : 'encrypted'}.json`]);
    }
    expect(step).toBeGreaterThan(10);
    expect(step).toBeLessThan(MOST_STEPS);
  });

  it('that four processes begin at once is made once', async () => {
    const home = await filledHome();
    await Promise.all([1, 2, 3, 4].map(() => moveUntil(home, MOST_STEPS)));
    expect(await contentOf(encryptedFileCandidate(optionsOf(home)).open())).toEqual(VALUES);
    expect(await filesWithTraces(home)).toEqual([]);
    expect(await readdir(join(home, 'keys'))).toHaveLength(1);
  });
});
