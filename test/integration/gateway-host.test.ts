import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { type CommandOutcome, type RunningHost, runCommand, startHost } from '../helpers/running-host.ts';
import { helloPayload, type Script, ScriptedGateway } from '../helpers/scripted-gateway.ts';
import { tempHome } from '../helpers/temp-home.ts';

const TOKEN = 'planted-gateway-token-91ab3c';
const DEVICE_TOKEN = 'planted-device-token-77de01';
const REQUEST_ID = '6f6d7c1e-9f7a-4b43-8a51-3c2a4d5e6f70';
const FORMS = [TOKEN, DEVICE_TOKEN].flatMap(secret => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
]);
const LIMIT = { timeout: 60_000, interval: 100 };

/** Everything that left the host and its commands: none of it may hold a secret. */
const written: string[] = [];

async function run(home: string, ...args: string[]): Promise<CommandOutcome> {
  const outcome = await runCommand(args, { home });
  written.push(outcome.stdout, outcome.stderr);
  return outcome;
}

async function gatewayOf(home: string): Promise<StatusSnapshot['gateway']> {
  const { stdout } = await run(home, 'status', '--json');
  return StatusSnapshot.parse(JSON.parse(stdout)).gateway;
}

async function startGateway(script: Script, port = 0): Promise<ScriptedGateway> {
  const gateway = await ScriptedGateway.start(script, { port });
  onTestFinished(() => gateway.stop().catch(() => undefined));
  return gateway;
}

async function startConnectedHost(url: string): Promise<{ home: string; host: RunningHost }> {
  const home = await tempHome();
  const env = { GATEHOUSE_GATEWAY_URL: url, GATEHOUSE_GATEWAY_NAME: 'studio', GATEHOUSE_GATEWAY_TOKEN: TOKEN };
  return { home, host: await startHost({ home, env }) };
}

/** Ends the host and looks through all that it wrote; no file may hold a secret as it is. */
async function expectNoSecretAnywhere(home: string, host: RunningHost): Promise<void> {
  const { stdout, stderr } = await host.end('SIGTERM');
  const files = await readdir(home, { recursive: true, withFileTypes: true });
  const kept = files.filter(entry => entry.isFile());
  const texts = await Promise.all(kept.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
  expect(texts.length).toBeGreaterThan(0);
  for (const text of [stdout, stderr, ...written, ...texts]) {
    for (const form of FORMS) expect(text).not.toContain(form);
  }
}

describe('the headless host and its gateway', () => {
  it('connects, shows it, survives a restart of the gateway and reconnects by hand', async () => {
    const tokens: unknown[] = [];
    const welcome =
      (bootId: string): Script =>
      async connection => {
        const { params } = await connection.welcome({ bootId, deviceToken: DEVICE_TOKEN });
        tokens.push((params['auth'] as { token?: unknown }).token);
      };
    const first = await startGateway(welcome('boot-1'));
    const { home, host } = await startConnectedHost(first.url);
    await vi.waitFor(
      async () =>
        expect(await gatewayOf(home)).toMatchObject({
          state: 'ready',
          health: 'well',
          profile: 'studio',
          host: `127.0.0.1:${first.port}`,
          server: { version: '2026.9.1', bootId: 'boot-1' },
          roundTripMs: expect.any(Number) as number,
        }),
      LIMIT,
    );
    expect(tokens[0]).toBe(TOKEN);
    const status = await run(home, 'status');
    expect(status.stdout).toMatch(/^All three gates are open\./);
    expect(status.stdout).toMatch(/^Gateway +ready: Connected to studio/m);
    expect(await run(home, 'gateway', 'health')).toMatchObject({ code: 0, stderr: '' });

    const { port } = first;
    await first.stop();
    await vi.waitFor(async () => expect((await gatewayOf(home))?.state).not.toBe('ready'), LIMIT);
    expect((await run(home, 'gateway', 'health')).code).toBe(1);
    const second = await startGateway(welcome('boot-2'), port);
    await vi.waitFor(
      async () => expect(await gatewayOf(home)).toMatchObject({ state: 'ready', server: { bootId: 'boot-2' } }),
      LIMIT,
    );

    expect(await run(home, 'gateway', 'reconnect')).toMatchObject({ code: 0, stderr: '' });
    await vi.waitFor(() => expect(second.connections).toHaveLength(2), LIMIT);
    await vi.waitFor(async () => expect((await gatewayOf(home))?.state).toBe('ready'), LIMIT);
    await expectNoSecretAnywhere(home, host);
  });

  it('takes a secret that is stored while it runs, and signs in with it by itself', async () => {
    const gateway = await startGateway(async connection => {
      const hello = await connection.greet();
      const { token } = (hello.params['auth'] ?? {}) as { token?: unknown };
      if (token === TOKEN) {
        connection.answer(hello, helloPayload({}));
        while (connection.socket.readyState === connection.socket.OPEN) connection.answer(await connection.next(), {});
        return;
      }
      connection.refuse(hello, {
        code: 'INVALID_REQUEST',
        message: 'unauthorized',
        details: { code: 'AUTH_TOKEN_MISMATCH', canRetryWithDeviceToken: false },
      });
      connection.socket.close(1008, 'unauthorized');
    });
    const home = await tempHome();
    await runCommand(['secret', 'set', 'gateway.token'], { home, input: 'a-wrong-token' });
    const host = await startHost({ home, env: { GATEHOUSE_GATEWAY_URL: gateway.url } });
    await vi.waitFor(async () => expect(await gatewayOf(home)).toMatchObject({ state: 'refused' }), LIMIT);
    const attempts = gateway.connections.length;
    await runCommand(['secret', 'set', 'relay.token'], { home, input: 'another-secret' });
    expect(gateway.connections).toHaveLength(attempts);
    expect(await runCommand(['secret', 'set', 'gateway.token'], { home, input: TOKEN })).toMatchObject({ code: 0 });
    await vi.waitFor(async () => expect(await gatewayOf(home)).toMatchObject({ state: 'ready' }), LIMIT);
    await expectNoSecretAnywhere(home, host);
  });

  it('waits for approval with the very command that gives it', async () => {
    const gateway = await startGateway(async connection => {
      connection.refuse(await connection.greet(), {
        code: 'NOT_PAIRED',
        message: `pairing required for ${TOKEN}`,
        details: { code: 'PAIRING_REQUIRED', reason: 'not-paired', requestId: REQUEST_ID },
      });
      connection.socket.close(1008, 'pairing required');
    });
    const { home, host } = await startConnectedHost(gateway.url);
    const command = `openclaw devices approve ${REQUEST_ID}`;
    await vi.waitFor(
      async () =>
        expect(await gatewayOf(home)).toMatchObject({
          state: 'waiting-for-approval',
          health: 'needs-you',
          approval: { requestId: REQUEST_ID, command },
        }),
      LIMIT,
    );
    const status = await run(home, 'status');
    expect(status.stdout).toMatch(/^The gateway needs you\. Private inference is open\./);
    expect(status.stdout).toMatch(/^Gateway +waiting for approval: /m);
    expect(status.stdout).toContain(command);
    const health = await run(home, 'gateway', 'health');
    expect(health.code).toBe(1);
    expect(health.stdout).toContain(command);
    expect(health.stderr).toBe(
      "gatehouse: studio is not connected. studio does not know this computer yet.\nRun the approval command on the gateway's computer.\n",
    );
    await expectNoSecretAnywhere(home, host);
  });

  it('shows no gateway where none is configured, and the commands say what to set', async () => {
    const home = await tempHome();
    // The sandbox has a gateway of its own, so this is a network of one's own that does not answer.
    const env = {
      GATEHOUSE_TEE_REGISTRY_RPC_URLS: 'http://127.0.0.1:1',
      GATEHOUSE_TEE_REGISTRY_ADDRESS: `0x${'11'.repeat(20)}`,
      GATEHOUSE_RELAY_URL: 'http://127.0.0.1:1',
    };
    await startHost({ home, args: ['--port', '0'], env });
    expect(await gatewayOf(home)).toBeNull();
    expect((await run(home, 'status')).stdout).not.toMatch(/gateway/i);
    for (const command of ['health', 'reconnect']) {
      const { code, stderr } = await run(home, 'gateway', command);
      expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('gateway.url') as string });
    }
  });
});
