import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { StatusSnapshot, type UsedAccount } from '../../electron/contract/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { type RunningHost, runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome, textOfHome } from '../helpers/temp-home.ts';

const LIMIT = { timeout: 60_000, interval: 100 };

async function startNetwork(seed = 'account'): Promise<Sandbox> {
  const sandbox = await startSandbox({ seed, clock: new SystemClock(), signal: new AbortController().signal });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** A login of the network as a real one gives it, not marked as the sandbox's. */
function loginOf({ account }: Sandbox, changes: { email?: string; config?: object } = {}) {
  const bundle = account.createBundle() as {
    access_token: string;
    refresh_token: string;
    user: object;
    config: object;
  };
  const { email = 'you@example.org', config = {} } = changes;
  return {
    ...bundle,
    user: { ...bundle.user, id: email, email },
    config: { ...bundle.config, app_env: 'production', ...config },
  };
}

async function statusOf(home: string): Promise<StatusSnapshot> {
  const { stdout } = await runCommand(['status', '--json'], { home });
  return StatusSnapshot.parse(JSON.parse(stdout));
}

async function accountOf(home: string): Promise<UsedAccount> {
  return (await statusOf(home)).account;
}

/** At the endpoint of now: a free port is another one on another network. */
async function askNow(home: string): Promise<Response> {
  return askAt((await statusOf(home)).proxy.endpoint);
}

async function ask(host: RunningHost): Promise<Response> {
  return askAt(host.ready.endpoint);
}

async function askAt(endpoint: string | null): Promise<Response> {
  return fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-4.1', messages: [{ role: 'user', content: 'hello' }] }),
  });
}

describe('the account of a headless host', () => {
  it('decides the network, serves requests, is renewed, and is gone after the sign-out', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    const bundle = loginOf(network);
    const login = await runCommand(['login', '--manual'], { home, input: JSON.stringify(bundle) });
    expect(login).toMatchObject({ code: 0, stdout: expect.stringContaining('Signed in as you@example.org.') });
    const host = await startHost({ home, args: ['--port', '0'] });
    expect(host.ready.sandbox).toBeNull();
    await vi.waitFor(async () => expect((await ask(host)).status).toBe(200), LIMIT);
    expect(await accountOf(home)).toMatchObject({ state: 'signed-in', requestsUse: 'account', notice: null });

    network.account.expireTokens();
    const answer = await ask(host);
    expect(answer.headers.get('x-opengradient-verified')).toBe('true');
    expect(network.account.refreshes).toBe(1);

    const status = await runCommand(['status'], { home });
    expect(status.stdout).toMatch(/Account +signed in: Signed in as you@example\.org\.\n +Requests are sent with it\./);
    expect(await runCommand(['whoami'], { home })).toMatchObject({ code: 0 });
    const logout = await runCommand(['logout'], { home });
    expect(logout.stdout).toBe('Signed out you@example.org. The server ended the session.\n');
    expect((await ask(host)).status).toBe(401);
    expect(await accountOf(home)).toMatchObject({ state: 'none', requestsUse: 'nothing', health: 'needs-you' });
    expect(await runCommand(['whoami'], { home })).toMatchObject({ code: 1 });
    const { stdout, stderr } = await host.end('SIGTERM');
    const all = [login.stdout, status.stdout, stdout, stderr, await textOfHome(home)].join('\n');
    for (const secret of [bundle.access_token, bundle.refresh_token]) expect(all).not.toContain(secret);
  });

  it('never sends its token to the relay of another account, and takes the host along to its own without a restart', async () => {
    const [first, second] = [await startNetwork('first'), await startNetwork('second')];
    const home = await tempHome();
    await runCommand(['login', '--manual'], { home, input: JSON.stringify(loginOf(first)) });
    const host = await startHost({ home, args: ['--port', '0'] });
    await vi.waitFor(async () => expect((await ask(host)).status).toBe(200), LIMIT);
    const other = loginOf(second, { email: 'two@example.org' });
    const login = await runCommand(['login', '--manual'], { home, input: JSON.stringify(other) });
    expect(login.stdout).not.toContain('Restart');
    const own = { requestsUse: 'account', notice: null };
    const other2 = { ...own, active: { email: 'two@example.org' } };
    await vi.waitFor(async () => expect(await accountOf(home)).toMatchObject(other2), LIMIT);
    await vi.waitFor(async () => expect((await askNow(home)).status).toBe(200), LIMIT);
    expect(await runCommand(['account', 'use', 'you@example.org'], { home })).toMatchObject({ code: 0 });
    const back = { ...own, active: { email: 'you@example.org' } };
    await vi.waitFor(async () => expect(await accountOf(home)).toMatchObject(back), LIMIT);
    await vi.waitFor(async () => expect((await askNow(home)).status).toBe(200), LIMIT);
  });

  it('steps back behind a token of its own', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    await runCommand(['login', '--manual'], { home, input: JSON.stringify(loginOf(network)) });
    const env = { GATEHOUSE_RELAY_TOKEN: network.bearerToken };
    const host = await startHost({ home, args: ['--port', '0'], env });
    network.account.signOutEverywhere();
    await vi.waitFor(async () => expect((await ask(host)).status).toBe(200), LIMIT);
    expect(await accountOf(home)).toMatchObject({ requestsUse: 'own-token' });
  });

  it('that comes while the sandbox runs by default takes the host along to its network', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    const host = await startHost({ home, args: ['--port', '0'] });
    expect(host.ready.sandbox).not.toBeNull();
    const login = await runCommand(['login', '--manual'], { home, input: JSON.stringify(loginOf(network)) });
    expect(login.stdout).not.toContain('Restart');
    const own = { requestsUse: 'account', notice: null };
    await vi.waitFor(async () => expect(await accountOf(home)).toMatchObject(own), LIMIT);
    await vi.waitFor(async () => expect((await askNow(home)).status).toBe(200), LIMIT);
    await host.end('SIGTERM');
    expect((await startHost({ home, args: ['--port', '0'] })).ready.sandbox).toBeNull();
  });

  it('does not say where the registry is: the sandbox is used, and that is said', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    const bundle = loginOf(network, { config: { tee_registry_address: null } });
    await runCommand(['login', '--manual'], { home, input: JSON.stringify(bundle) });
    const host = await startHost({ home, args: ['--port', '0'] });
    expect(host.ready.sandbox).not.toBeNull();
    expect(host.output().stdout).toContain('The login does not say where the registry is');
    expect((await accountOf(home)).notice).toMatchObject({ remedy: { text: expect.stringContaining('tee.registry') } });
    await host.end('SIGTERM');
    const address = { GATEHOUSE_TEE_REGISTRY_ADDRESS: network.registryAddress };
    const configured = await startHost({ home, args: ['--port', '0'], env: address });
    expect(configured.ready.sandbox).toBeNull();
  });

  it('of a sandbox is forgotten at the next start, and the one before it counts again', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    await runCommand(['login', '--manual'], { home, input: JSON.stringify(loginOf(network)) });
    const old = { ...network.account.createBundle() };
    await runCommand(['login', '--manual'], { home, input: JSON.stringify(old) });
    const host = await startHost({ home });
    expect(await accountOf(home)).toMatchObject({
      active: { email: 'you@example.org' },
      accounts: [{ email: 'you@example.org' }],
    });
    await host.end('SIGTERM');
  });

  it('is taken over from og-veil', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    const folder = await tempHome();
    const session = join(folder, 'session.json');
    const text = JSON.stringify(loginOf(network));
    await writeFile(session, text);
    await startHost({ home });
    const outcome = await runCommand(['login', '--import'], { home, env: { OG_VEIL_HOME: folder } });
    expect(outcome).toMatchObject({ code: 0, stdout: expect.stringContaining('Signed in as you@example.org.') });
    expect(await readFile(session, 'utf8')).toBe(text);
    expect(await accountOf(home)).toMatchObject({ active: { email: 'you@example.org' } });
  });

  it('waits for a login that a person cancels or that is refused', async () => {
    const home = await tempHome();
    await startHost({ home });
    const bad = await runCommand(['login', '--manual'], {
      home,
      input: '{"type":"nothing","access_token":"planted-token"}',
    });
    expect(bad).toMatchObject({ code: 1 });
    expect(bad.stderr).toMatch(/^.*not a login of the chat app/);
    expect(bad.stderr + bad.stdout).not.toContain('planted-token');
    const elsewhere = await runCommand(['login', '--app-url', 'http://chat.example.org'], { home });
    expect(elsewhere.stderr).toContain('has to be an https address');
  });
});
