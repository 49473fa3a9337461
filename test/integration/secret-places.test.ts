import { readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Command, CommandResult, StatusSnapshot } from '../../electron/contract/index.ts';
import { type SecretCommand, SecretCommands } from '../../electron/core/app/secret-commands.ts';
import { ControlServer } from '../../electron/core/control/index.ts';
import {
  encryptedFileCandidate,
  FileSecretStore,
  plainFileCandidate,
  Redactor,
  SystemClock,
} from '../../electron/core/platform/index.ts';
import { openSecrets } from '../../electron/open-secrets.ts';
import { type SafeStoragePort, safeStorageCandidate } from '../../electron/shell/secret-store.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { tempHome, textOfHome } from '../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const VALUES = { 'a.one': 'planted-secret-one', 'relay.token': 'planted-secret-two' };
const NAMES = 'a.one\nrelay.token\n';

/** A home of a version that knew no encryption. */
async function plainHome(): Promise<string> {
  const home = await tempHome();
  const plain = new FileSecretStore({ home, redactor: new Redactor(), clock });
  for (const [name, value] of Object.entries(VALUES)) await plain.set(name, value, signal);
  return home;
}

/** What a running desktop app answers with, whose own store no other program can open. */
async function startDesktopApp(home: string) {
  const redactor = new Redactor();
  const options = { home, redactor, clock, platform: process.platform };
  const protect = (text: string): Buffer => Buffer.from(Buffer.from(text).map(byte => byte ^ 1));
  const safeStorage: SafeStoragePort = {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: async text => protect(text),
    decryptStringAsync: async bytes => ({ result: protect(bytes.toString()).toString(), shouldReEncrypt: false }),
  };
  const candidates = [
    safeStorageCandidate({ ...options, safeStorage, consent: async () => true }),
    encryptedFileCandidate({ ...options, keyFolder: join(home, 'keys') }),
    plainFileCandidate(options),
  ];
  const place = { home, platform: process.platform, runtimeFolder: tmpdir() };
  const { store } = await openSecrets({ place, candidates, clock, signal });
  const commands = new SecretCommands({
    secrets: store,
    moveSecrets: (to, moveSignal) => openSecrets({ place, candidates, moveTo: to, clock, signal: moveSignal }),
    clock,
    emit: () => undefined,
  });
  const server = createControl(home, command => commands.execute(command as SecretCommand, signal));
  await server.start(signal);
  onTestFinished(() => server.stop());
  return { store };
}

function createControl(home: string, execute: (command: Command) => Promise<CommandResult>): ControlServer {
  return new ControlServer({
    place: { home, platform: process.platform, runtimeFolder: tmpdir() },
    snapshot: () => ({ version: 0 }) as unknown as StatusSnapshot,
    execute,
    receipts: async () => [],
    agentFailed: async () => {
      throw new Error('nobody reports here');
    },
    agentCredential: async () => ({}),
    agentKey: async () => ({}),
    clock,
    logger: silentLogger,
    scrubber: new Redactor(),
  });
}

/** Kills the process right before the change to the disk with the number in the environment. */
const KILLER = `
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
let left = Number(process.env.KILL_AT);
const step = path => { if (/secret|keys/.test(String(path)) && left-- === 0) process.kill(process.pid, 'SIGKILL'); };
for (const name of ['open', 'rename', 'rm', 'mkdir']) {
  const real = fs[name];
  fs[name] = (path, ...rest) => { step(path); return real(path, ...rest); };
}
syncBuiltinESMExports();
`;

describe('the secrets of a home', () => {
  it('leave the unencrypted file when the host starts, which then says where they are', async () => {
    const home = await plainHome();
    await startHost({ home });
    expect(await readdir(home)).not.toContain('secrets.json');
    expect(await textOfHome(home)).not.toContain('planted-secret');
    const { stdout } = await runCommand(['status'], { home });
    expect(stdout).toMatch(/Secrets +In \S+secrets\.encrypted\.json, encrypted\. The key is a file in/);
    const names = async () => (await runCommand(['secret', 'list'], { home })).stdout.trim().split('\n');
    expect(await names()).toEqual(expect.arrayContaining(['a.one', 'relay.token']));
    expect(await runCommand(['secret', 'delete', 'a.one'], { home })).toMatchObject({ code: 0 });
    expect(await names()).not.toContain('a.one');
    expect(await names()).toContain('relay.token');
  });

  it('stay in the unencrypted file as long as an instance runs that may read nothing else', async () => {
    const home = await plainHome();
    const server = createControl(home, async () => ({ changed: false, sentence: '' }));
    await server.start(signal);
    onTestFinished(() => server.stop());
    expect((await runCommand(['secret', 'list'], { home })).stdout).toBe(NAMES);
    expect(await runCommand(['secret', 'set', 'c.three'], { home, input: 'another-value' })).toMatchObject({ code: 0 });
    expect(await readdir(home)).toContain('secrets.json');
    expect(await textOfHome(home)).toContain('another-value');
    await server.stop();
    expect((await runCommand(['secret', 'list'], { home })).stdout).toBe('a.one\nc.three\nrelay.token\n');
    expect(await readdir(home)).not.toContain('secrets.json');
  });

  it('stay where they are when the keychain cannot be had', async () => {
    const home = await plainHome();
    await runCommand(['secret', 'list'], { home });
    const refused = await runCommand(['secret', 'move', 'keychain'], { home });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/keychain.*cannot be used.*\nChoose another place/);
    expect((await runCommand(['secret', 'list'], { home })).stdout).toBe(NAMES);
    const moved = await runCommand(['secret', 'move', 'encrypted-file'], { home });
    expect(moved.stdout).toMatch(/^The secrets are there already\.\nIn \S+, encrypted\./);
  });

  it('in the desktop app alone are said to be there, and are not taken for lost', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'secret-store.json'), '{"version":1,"kind":"safe-storage"}');
    for (const args of [['list'], ['delete', 'a.one'], ['move', 'encrypted-file']]) {
      const outcome = await runCommand(['secret', ...args], { home });
      expect(outcome.code).toBe(1);
      expect(outcome.stderr).toMatch(/desktop app's store.*\nStart the desktop app with this home/);
    }
    expect(await readdir(home)).not.toContain('secrets.encrypted.json');
  });

  it('move out of the running desktop app and back on the word of the command line, and nowhere it cannot read', async () => {
    const home = await plainHome();
    const { store } = await startDesktopApp(home);
    expect(store.description).toContain('secrets.safe-storage');
    expect(await textOfHome(home)).not.toContain('planted-secret');

    const refused = await runCommand(['secret', 'move', 'keychain'], { home });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('secret move safe-storage') });
    expect((await runCommand(['secret', 'list'], { home })).stdout).toBe(NAMES);

    const out = await runCommand(['secret', 'move', 'encrypted-file'], { home });
    expect(out).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Moved 2 secrets\.\nIn \S+encrypted/) });
    expect(await store.get('a.one', signal)).toBe(VALUES['a.one']);
    expect(store.description).toContain('secrets.encrypted.json');
    expect(await readdir(home)).not.toContain('secrets.safe-storage');
    const back = await runCommand(['secret', 'move', 'safe-storage'], { home });
    expect(back).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Moved 2 secrets\.\nIn \S+safe-storage/) });
    expect(await store.get('a.one', signal)).toBe(VALUES['a.one']);
    expect(await textOfHome(home)).not.toContain('planted-secret');
  });

  it('are all there after a command was killed while it moved them', async () => {
    const folder = await tempHome();
    const killer = join(folder, 'killer.mjs');
    await writeFile(killer, KILLER);
    let kills = 0;
    for (let step = 0; step < 40; step += 3) {
      const home = await plainHome();
      const env = { NODE_OPTIONS: `--import=${pathToFileURL(killer).href}`, KILL_AT: String(step) };
      const { code } = await runCommand(['secret', 'list'], { home, env });
      if (code === null) kills += 1;
      expect((await runCommand(['secret', 'list'], { home })).stdout, `step ${step}`).toBe(NAMES);
      expect(await textOfHome(home), `step ${step}`).not.toContain('planted-secret');
      if (code !== null) break;
    }
    expect(kills).toBeGreaterThan(3);
  });
});
