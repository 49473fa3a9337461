import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { SetupStatus, StatusSnapshot } from '../../electron/contract/index.ts';
import { ControlClient } from '../../electron/core/control/index.ts';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { type Sandbox, SandboxGateway, startSandbox } from '../../electron/sandbox/index.ts';
import { SeededRandom } from '../../electron/sandbox/seeded-random.ts';
import { type CommandOutcome, runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const LIMIT = { timeout: 60_000, interval: 100 };
const TOKEN = 'planted-gateway-token-of-a-test';
const { signal } = new AbortController();
const clock = new SystemClock();
const ENV = { GATEHOUSE_PROXY_PORT: '0', GATEHOUSE_SANDBOX_DEMO: 'off' };

async function startNetwork(seed = 'setup'): Promise<Sandbox> {
  const sandbox = await startSandbox({ seed, clock, signal });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

function setUp(home: string, answers: object, ...args: string[]): Promise<CommandOutcome> {
  return runCommand(['setup', '--answers', '-', ...args], { home, env: ENV, input: JSON.stringify(answers) });
}

function ownNetwork({ rpcUrl, registryAddress, relayUrl, bearerToken, chainId }: Sandbox, changes: object = {}) {
  return { kind: 'own', rpcUrls: [rpcUrl], registryAddress, relayUrl, chainId, token: bearerToken, ...changes };
}

function client(home: string): ControlClient {
  return new ControlClient({ place: { home, platform: process.platform, runtimeFolder: '/tmp' }, clock });
}

async function statusOf(home: string): Promise<StatusSnapshot> {
  return client(home).status(signal);
}

async function until(home: string, holds: (setup: SetupStatus) => boolean): Promise<StatusSnapshot> {
  return vi.waitFor(async () => {
    const status = await statusOf(home);
    expect(status.setup).toSatisfy(holds);
    return status;
  }, LIMIT);
}

describe('gatehouse setup, beside a running host', () => {
  it('opens a network of one’s own without a restart, and keeps it for the next start', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    const host = await startHost({ home, args: ['--port', '0'] });
    expect(await statusOf(home)).toMatchObject({ sandbox: { seed: 'gatehouse' }, setup: { needed: true } });
    const outcome = await setUp(home, { network: ownNetwork(network) });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/ok {2}Registry: The registry lists 4 TEEs, 4 usable\./);
    expect(outcome.stdout).toMatch(/ok {2}Test request: .* answered a test request, and the answer was verified\./);
    expect(outcome.stdout).toContain('It is running; the local endpoint is http://127.0.0.1:');
    const status = await statusOf(home);
    expect(status).toMatchObject({
      sandbox: null,
      app: { pid: host.pid },
      account: { requestsUse: 'own-token' },
      setup: { phase: 'finished', needed: false, choices: { network: 'own', own: { chainId: network.chainId } } },
    });
    expect(status.activity.filter(({ code }) => code === 'setupFinished')).toHaveLength(1);
    expect(JSON.stringify(status)).not.toContain(network.bearerToken);
    for (const file of ['setup.json', 'config.json', 'logs/gatehouse.log']) {
      expect(await readFile(join(home, file), 'utf8')).not.toContain(network.bearerToken);
    }
    const { stderr } = await host.end('SIGTERM');
    expect(stderr).toBe('');
    expect((await startHost({ home, args: ['--port', '0'] })).ready.sandbox).toBeNull();
    expect((await statusOf(home)).setup.needed).toBe(false);
  });

  it('waits for a login on the page, and then uses the network of the account', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    await startHost({ home, args: ['--port', '0'] });
    const run = (command: Parameters<ControlClient['execute']>[0]) => client(home).execute(command, signal);
    await run({ name: 'setupChooseNetwork', network: { kind: 'account' } });
    await until(home, ({ steps }) => steps[0]?.remedy?.command === 'login');
    const { url } = await run({ name: 'login', appUrl: network.account.appUrl });
    await until(home, ({ steps }) => steps[0]?.sentence === 'Waiting for the login in the browser.');
    const bundle = network.account.createBundle() as { config: object };
    const login = { ...bundle, config: { ...bundle.config, app_env: 'production' } };
    const callback = new URL(url ?? '').searchParams.get('redirect_uri') ?? '';
    const headers = { origin: network.account.appUrl, 'content-type': 'application/json' };
    request(callback, { method: 'POST', headers }, response => response.resume()).end(JSON.stringify(login));
    const status = await until(home, ({ steps }) => steps[0]?.state === 'ok');
    expect(status).toMatchObject({ sandbox: null, account: { requestsUse: 'account', notice: null } });
    expect(status.setup.steps[0]?.checks.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'account ok',
      'chain ok',
      'tee ok',
      'answer ok',
    ]);
  });

  it('goes on where it was left by kill -9', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    const host = await startHost({ home, args: ['--port', '0'] });
    const { rpcUrl, registryAddress, relayUrl } = network;
    const own = { kind: 'own' as const, rpcUrls: [rpcUrl], registryAddress, relayUrl };
    await client(home).execute({ name: 'setupChooseNetwork', network: own }, signal);
    // No token: the last check fails, and the choice stays.
    await until(home, ({ steps }) => steps[0]?.state === 'failed');
    await client(home).execute({ name: 'setupNext', anyway: true }, signal);
    await host.end('SIGKILL');
    await startHost({ home, args: ['--port', '0'] });
    const { setup, sandbox } = await statusOf(home);
    expect(sandbox).toBeNull();
    expect(setup).toMatchObject({ needed: true, step: 'gateway', choices: { network: 'own' } });
    expect(setup.steps[0]).toMatchObject({ state: 'open' });
  });
});

describe('gatehouse setup, without a running host', () => {
  it('sets up by itself, says how to start, and does not come again', async () => {
    const home = await tempHome();
    const outcome = await setUp(home, { network: { kind: 'sandbox' }, gateway: { kind: 'sandbox' }, agents: [] });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/ok {2}sandbox gateway: Connected to sandbox gateway\./);
    expect(outcome.stdout).toMatch(/\d subscriptions and \d agents are well\./);
    expect(outcome.stdout).toMatch(/Gatehouse is set up\..*\nStart it with: gatehouse run\n$/);
    await startHost({ home, args: ['--port', '0'] });
    expect(await statusOf(home)).toMatchObject({ sandbox: { seed: 'gatehouse' }, setup: { needed: false } });
  });

  it('says of each network what is wrong, keeps the choice, and is well once it is right', async () => {
    const network = await startNetwork();
    const home = await tempHome();
    const wrong = await setUp(home, { network: ownNetwork(network, { chainId: network.chainId + 1 }) });
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/^gatehouse: .*chain.*\nEnter an RPC address of the right chain/);
    const unreachable = await setUp(home, { network: ownNetwork(network, { rpcUrls: ['http://127.0.0.1:9'] }) });
    expect(unreachable.code).toBe(1);
    expect(unreachable.stderr).toMatch(/\nCheck the RPC address and the connection/);
    const malformed = await setUp(home, { network: ownNetwork(network, { registryAddress: '0x12' }) });
    expect(malformed.stderr).toMatch(
      /^gatehouse: The address of the registry contract cannot be used: expected an address: 0x and 40 hex digits\./,
    );
    const config = JSON.parse(await readFile(join(home, 'config.json'), 'utf8')) as object;
    expect(config).toMatchObject({ network: 'own', tee: { registry: { rpcUrls: ['http://127.0.0.1:9'] } } });
    for (const { teeId } of network.enclaves()) network.network.registry.disable(teeId);
    const empty = await setUp(home, { network: ownNetwork(network) });
    expect(empty.code).toBe(1);
    expect(empty.stderr).toMatch(/^gatehouse: .*no TEE.*\n/);
    await network.network.addEnclaves(1);
    expect(await setUp(home, { network: ownNetwork(network) })).toMatchObject({ code: 0 });
  });

  it('says of a gateway that it is not running, or refuses the token, and takes the right one', async () => {
    const { gateway } = await startNetwork();
    const home = await tempHome();
    const sandbox = { kind: 'sandbox' };
    const nobody = await setUp(home, { network: sandbox, gateway: { kind: 'url', url: 'ws://127.0.0.1:9' } });
    expect(nobody.stderr).toMatch(/^gatehouse: Nothing answers at 127\.0\.0\.1:9\.\nStart the gateway/);
    const wrong = { kind: 'url', url: gateway.url, token: 'planted-wrong-token' };
    const refused = await setUp(home, { network: sandbox, gateway: wrong });
    expect(refused.stderr).toMatch(/refused the token/);
    const right = await setUp(home, { network: sandbox, gateway: { ...wrong, token: gateway.token } });
    expect(right).toMatchObject({ code: 0, stderr: '' });
    const config = JSON.parse(await readFile(join(home, 'config.json'), 'utf8')) as {
      gateway: { profiles: { url: string }[] };
    };
    expect(config.gateway.profiles.map(({ url }) => url)).toEqual([gateway.url]);
  });

  it('waits for the approval with the command that gives it', async () => {
    const gateway = new SandboxGateway({
      clock,
      random: new SeededRandom('setup-test'),
      secrets: new SystemRandom(),
      auth: { mode: 'token', token: TOKEN },
      approvesLocal: false,
    });
    onTestFinished(() => gateway.stop());
    await gateway.start(signal);
    const home = await tempHome();
    const answers = { network: { kind: 'sandbox' }, gateway: { kind: 'url', url: gateway.url, token: TOKEN } };
    const ended = setUp(home, answers);
    // The command tries the whole sandbox before it asks.
    await vi.waitFor(
      () => {
        const [pending] = gateway.pairing.pending();
        gateway.pairing.approve(pending?.requestId ?? '');
      },
      { timeout: 240_000, interval: 100 },
    );
    const outcome = await ended;
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/\$ openclaw devices approve \S+/);
    expect(outcome.stdout).not.toContain(TOKEN);
  });

  it('asks for a terminal or for answers, and says of answers what is wrong in them', async () => {
    const home = await tempHome();
    expect(await runCommand(['setup'], { home })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('gatehouse setup --answers'),
    });
    const outcome = await setUp(home, { network: { kind: 'own', token: 'planted-secret' } });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(/^gatehouse: The answers cannot be used: network\.rpcUrls/);
    expect(outcome.stderr).not.toContain('planted-secret');
    const signedOut = await setUp(home, { network: { kind: 'account' } });
    expect(signedOut.stderr).toMatch(/^gatehouse: Nobody is signed in, and the answers hold no login\./);
  });
});
