import { chmod, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  encryptedFileCandidate,
  Redactor,
  SystemClock,
  secretKeyFolder,
} from '../../../electron/core/platform/index.ts';
import { expectMode, HAS_MODES } from '../../helpers/file-mode.ts';
import { slashes } from '../../helpers/slashes.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const { signal } = new AbortController();
const VALUE = 'planted-secret-8ad1';

async function createStore() {
  const home = await tempHome();
  const keyFolder = join(await tempHome(), 'keys');
  const options = { home, keyFolder, redactor: new Redactor(), clock: new SystemClock(), platform: process.platform };
  const open = () => encryptedFileCandidate(options).open();
  return { home, keyFolder, path: join(home, 'secrets.encrypted.json'), open, store: open() };
}

describe('the encrypted file', () => {
  it('gives back what was set, also to another instance, and holds neither name nor value in the open', async () => {
    const { store, open, path } = await createStore();
    await store.set('relay.token', VALUE, signal);
    expect(await open().get('relay.token', signal)).toBe(VALUE);
    const text = await readFile(path, 'latin1');
    expect(text).not.toContain(VALUE);
    expect(text).not.toContain('relay.token');
    expect(text).not.toContain(Buffer.from(VALUE).toString('base64').slice(0, 12));
  });

  it('is different with each write, although nothing in it changed', async () => {
    const { store, path } = await createStore();
    await store.set('relay.token', VALUE, signal);
    const before = JSON.parse(await readFile(path, 'utf8'));
    await store.set('relay.token', VALUE, signal);
    const after = JSON.parse(await readFile(path, 'utf8'));
    expect(after.nonce).not.toBe(before.nonce);
    expect(after.keyId).toBe(before.keyId);
  });

  it('has its key in another folder, both for their owner only, and says so', async () => {
    const { store, path, keyFolder } = await createStore();
    await store.set('relay.token', VALUE, signal);
    const [name, ...others] = await readdir(keyFolder);
    expect(others).toEqual([]);
    for (const file of [path, join(keyFolder, name!)]) await expectMode(file, 0o600);
    await expectMode(keyFolder, 0o700);
    expect(store.description).toContain(keyFolder);
    expect(store.description).toContain('has the secrets');
  });

  it('sees what another instance changed', async () => {
    const { store, open } = await createStore();
    const other = open();
    await store.set('relay.token', VALUE, signal);
    expect(await other.get('relay.token', signal)).toBe(VALUE);
    await other.set('relay.token', `${VALUE}-two`, signal);
    expect(await store.get('relay.token', signal)).toBe(`${VALUE}-two`);
  });

  it('loses none of many changes made by two instances at once', async () => {
    const { store, open } = await createStore();
    const other = open();
    const names = Array.from({ length: 10 }, (_, index) => `name.n${index}`);
    await Promise.all(names.map((name, index) => (index % 2 ? store : other).set(name, `value of ${name}`, signal)));
    expect(await open().names(signal)).toEqual([...names].sort());
  });

  it.each(['data', 'nonce', 'keyId'])('with a changed %s is refused, kept, and not overwritten', async field => {
    const { store, open, path } = await createStore();
    await store.set('relay.token', VALUE, signal);
    const file = JSON.parse(await readFile(path, 'utf8'));
    const text = file[field] as string;
    const changed = JSON.stringify({ ...file, [field]: (text.startsWith('0') ? '1' : '0') + text.slice(1) });
    await writeFile(path, changed, { mode: 0o600 });
    for (const attempt of [open().get('relay.token', signal), open().set('relay.token', 'something', signal)]) {
      await expect(attempt).rejects.toMatchObject({ code: 'secret_store_unreadable', remedy: expect.any(String) });
    }
    expect(await readFile(path, 'utf8')).toBe(changed);
  });

  it('without its key is refused, and the remedy names the folder', async () => {
    const { store, open, keyFolder } = await createStore();
    await store.set('relay.token', VALUE, signal);
    await rm(keyFolder, { recursive: true });
    await expect(open().names(signal)).rejects.toMatchObject({
      code: 'secret_store_unreadable',
      remedy: expect.stringContaining(keyFolder),
    });
  });

  it.each([
    ['cut off', (text: string) => text.slice(0, 20), 'damaged'],
    ['empty', () => '', 'damaged'],
    ['another one', () => `${Buffer.alloc(32, 7).toString('base64')}\n`, 'damaged or was changed'],
  ])('with a key that is %s is refused, and nothing is overwritten', async (_, change, what) => {
    const { store, open, keyFolder, path } = await createStore();
    await store.set('relay.token', VALUE, signal);
    const key = join(keyFolder, (await readdir(keyFolder))[0]!);
    const [keyBefore, before] = [await readFile(key, 'utf8'), await readFile(path, 'utf8')];
    await writeFile(key, change(keyBefore));
    for (const attempt of [open().get('relay.token', signal), open().set('relay.token', 'something', signal)]) {
      await expect(attempt).rejects.toMatchObject({
        code: 'secret_store_unreadable',
        message: expect.stringContaining(what),
        remedy: expect.any(String),
      });
    }
    expect(await readFile(path, 'utf8')).toBe(before);
    await writeFile(key, keyBefore);
    expect(await open().get('relay.token', signal)).toBe(VALUE);
  });

  it('that is cut off anywhere is refused, and is never taken for an empty one', async () => {
    const { store, open, path } = await createStore();
    await store.set('relay.token', VALUE, signal);
    const text = await readFile(path, 'utf8');
    for (let length = 0; length < text.trimEnd().length; length += 7) {
      await writeFile(path, text.slice(0, length));
      await expect(open().names(signal), `${length} characters`).rejects.toMatchObject({
        code: 'secret_store_unreadable',
      });
      await expect(open().set('relay.token', 'something', signal)).rejects.toMatchObject({
        code: 'secret_store_unreadable',
      });
    }
    await writeFile(path, text);
    expect(await open().get('relay.token', signal)).toBe(VALUE);
  });

  it('refuses what would make it too large to be read again', async () => {
    const { store, open } = await createStore();
    await store.set('relay.token', VALUE, signal);
    const fill = async () => {
      for (let index = 0; index < 40; index += 1) await store.set(`large.n${index}`, 'x'.repeat(65_536), signal);
    };
    await expect(fill()).rejects.toMatchObject({ code: 'secret_store_unwritable', remedy: expect.any(String) });
    expect(await open().get('relay.token', signal)).toBe(VALUE);
  });

  it('has another key after another program removed file and key', async () => {
    const { store, open } = await createStore();
    await store.set('relay.token', VALUE, signal);
    await open().erase(signal);
    await store.set('relay.token', `${VALUE}-two`, signal);
    expect(await open().get('relay.token', signal)).toBe(`${VALUE}-two`);
  });

  if (HAS_MODES) {
    it('refuses a key that others can read', async () => {
      const { store, open, keyFolder } = await createStore();
      await store.set('relay.token', VALUE, signal);
      const [name] = await readdir(keyFolder);
      await chmod(join(keyFolder, name!), 0o644);
      await expect(open().names(signal)).rejects.toMatchObject({ remedy: expect.stringContaining('chmod 600') });
    });
  }

  it('follows its home when that is moved', async () => {
    const { store, home, keyFolder } = await createStore();
    await store.set('relay.token', VALUE, signal);
    const moved = join(await tempHome(), 'moved');
    await rename(home, moved);
    const options = {
      home: moved,
      keyFolder,
      redactor: new Redactor(),
      clock: new SystemClock(),
      platform: process.platform,
    };
    expect(await encryptedFileCandidate(options).open().get('relay.token', signal)).toBe(VALUE);
  });

  it('leaves neither file nor key nor the neighbour of a killed write when it is erased', async () => {
    const { store, home, path, keyFolder } = await createStore();
    await store.set('relay.token', VALUE, signal);
    await writeFile(`${path}.123-abc.tmp`, 'half');
    await store.erase(signal);
    expect(await readdir(home)).toEqual([]);
    expect(await readdir(keyFolder)).toEqual([]);
  });
});

describe('the folder for keys', () => {
  const place = { env: {}, platform: 'linux', userFolder: '/u', workingFolder: () => '/u' } as const;

  it('is away from the default home and inside a chosen one', () => {
    const usual = join('/u/.config/gatehouse');
    expect(slashes(secretKeyFolder(usual, place))).toBe('/u/.local/state/gatehouse/keys');
    expect(slashes(secretKeyFolder('/data', place))).toBe('/data/keys');
    expect(slashes(secretKeyFolder(usual, { ...place, env: { XDG_STATE_HOME: '/s' } }))).toBe('/s/gatehouse/keys');
    expect(slashes(secretKeyFolder(usual, { ...place, env: { XDG_STATE_HOME: 'a' } }))).toBe(
      '/u/.local/state/gatehouse/keys',
    );
    const mac = join('/u/Library/Application Support/Gatehouse');
    expect(slashes(secretKeyFolder(mac, { ...place, platform: 'darwin' }))).toBe('/u/Library/Gatehouse/keys');
  });

  it('is the same however the home was named', () => {
    const env = { GATEHOUSE_HOME: join('/u/.config/gatehouse') };
    expect(slashes(secretKeyFolder(join('/u/.config/gatehouse'), { ...place, env }))).toBe(
      '/u/.local/state/gatehouse/keys',
    );
  });
});
