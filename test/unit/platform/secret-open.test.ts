import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  encryptedFileCandidate,
  FileSecretStore,
  keychainCandidate,
  type MovableSecretStore,
  openSecretStore,
  plainFileCandidate,
  Redactor,
  type SecretStoreCandidate,
  SystemClock,
} from '../../../electron/core/platform/index.ts';
import type { KeychainRequest } from '../../../electron/core/platform/keychain-process.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const VALUES = { 'a.one': 'planted-secret-one', 'b.two': 'planted-secret-two', 'c.three': 'planted-secret-three' };

async function createPlace() {
  const home = await tempHome();
  const entries = new Map<string, string>();
  const keychain = { broken: undefined as string | undefined };
  const connect =
    () =>
    async ({ operation, account, value }: KeychainRequest) => {
      if (keychain.broken !== undefined) throw new Error(keychain.broken);
      if (operation === 'set') entries.set(account, value!);
      if (operation === 'delete') entries.delete(account);
      return operation === 'get' ? entries.get(account) : undefined;
    };
  const options = { home, redactor: new Redactor(), clock, platform: process.platform };
  const candidates = [
    keychainCandidate({ ...options, env: {}, connect }),
    encryptedFileCandidate({ ...options, keyFolder: join(home, 'keys') }),
    plainFileCandidate(options),
  ];
  const open = (prefer: Parameters<typeof openSecretStore>[0]['prefer'] = 'auto', those = candidates) =>
    openSecretStore({ home, candidates: those, prefer, clock, signal });
  const fill = async () => {
    const plain = new FileSecretStore(options);
    for (const [name, value] of Object.entries(VALUES)) await plain.set(name, value, signal);
  };
  return { home, keychain, entries, candidates, open, fill };
}

async function contentOf(store: Pick<MovableSecretStore, 'names' | 'get'>): Promise<Record<string, unknown>> {
  const names = await store.names(signal);
  const values = await Promise.all(names.map(async name => [name, await store.get(name, signal)] as const));
  return Object.fromEntries(values);
}

/** Everything in the folder, one text. */
async function allText(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const texts = files.filter(file => file.isFile()).map(file => readFile(join(file.parentPath, file.name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
}

describe('opening the secrets of a home', () => {
  it('takes the keychain where there is one, and stays with it', async () => {
    const { open } = await createPlace();
    expect(await open()).toMatchObject({ kind: 'keychain', moved: null, notes: [] });
    expect(await open()).toMatchObject({ kind: 'keychain', moved: null });
  });

  it('takes the encrypted file where there is no keychain, and says why', async () => {
    const { open, keychain } = await createPlace();
    keychain.broken = 'no session bus';
    expect(await open()).toMatchObject({ kind: 'encrypted-file', notes: ['no session bus'] });
    keychain.broken = undefined;
    expect(await open()).toMatchObject({ kind: 'encrypted-file', notes: [] });
  });

  it('moves the secrets out of an unencrypted file and leaves no trace of them there', async () => {
    const { open, fill, home } = await createPlace();
    await fill();
    await writeFile(join(home, 'secrets.json.77-killed.tmp'), VALUES['a.one']);
    const opened = await open();
    expect(opened).toMatchObject({ kind: 'keychain', moved: { from: 'plain-file', count: 3 } });
    expect(await contentOf(opened.store)).toEqual(VALUES);
    expect(await allText(home)).not.toContain('planted-secret');
    expect((await readdir(home)).sort()).toEqual(['secret-store.json', 'secrets.keychain.json']);
    expect(await open()).toMatchObject({ moved: null });
  });

  it('moves on demand, in either direction, and removes the old key', async () => {
    const { open, fill, entries, home } = await createPlace();
    await fill();
    await open();
    const moved = await open('encrypted-file');
    expect(moved).toMatchObject({ kind: 'encrypted-file', moved: { from: 'keychain', count: 3 } });
    expect(await contentOf(moved.store)).toEqual(VALUES);
    expect(entries.size).toBe(0);
    const back = await open('keychain');
    expect(await contentOf(back.store)).toEqual(VALUES);
    expect(await readdir(join(home, 'keys'))).toEqual([]);
  });

  it('does not open an empty store in place of one that cannot be had', async () => {
    const { open, fill, keychain, candidates } = await createPlace();
    await fill();
    await open();
    keychain.broken = 'locked';
    const { store } = await open();
    await expect(store.get('a.one', signal)).rejects.toThrow('locked');
    await expect(open('auto', candidates.slice(1))).rejects.toMatchObject({
      code: 'secret_store_unavailable',
      retryable: true,
      remedy: expect.stringContaining('secret move encrypted-file'),
    });
  });

  it('keeps the old store when the new one does not give back what was written', async () => {
    const { open, fill, candidates, home } = await createPlace();
    await fill();
    const [, encrypted, plain] = candidates as [SecretStoreCandidate, SecretStoreCandidate, SecretStoreCandidate];
    const lossy: SecretStoreCandidate = {
      ...encrypted,
      open: () => Object.assign(encrypted.open(), { get: async () => undefined }),
    };
    await expect(open('auto', [lossy, plain])).rejects.toMatchObject({ code: 'secret_move_failed' });
    expect(await contentOf(plain.open())).toEqual(VALUES);
    const opened = await open();
    expect(await contentOf(opened.store)).toEqual(VALUES);
    expect(await allText(home)).not.toContain('planted-secret');
  });

  it('refuses a damaged note of where the secrets are', async () => {
    const { open, home } = await createPlace();
    await writeFile(join(home, 'secret-store.json'), '{"version":1,"kind":"somewhere"}');
    await expect(open()).rejects.toMatchObject({ code: 'secret_store_unreadable', remedy: expect.any(String) });
  });

  it('finds them by their file when the note of where they are is lost', async () => {
    const { open, keychain, home } = await createPlace();
    keychain.broken = 'no session bus';
    const { store } = await open();
    await store.set('a.one', VALUES['a.one'], signal);
    await rm(join(home, 'secret-store.json'));
    keychain.broken = undefined;
    const found = await open();
    expect(found).toMatchObject({ kind: 'encrypted-file', moved: null });
    expect(await contentOf(found.store)).toEqual({ 'a.one': VALUES['a.one'] });
    expect(await readdir(home)).toContain('secret-store.json');
  });

  it('begins no new store beside one of the desktop app when the note of where they are is lost', async () => {
    const { open, home } = await createPlace();
    await writeFile(join(home, 'secrets.safe-storage'), 'not for this program');
    await expect(open()).rejects.toMatchObject({
      code: 'secret_store_unavailable',
      remedy: expect.stringContaining('desktop app'),
    });
    expect(await readdir(home)).toEqual(['secrets.safe-storage']);
  });

  it('does not guess between two files when the note of where they are is lost', async () => {
    const { open, home } = await createPlace();
    for (const name of ['secrets.keychain.json', 'secrets.encrypted.json']) await writeFile(join(home, name), '{}');
    await expect(open()).rejects.toMatchObject({
      code: 'secret_store_unreadable',
      remedy: expect.stringContaining('keychain, encrypted-file'),
    });
  });

  it('says of a place that this program does not know how it can be had', async () => {
    const { open } = await createPlace();
    await expect(open('safe-storage')).rejects.toMatchObject({
      code: 'secret_store_unavailable',
      remedy: expect.stringContaining('Start the desktop app'),
    });
  });

  it('loses nothing when a running program goes on after the secrets went away and came back', async () => {
    const { open, candidates } = await createPlace();
    const { store } = await open('encrypted-file');
    await store.set('a.one', VALUES['a.one'], signal);
    await store.delete('a.one', signal);
    await open('keychain');
    await open('encrypted-file');
    await store.set('b.two', VALUES['b.two'], signal);
    expect(await candidates[1]!.open().get('b.two', signal)).toBe(VALUES['b.two']);
  });

  it('takes in an unencrypted file that an older version wrote since', async () => {
    const { open, candidates, home } = await createPlace();
    const { store } = await open();
    await store.set('a.one', 'an-older-value', signal);
    await store.set('d.four', 'a-kept-value', signal);
    await candidates[2]!.open().set('a.one', VALUES['a.one'], signal);
    const opened = await open();
    expect(opened).toMatchObject({ kind: 'keychain', moved: { from: 'plain-file', count: 1 } });
    expect(await contentOf(opened.store)).toEqual({ 'a.one': VALUES['a.one'], 'd.four': 'a-kept-value' });
    expect(await readdir(home)).not.toContain('secrets.json');
  });

  it('is done by one process at a time', async () => {
    const { open, fill } = await createPlace();
    await fill();
    const opened = await Promise.all([open(), open(), open()]);
    expect(opened.filter(({ moved }) => moved !== null)).toHaveLength(1);
    for (const { store } of opened) expect(await contentOf(store)).toEqual(VALUES);
  });
});
