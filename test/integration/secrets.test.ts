import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { startSandbox } from '../../electron/sandbox/index.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const SECRET = 'planted-bearer-token-5f2c9e';
const FORMS = [SECRET, Buffer.from(SECRET).toString('base64').replace(/=+$/, ''), Buffer.from(SECRET).toString('hex')];

/** A relay that answers every request with an error that quotes the caller's credentials in many ways. */
async function startTellTaleRelay() {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const authorization = request.headers.authorization ?? '';
    seen.push(authorization);
    const token = authorization.replace(/^Bearer /, '');
    response.writeHead(seen.length % 2 === 0 ? 400 : 401, { 'content-type': 'application/json', 'x-echo': token });
    response.end(JSON.stringify({ error: `bad ${authorization}`, detail: Buffer.from(token).toString('base64') }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function filesOf(home: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => ({ name, text: await readFile(join(parentPath, name), 'utf8') })),
  );
}

async function ask(endpoint: string | null): Promise<string> {
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }] }),
  });
  return JSON.stringify([response.status, [...response.headers], await response.text()]);
}

async function startOwnNetwork(store: 'environment' | 'secret store') {
  const signal = new AbortController().signal;
  const sandbox = await startSandbox({ seed: 'secrets', clock: new SystemClock(), signal });
  onTestFinished(() => sandbox.stop());
  const relay = await startTellTaleRelay();
  const home = await tempHome();
  if (store === 'secret store') await runCommand(['secret', 'set', 'relay.token'], { home, input: SECRET });
  const host = await startHost({
    home,
    args: ['--port', '0'],
    env: {
      GATEHOUSE_TEE_REGISTRY_RPC_URLS: sandbox.rpcUrl,
      GATEHOUSE_TEE_REGISTRY_ADDRESS: sandbox.registryAddress,
      GATEHOUSE_RELAY_URL: relay.url,
      GATEHOUSE_LOG_LEVEL: 'debug',
      ...(store === 'environment' ? { GATEHOUSE_RELAY_TOKEN: SECRET } : {}),
    },
  });
  return { home, host, relay };
}

describe('a bearer token', () => {
  it.each(['environment', 'secret store'] as const)('from the %s reaches the relay and no other place', async store => {
    const { home, host, relay } = await startOwnNetwork(store);
    const told = [await ask(host.ready.endpoint), await ask(host.ready.endpoint), await ask(host.ready.endpoint)];
    expect(relay.seen[0]).toBe(`Bearer ${SECRET}`);
    for (const args of [
      ['status'],
      ['status', '--json'],
      ['test', 'x'],
      ['receipts', 'list'],
      ['secret', 'list'],
      ['env'],
    ]) {
      const { stdout, stderr } = await runCommand(args, { home });
      told.push(stdout, stderr);
    }
    told.push(await readFile(`/proc/${host.pid}/cmdline`, 'utf8').catch(() => ''));
    const { stdout, stderr } = await host.end('SIGTERM');
    told.push(stdout, stderr);

    const files = await filesOf(home);
    expect(files.map(({ name }) => name)).toContain('gatehouse.log');
    const leaks = [
      ...told.map((text, index) => ({ name: `output ${index}`, text })),
      ...files.filter(({ name }) => name !== 'secrets.json'),
    ].filter(({ text }) => FORMS.some(form => text.includes(form)));
    expect(leaks).toEqual([]);
  });

  it('that is missing is said at start with the command that stores it', async () => {
    const home = await tempHome();
    const host = await startHost({
      home,
      args: ['--port', '0'],
      env: {
        GATEHOUSE_TEE_REGISTRY_RPC_URLS: 'http://127.0.0.1:9',
        GATEHOUSE_TEE_REGISTRY_ADDRESS: `0x${'11'.repeat(20)}`,
        GATEHOUSE_RELAY_URL: 'http://127.0.0.1:9',
      },
    });
    expect(host.output().stdout).toContain('gatehouse secret set relay.token');
    expect(host.ready.sandbox).toBeNull();
  });
});
