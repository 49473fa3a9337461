import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  encryptedFileCandidate,
  FileSecretStore,
  keychainCandidate,
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

async function createPlace() {
  const home = await tempHome();
  const entries = new Map<string, string>();
  const connect =
    () =>
    async ({ operation, account, value }: KeychainRequest) => {
      if (operation === 'set') entries.set(account, value!);
      if (operation === 'delete') entries.delete(account);
      return operation === 'get' ? entries.get(account) : undefined;
    };
  const options = { home, redactor: new Redactor(), clock, platform: process.platform };
  const plain = plainFileCandidate(options);
  const encrypted = encryptedFileCandidate({ ...options, keyFolder: join(home, 'keys') });
  const keychain = keychainCandidate({ ...options, env: {}, connect });
  const open = (
    prefer: Parameters<typeof openSecretStore>[0]['prefer'],
    candidates: readonly SecretStoreCandidate[] = [keychain, encrypted, plain],
    mayMove = true,
  ) => openSecretStore({ home, candidates, prefer, mayMove, clock, signal });
  return { home, options, open, plain, encrypted };
}

describe('an open secret store', () => {
  it('goes along when another process moves the secrets, and changes them where they are', async () => {
    const { open } = await createPlace();
    const { store } = await open('encrypted-file');
    await store.set('a.one', 'first-value', signal);
    expect(await open('keychain')).toMatchObject({ moved: { from: 'encrypted-file', count: 1 } });
    expect(await store.get('a.one', signal)).toBe('first-value');
    expect(store.description).toContain("this computer's keychain");
    await store.set('b.two', 'second-value', signal);
    const again = await open('encrypted-file');
    expect(await again.store.names(signal)).toEqual(['a.one', 'b.two']);
    expect(await store.names(signal)).toEqual(['a.one', 'b.two']);
  });

  it('loses no change that is made while the secrets move to and fro', async () => {
    const { open } = await createPlace();
    const { store } = await open('encrypted-file');
    const moves = (async () => {
      for (const place of ['keychain', 'encrypted-file', 'keychain'] as const) await open(place);
    })();
    const names = Array.from({ length: 12 }, (_, index) => `change.n${String(index).padStart(2, '0')}`);
    for (const name of names) await store.set(name, `value of ${name}`, signal);
    await moves;
    expect(await store.names(signal)).toEqual(names);
    expect(await (await open('auto')).store.names(signal)).toEqual(names);
  });

  it('says so when they go to where this program cannot read them', async () => {
    const { open, encrypted, plain } = await createPlace();
    const { store } = await open('encrypted-file', [encrypted, plain]);
    await store.set('a.one', 'first-value', signal);
    await open('keychain');
    await expect(store.get('a.one', signal)).rejects.toMatchObject({
      code: 'secret_store_unavailable',
      details: { kind: 'keychain' },
      remedy: expect.stringContaining('secret move encrypted-file'),
    });
  });

  it('stays with an unencrypted file that it may not move, until somebody else does', async () => {
    const { open, options } = await createPlace();
    await new FileSecretStore(options).set('a.one', 'first-value', signal);
    const { store, kind, moved } = await open('auto', undefined, false);
    expect({ kind, moved }).toEqual({ kind: 'plain-file', moved: null });
    await store.set('b.two', 'second-value', signal);
    expect(await new FileSecretStore(options).names(signal)).toEqual(['a.one', 'b.two']);
    expect(await open('auto')).toMatchObject({ moved: { from: 'plain-file', count: 2 } });
    expect(await store.get('a.one', signal)).toBe('first-value');
    await new FileSecretStore(options).set('a.one', 'of an older version', signal);
    expect(await (await open('auto', undefined, false)).store.get('a.one', signal)).toBe('first-value');
  });

  it('is chosen before the lock, so that a person may take any time to consent', async () => {
    const { open, encrypted, plain } = await createPlace();
    let consent: (reason: undefined) => void = () => undefined;
    const asked = new Promise<undefined>(resolve => {
      consent = resolve;
    });
    const slow: SecretStoreCandidate = { ...encrypted, unavailable: () => asked };
    const opening = open('auto', [slow, plain]);
    expect((await open('auto', [encrypted, plain])).kind).toBe('encrypted-file');
    consent(undefined);
    expect((await opening).kind).toBe('encrypted-file');
  });
});
