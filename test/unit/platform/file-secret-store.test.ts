import { chmod, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { expectMode, HAS_MODES } from '../../helpers/file-mode.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const signal = new AbortController().signal;

async function createStore() {
  const home = await tempHome();
  const redactor = new Redactor();
  const store = new FileSecretStore({ home, redactor, clock: new SystemClock() });
  return { home, redactor, store, path: join(home, 'secrets.json') };
}

describe('FileSecretStore', () => {
  it('gives back what was set, also to another instance', async () => {
    const { home, store } = await createStore();
    expect(await store.get('relay.token', signal)).toBeUndefined();
    await store.set('relay.token', 'value-one', signal);
    const other = new FileSecretStore({ home, redactor: new Redactor(), clock: new SystemClock() });
    expect(await other.get('relay.token', signal)).toBe('value-one');
    await other.set('relay.token', 'value-two', signal);
    expect(await store.get('relay.token', signal)).toBe('value-two');
  });

  it('lists names in order, never values', async () => {
    const { store } = await createStore();
    await store.set('b.two', 'value-two', signal);
    await store.set('a.one', 'value-one', signal);
    expect(await store.names(signal)).toEqual(['a.one', 'b.two']);
  });

  it('loses none of many changes made at once', async () => {
    const { store } = await createStore();
    const names = Array.from({ length: 20 }, (_, index) => `name.n${index}`);
    await Promise.all(names.map(name => store.set(name, `value of ${name}`, signal)));
    expect(await store.names(signal)).toEqual([...names].sort());
  });

  it('deletes and says whether there was anything', async () => {
    const { store } = await createStore();
    await store.set('relay.token', 'value-one', signal);
    expect(await store.delete('relay.token', signal)).toBe(true);
    expect(await store.delete('relay.token', signal)).toBe(false);
    expect(await store.get('relay.token', signal)).toBeUndefined();
  });

  it('keeps the file to its owner', async () => {
    const { store, path } = await createStore();
    await store.set('relay.token', 'value-one', signal);
    await expectMode(path, 0o600);
  });

  it('tells the redactor of every value it takes in or reads, refused ones included', async () => {
    const { home, store, redactor } = await createStore();
    await store.set('relay.token', 'value-one', signal);
    await expect(store.set('relay.token', 'bad\nvalue', signal)).rejects.toThrow();
    expect(redactor.redact('value-one, bad\nvalue')).toBe('[redacted], [redacted]');
    const reading = new Redactor();
    await new FileSecretStore({ home, redactor: reading, clock: new SystemClock() }).names(signal);
    expect(reading.redact('value-one')).toBe('[redacted]');
  });

  it.each([
    ['relay.token', 'short'],
    ['relay.token', ''],
    ['relay.token', 'line\nbreak-value'],
    ['relay.token', 'x'.repeat(65_537)],
    ['Relay Token', 'value-one'],
    ['../relay', 'value-one'],
    ['__proto__', 'value-one'],
  ])('refuses the name %j with a value of the wrong kind without repeating the value', async (name, value) => {
    const { store } = await createStore();
    const error = await store.set(name, value, signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'secret_invalid', remedy: expect.any(String) });
    if (value !== '') expect(String(error)).not.toContain(value);
  });

  if (HAS_MODES) {
    it('refuses a file that others can read and says how to close it', async () => {
      const { store, path } = await createStore();
      await store.set('relay.token', 'value-one', signal);
      await chmod(path, 0o644);
      const refusal = { code: 'secret_store_unreadable', remedy: expect.stringContaining('chmod 600') };
      await expect(store.get('relay.token', signal)).rejects.toMatchObject(refusal);
      await expect(store.set('relay.token', 'value-two', signal)).rejects.toMatchObject(refusal);
      expect(await readFile(path, 'utf8')).toContain('value-one');
    });
  }

  it('refuses a link', async () => {
    const { store, path, home } = await createStore();
    await store.set('relay.token', 'value-one', signal);
    await rename(path, join(home, 'elsewhere.json'));
    await symlink(join(home, 'elsewhere.json'), path);
    await expect(store.get('relay.token', signal)).rejects.toMatchObject({ code: 'secret_store_unreadable' });
  });

  it.each([
    '{"version":1,"secrets":{"relay.token":"value-o',
    '[]',
    '{"version":2,"secrets":{}}',
    '{"version":1,"secrets":{"a":5}}',
  ])('refuses the damaged file %j, keeps it, and quotes none of it', async text => {
    const { store, path } = await createStore();
    await writeFile(path, text, { mode: 0o600 });
    const error = await store.set('relay.token', 'value-two', signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'secret_store_unreadable' });
    expect(String((error as Error).stack)).not.toContain('value-o');
    expect(await readFile(path, 'utf8')).toBe(text);
  });
});
