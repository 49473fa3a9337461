import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runAccountList, runAccountUse, runLogout, runWhoami } from '../../../electron/cli/account-command.ts';
import type { CliIo } from '../../../electron/cli/io.ts';
import { runLogin } from '../../../electron/cli/login-command.ts';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { signal, startServer } from './support.ts';

const clock = new SystemClock();

/** A command line without a terminal, a screen or a session bus. */
async function createIo(input = '') {
  const home = await tempHome();
  const written = { out: '' };
  const out = new PassThrough().on('data', chunk => {
    written.out += String(chunk);
  });
  const create = (text: string): CliIo => {
    const stdin = new PassThrough();
    stdin.end(text);
    return {
      env: { GATEHOUSE_HOME: home, DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(home, 'none')}` },
      stdin: stdin as unknown as NodeJS.ReadStream,
      stdout: out as unknown as NodeJS.WriteStream,
      stderr: out as unknown as NodeJS.WriteStream,
      platform: process.platform === 'win32' ? 'win32' : 'linux',
      workingFolder: () => home,
      userFolder: home,
      temporaryFolder: home,
      version: '0.0.0',
      program: [],
      pid: process.pid,
      assetsFolder: home,
      clock,
      signal,
      crash: signal,
      onEnd: () => undefined,
    };
  };
  return { home, io: create(input), create, output: () => written.out };
}

describe('the commands of the account', () => {
  it('sign in with a pasted login, show it, and sign out', async () => {
    const server = await startServer();
    const bundle = server.createBundle() as { access_token: string; refresh_token: string };
    const { io, create, output, home } = await createIo(JSON.stringify(bundle));
    await runLogin(io, { manual: true });
    await runWhoami(create(''), {});
    await runWhoami(create(''), { json: true });
    await runLogout(create(''), undefined, {});
    await expect(runWhoami(create(''), {})).rejects.toMatchObject({ code: 'account_none' });
    expect(output()).toContain('Signed in as you@sandbox.invalid.');
    expect(output()).toContain('Relay:    127.0.0.1:1');
    expect(output()).toContain('Signed out you@sandbox.invalid. The server ended the session.');
    expect(output()).not.toContain(bundle.access_token);
    expect(output()).not.toContain(bundle.refresh_token);
    expect(server.sessionCount).toBe(0);
    // The key is in a folder, or where this computer has one, in its keychain.
    const { kind } = JSON.parse(await readFile(join(home, 'secret-store.json'), 'utf8'));
    expect((await readdir(home)).sort()).toEqual(
      kind === 'keychain'
        ? ['secret-store.json', 'secrets.keychain.json']
        : ['keys', 'secret-store.json', 'secrets.encrypted.json'],
    );
  });

  it('sign in through a page', async () => {
    const server = await startServer();
    const { io, output } = await createIo();
    const done = runLogin(io, { appUrl: server.appUrl, browser: false });
    const address = await until(() => /http:\S+cli-auth\S+/.exec(output())?.[0]);
    const callback = new URL(address).searchParams.get('redirect_uri')!;
    const headers = { origin: server.appUrl, 'content-type': 'application/json' };
    httpRequest(callback, { method: 'POST', headers }, response => response.resume()).end(
      JSON.stringify(server.createBundle()),
    );
    await done;
    expect(output()).toContain('Signed in as you@sandbox.invalid.');
  });

  it('take over the session of og-veil and leave it as it is', async () => {
    const server = await startServer();
    const { io, home, output } = await createIo();
    const folder = join(home, '.opengradient', 'veil');
    await mkdir(folder, { recursive: true });
    const text = JSON.stringify(server.createBundle(), null, 2);
    await writeFile(join(folder, 'session.json'), text);
    await runLogin(io, { import: true });
    expect(output()).toContain('Taking over the session in');
    expect(await readFile(join(folder, 'session.json'), 'utf8')).toBe(text);
  });

  it('move the secrets of an unencrypted file, and say so', async () => {
    const server = await startServer();
    const { io, home, output } = await createIo(JSON.stringify(server.createBundle()));
    await new FileSecretStore({ home, redactor: new Redactor(), clock }).set('relay.token', 'planted-secret', signal);
    await runLogin(io, { manual: true });
    expect(output()).toContain('Moved 1 secrets. In ');
    expect(await readdir(home)).not.toContain('secrets.json');
  });

  it('choose among accounts by e-mail, id, or the beginning of one', async () => {
    const server = await startServer();
    const { create, output } = await createIo();
    const users = ['one@example.org', 'two@example.org'].map(email => ({ id: email, email }));
    for (const user of users) {
      await runLogin(create(JSON.stringify({ ...server.createBundle(), user })), { manual: true });
    }
    await runAccountUse(create(''), 'ONE@example.org', {});
    await runAccountList(create(''), {});
    expect(output()).toMatch(/\* [0-9a-f]{12} {2}one@example\.org\n {2}[0-9a-f]{12} {2}two@example\.org\n$/);
    const [, id = ''] = /\n {2}([0-9a-f]{12}) {2}two/.exec(output()) ?? [];
    await runAccountUse(create(''), id.slice(0, 8), {});
    expect(output()).toMatch(/two@example\.org is used from now on\.\n$/);
    await expect(runAccountUse(create(''), 'nobody', {})).rejects.toMatchObject({ code: 'account_unknown' });
    await runLogout(create(''), undefined, { all: true });
    await runAccountList(create(''), {});
    expect(output()).toContain('No account.');
  });

  it.each<[string, Parameters<typeof runLogin>[1]]>([
    ['both ways at once', { manual: true, import: true }],
    ['a page without https', { appUrl: 'http://chat.example.org' }],
    ['a page that is none', { appUrl: 'chat' }],
  ])('refuse %s as wrong usage', async (_, options) => {
    const { io } = await createIo();
    await expect(runLogin(io, options)).rejects.toMatchObject({ code: 'wrong_usage' });
  });
});

/** Waits for a value without waiting for time. */
async function until<T>(look: () => T | undefined): Promise<T> {
  for (;;) {
    const value = look();
    if (value !== undefined) return value;
    await new Promise(resolve => setImmediate(resolve));
  }
}
