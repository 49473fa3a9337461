import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  encryptedFileCandidate,
  FileSecretStore,
  openSecretStore,
  plainFileCandidate,
  Redactor,
  SystemClock,
} from '../../../electron/core/platform/index.ts';
import { type SafeStoragePort, safeStorageCandidate } from '../../../electron/shell/secret-store.ts';
import { expectMode, HAS_MODES } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const VALUE = 'planted-secret-77b2';

/** What Electron's object does, with a key that can be turned and taken away. */
function createSafeStorage() {
  const state = {
    key: 1,
    available: true,
    backend: 'gnome_libsecret' as ReturnType<SafeStoragePort['getSelectedStorageBackend']>,
  };
  const flip = (bytes: Buffer, key: number): Buffer => Buffer.from(bytes.map(byte => byte ^ key));
  const port: SafeStoragePort = {
    isAsyncEncryptionAvailable: async () => state.available,
    getSelectedStorageBackend: () => state.backend,
    encryptStringAsync: async text => Buffer.concat([Buffer.from([state.key]), flip(Buffer.from(text), state.key)]),
    decryptStringAsync: async encrypted => {
      const key = encrypted[0]!;
      if (key > state.key)
        throw new Error('Error while decrypting the ciphertext provided to safeStorage.decryptString.');
      return { result: flip(encrypted.subarray(1), key).toString(), shouldReEncrypt: key < state.key };
    },
  };
  return { state, port };
}

/** Files are as this system has them, whichever desktop is tried on it. */
const UNIX: NodeJS.Platform = process.platform === 'win32' ? 'win32' : 'linux';

async function createCandidate(answer = true, platform = UNIX) {
  const home = await tempHome();
  const { state, port } = createSafeStorage();
  const questions: number[] = [];
  const options = { home, redactor: new Redactor(), clock, platform };
  const consent = async () => questions.push(questions.length) > 0 && answer;
  const candidate = safeStorageCandidate({ ...options, safeStorage: port, consent });
  return { home, state, questions, candidate, options, path: join(home, 'secrets.safe-storage') };
}

describe("the desktop's secret store", () => {
  it('keeps values encrypted in a file of its owner', async () => {
    const { candidate, path } = await createCandidate();
    await candidate.open().set('relay.token', VALUE, signal);
    expect(await candidate.open().get('relay.token', signal)).toBe(VALUE);
    expect(await readFile(path, 'latin1')).not.toContain(VALUE);
    await expectMode(path, 0o600);
  });

  it('is written anew when the system changed its key', async () => {
    const { candidate, path, state } = await createCandidate();
    await candidate.open().set('relay.token', VALUE, signal);
    const before = await readFile(path, 'utf8');
    state.key = 2;
    expect(await candidate.open().get('relay.token', signal)).toBe(VALUE);
    expect(await readFile(path, 'utf8')).not.toBe(before);
  });

  // Only Linux can be without one.
  if (HAS_MODES) {
    it('asks for consent where there is no password manager, once, and says in its description how weak it is', async () => {
      const { candidate, state, questions } = await createCandidate();
      state.backend = 'basic_text';
      expect(await candidate.unavailable(false, signal)).toBeUndefined();
      expect(await candidate.unavailable(true, signal)).toBeUndefined();
      expect(questions).toHaveLength(1);
      expect(candidate.open().description).toContain('almost unprotected');
    });
  }

  // Only Linux can be without one.
  if (HAS_MODES) {
    it('gives way to the encrypted file when consent is refused', async () => {
      const { candidate, state, options, home } = await createCandidate(false);
      state.backend = 'basic_text';
      await new FileSecretStore(options).set('relay.token', VALUE, signal);
      const candidates = [
        candidate,
        encryptedFileCandidate({ ...options, keyFolder: join(home, 'keys') }),
        plainFileCandidate(options),
      ];
      const opened = await openSecretStore({ home, candidates, prefer: 'auto', clock, signal });
      expect(opened).toMatchObject({
        kind: 'encrypted-file',
        moved: { count: 1 },
        notes: [expect.stringContaining('declined')],
      });
      expect(await opened.store.get('relay.token', signal)).toBe(VALUE);
    });
  }

  it('asks nobody where the system protects', async () => {
    const { candidate, questions } = await createCandidate(false, 'darwin');
    expect(await candidate.unavailable(false, signal)).toBeUndefined();
    expect(questions).toEqual([]);
    expect(candidate.open().description).toContain('keychain of macOS');
  });

  it('is unavailable when the system cannot even be asked', async () => {
    const { options } = await createCandidate();
    const { port } = createSafeStorage();
    const safeStorage = {
      ...port,
      isAsyncEncryptionAvailable: () => Promise.reject(new Error('no answer from the bus')),
    };
    const candidate = safeStorageCandidate({ ...options, safeStorage, consent: async () => true });
    expect(await candidate.unavailable(false, signal)).toEqual(expect.any(String));
  });

  it('is unavailable without encryption', async () => {
    const { candidate, state } = await createCandidate();
    state.available = false;
    expect(await candidate.unavailable(true, signal)).toEqual(expect.any(String));
  });

  it('that cannot be decrypted, or is damaged, is refused and kept', async () => {
    const { candidate, state, path } = await createCandidate();
    state.key = 2;
    await candidate.open().set('relay.token', VALUE, signal);
    const before = await readFile(path, 'utf8');
    state.key = 1;
    for (const attempt of [
      candidate.open().get('relay.token', signal),
      candidate.open().set('a.b', 'something', signal),
    ]) {
      await expect(attempt).rejects.toMatchObject({ code: 'secret_store_unreadable', remedy: expect.any(String) });
    }
    expect(await readFile(path, 'utf8')).toBe(before);
    await writeFile(path, 'rubbish');
    await expect(candidate.open().names(signal)).rejects.toMatchObject({ code: 'secret_store_unreadable' });
  });
});
