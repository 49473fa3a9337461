import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keychainCandidate, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { keychainProcess } from '../../../electron/core/platform/keychain-process.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const VALUE = 'planted-secret-51e0';

/** A binding that keeps its entries in a file, with the shape of `@napi-rs/keyring`. */
async function fakeBinding(folder: string): Promise<string> {
  const path = join(folder, 'binding.cjs');
  await writeFile(
    path,
    `const fs = require('node:fs'); const file = ${JSON.stringify(join(folder, 'entries.json'))};
    const read = () => { try { return JSON.parse(fs.readFileSync(file, 'utf8')); } catch { return {}; } };
    exports.Entry = class { constructor(service, account, options) {
        if (options.linux.store !== 'secret-service') throw new Error('wrong store');
        this.key = service + '/' + account; }
      getPassword() { return read()[this.key] ?? null; }
      setPassword(value) { fs.writeFileSync(file, JSON.stringify({ ...read(), [this.key]: value })); }
      deletePassword() { const all = read(); delete all[this.key]; fs.writeFileSync(file, JSON.stringify(all)); return true; } };`,
  );
  return path;
}

async function createKeychain(modulePath: string | undefined, env: NodeJS.ProcessEnv = {}) {
  const home = await tempHome();
  const options = { home, redactor: new Redactor(), clock, platform: process.platform, env };
  const connect = (timeoutMs = 20_000) => keychainProcess({ clock, env, timeoutMs, modulePath });
  return { home, candidate: keychainCandidate({ ...options, connect }) };
}

describe('the keychain', () => {
  it('keeps the key of an encrypted file, and nothing else', async () => {
    const folder = await tempHome();
    const { home, candidate } = await createKeychain(await fakeBinding(folder));
    expect(await candidate.unavailable(false, signal)).toBeUndefined();
    const store = candidate.open();
    await store.set('relay.token', VALUE, signal);
    expect(await candidate.open().get('relay.token', signal)).toBe(VALUE);
    expect(await readFile(join(home, 'secrets.keychain.json'), 'utf8')).not.toContain(VALUE);
    const entries = JSON.parse(await readFile(join(folder, 'entries.json'), 'utf8'));
    expect(Object.keys(entries)).toEqual([expect.stringMatching(/^Gatehouse\/secrets key [0-9a-f]{32}$/)]);
    expect(Object.values(entries)).toEqual([expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/)]);
    await store.erase(signal);
    expect(JSON.parse(await readFile(join(folder, 'entries.json'), 'utf8'))).toEqual({});
  });

  it('is unavailable with a reason where its binding is not installed', async () => {
    const { candidate } = await createKeychain(undefined);
    expect(await candidate.unavailable(false, signal)).toContain('not installed');
  });

  it('is given up when it never answers, and stops nothing else meanwhile', async () => {
    const folder = await tempHome();
    const path = join(folder, 'hanging.cjs');
    await writeFile(path, 'exports.Entry = class { constructor() { for (;;) {} } };');
    let turns = 0;
    const heart = setInterval(() => (turns += 1), 20);
    const run = keychainProcess({ clock, env: {}, timeoutMs: 500, modulePath: path });
    await expect(run({ operation: 'get', account: 'any' }, signal)).rejects.toMatchObject({
      code: 'secret_store_unavailable',
      message: expect.stringContaining('does not answer'),
      retryable: true,
    });
    clearInterval(heart);
    expect(turns).toBeGreaterThan(0);
  });

  it('ends its child when the caller gives up', async () => {
    const path = join(await tempHome(), 'hanging.cjs');
    await writeFile(path, 'exports.Entry = class { constructor() { for (;;) {} } };');
    const giving = new AbortController();
    const waiting = keychainProcess({ clock, env: {}, modulePath: path })(
      { operation: 'get', account: 'a' },
      giving.signal,
    );
    giving.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });

  it('quotes no value when the binding fails', async () => {
    const path = join(await tempHome(), 'failing.cjs');
    await writeFile(
      path,
      'exports.Entry = class { setPassword(value) { process.stdout.write(value); process.exit(1); } };',
    );
    const run = keychainProcess({ clock, env: {}, modulePath: path });
    const error = await run({ operation: 'set', account: 'a', value: VALUE }, signal).catch((thrown: Error) => thrown);
    expect(error).toMatchObject({ code: 'secret_store_unavailable' });
    expect((error as Error).stack).not.toContain(VALUE);
  });
});

// The Secret Service is a matter of Linux; elsewhere these would write into the keychain of whoever runs them.
if (process.platform === 'linux') {
  describe('the keychain of Linux', () => {
    it('is unavailable with a reason where there is no session bus', async () => {
      const home = await tempHome();
      const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'nobody')}` };
      const options = { home, redactor: new Redactor(), clock, platform: process.platform, env };
      const reason = await keychainCandidate(options).unavailable(false, signal);
      expect(reason).toMatch(/^The keychain of this computer cannot be used: /);
    });

    it('is given up on a session bus that takes connections and says nothing', async () => {
      const path = join(await tempHome(), 'bus');
      const bus = createServer(() => undefined);
      await new Promise<void>(resolve => bus.listen(path, resolve));
      onTestFinished(() => void bus.close());
      const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` };
      const run = keychainProcess({ clock, env, timeoutMs: 500 });
      await expect(run({ operation: 'get', account: 'any' }, signal)).rejects.toMatchObject({
        code: 'secret_store_unavailable',
      });
    });
  });
}
