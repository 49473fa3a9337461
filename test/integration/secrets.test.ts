import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

/** Word characters only: what is strict about the form of a header must not be what keeps it out. */
const SECRET = 'planted_bearer_token_5f2c9e';
/** The beginning of a form is a leak too: where a text is cut, no more than that may be left of it. */
const STEM_LENGTH = 10;
const FORMS = [SECRET, Buffer.from(SECRET).toString('base64'), Buffer.from(SECRET).toString('hex')].map(form =>
  form.slice(0, STEM_LENGTH),
);

type Misdeed = (response: ServerResponse, token: string) => void;

/** Ways for a relay to quote the caller's credentials. */
const MISDEEDS: Readonly<Record<string, Misdeed>> = {
  'error body': (response, token) => {
    response.writeHead(401, { 'content-type': 'application/json', 'x-echo': token });
    response.end(JSON.stringify({ error: `bad Bearer ${token}`, detail: Buffer.from(token).toString('base64') }));
  },
  'the other field': (response, token) => {
    response.writeHead(400, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: `bad ${token}`, hex: Buffer.from(token).toString('hex') }));
  },
  'Retry-After': (response, token) => void response.writeHead(429, { 'retry-after': token }).end(),
  'at the cut': (response, token) => {
    response.writeHead(500, { 'content-type': 'text/plain' }).end('x'.repeat(485) + token);
  },
  'at the read limit': (response, token) => {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(' '.repeat(65_520) + token);
  },
  'broken off': (response, token) => {
    response.writeHead(500, { 'content-type': 'text/plain', 'content-length': '500' });
    response.write(token.slice(0, -3), () => response.destroy());
  },
  redirect: (response, token) => void response.writeHead(307, { location: `/?token=${token}` }).end(token),
  'content type': (response, token) => void response.writeHead(200, { 'content-type': token }).end(token),
};

/** A relay that forwards to the sandbox's under that one's own token, and does the misdeed that is set instead. */
async function startTellTaleRelay(sandbox: Sandbox) {
  const seen: string[] = [];
  const state: { misdeed: Misdeed | undefined } = { misdeed: undefined };
  const server = createServer((request, response) => {
    const authorization = request.headers.authorization ?? '';
    seen.push(authorization);
    const token = authorization.replace(/^Bearer /, '');
    if (state.misdeed !== undefined) return state.misdeed(response, token);
    const headers = { ...request.headers, authorization: `Bearer ${sandbox.bearerToken}` };
    const onward = httpRequest(`${sandbox.relayUrl}${request.url}`, { method: 'POST', headers, agent: false });
    onward.once('response', answer => {
      response.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'x-echo': token });
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function filesOf(home: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true });
  const files = entries.filter(entry => entry.isFile());
  return Promise.all(
    files.map(async ({ parentPath, name }) => ({ name, text: await readFile(join(parentPath, name), 'utf8') })),
  );
}

async function ask(endpoint: string | null, stream = false): Promise<{ status: number; all: string }> {
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }], stream }),
  });
  const all = JSON.stringify([response.status, [...response.headers], await response.text()]);
  return { status: response.status, all };
}

async function startOwnNetwork(store: 'environment' | 'secret store') {
  const signal = new AbortController().signal;
  const sandbox = await startSandbox({ seed: 'secrets', clock: new SystemClock(), signal });
  onTestFinished(() => sandbox.stop());
  const relay = await startTellTaleRelay(sandbox);
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
    const { endpoint } = host.ready;
    const told = new Map<string, string>();
    const command = async (...args: readonly string[]): Promise<string> => {
      const { stdout, stderr } = await runCommand(args, { home });
      told.set(`gatehouse ${args.join(' ')} (${told.size})`, stdout + stderr);
      return stdout;
    };

    for (const stream of [false, true]) {
      const { status, all } = await ask(endpoint, stream);
      expect([status, all]).toEqual([200, expect.stringMatching(/"x-opengradient-verified","true"/)]);
      told.set(`verified, stream: ${stream}`, all);
    }
    expect(relay.seen).toEqual([`Bearer ${SECRET}`, `Bearer ${SECRET}`]);
    await expect.poll(() => command('receipts', 'list', '--json')).toMatch(/(?:sandbox\/echo[^]*){2}/);
    await command('test', 'x');

    for (const [name, misdeed] of Object.entries(MISDEEDS)) {
      relay.state.misdeed = misdeed;
      const before = relay.seen.length;
      for (const stream of [false, true]) {
        const { status, all } = await ask(endpoint, stream);
        expect(status).toBeGreaterThanOrEqual(400);
        told.set(`${name}, stream: ${stream}`, all);
      }
      expect(relay.seen.length).toBeGreaterThan(before);
    }
    await command('test', 'x');
    for (const args of [['status'], ['status', '--json'], ['receipts', 'list'], ['secret', 'list'], ['env']]) {
      await command(...args);
    }
    told.set('health', await (await fetch(`${endpoint?.replace(/\/v1$/, '')}/health`)).text());
    if (process.platform === 'linux') told.set('arguments', await readFile(`/proc/${host.pid}/cmdline`, 'utf8'));
    const { stdout, stderr } = await host.end('SIGTERM');
    told.set('host', stdout + stderr);

    const files = await filesOf(home);
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['gatehouse.log', 'receipts.jsonl']));
    const leaks = [...[...told].map(([name, text]) => ({ name, text })), ...files].filter(({ text }) =>
      FORMS.some(form => text.includes(form)),
    );
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

/** What a page of the dashboard sends, signed in with the link of the host. */
async function pageOf(dashboardUrl: string | null) {
  const { origin, hash } = new URL(dashboardUrl ?? '');
  const post = (path: string, body: string, more: Record<string, string> = {}): Promise<Response> =>
    fetch(`${origin}${path}`, {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': 'application/json', ...more },
      body,
    });
  const session = await post('/session', JSON.stringify({ token: new URLSearchParams(hash.slice(1)).get('token') }));
  const Cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return {
    post: async (path: string, body: string) => {
      const answer = await post(path, body, { Cookie });
      return { status: answer.status, text: await answer.text() };
    },
    snapshot: async () => (await fetch(`${origin}/snapshot`, { headers: { Cookie } })).text(),
  };
}

describe('secrets from the dashboard', () => {
  it('are stored, and are in no log, error, event or file that can be read', async () => {
    const home = await tempHome();
    // Once somebody has a subscription of their own, their provider is asked about it.
    const provider = { GATEHOUSE_SUBSCRIPTIONS_PROVIDER_URL: 'http://127.0.0.1:9' };
    const host = await startHost({ home, env: { GATEHOUSE_LOG_LEVEL: 'debug', ...provider } });
    const page = await pageOf(host.ready.dashboardUrl);
    const token = `sk-ant-oat01-${SECRET}${'a'.repeat(40)}`;
    const told: { name: string; text: string; status: number }[] = [];
    const send = async (name: string, body: unknown): Promise<number> => {
      const answer = await page.post('/command', typeof body === 'string' ? body : JSON.stringify(body));
      told.push({ name, ...answer });
      return answer.status;
    };

    const addSubscription = { name: 'addSubscription', subscription: { name: 'planted', token } };
    expect(await send('added', { ...addSubscription, test: false })).toBe(200);
    expect(await send('added again', { ...addSubscription, test: false })).toBe(500);
    const notWhole = { name: 'replaceSubscription', subscription: 'planted', token: SECRET };
    expect(await send('not whole', notWhole)).toBe(500);
    expect(
      await send('replaced', { name: 'replaceSubscription', subscription: 'planted', token: `${token}b`, test: false }),
    ).toBe(200);
    expect(await send('gateway', { name: 'setSecret', secret: 'gateway.studio.token', value: SECRET })).toBe(200);
    const agent = { name: 'coder', kind: 'agent-server', url: 'http://127.0.0.1:9' };
    expect(await send('agent', { name: 'addAgent', agent, secret: SECRET })).toBe(200);
    expect(await send('login', { name: 'loginWithBundle', bundle: SECRET })).toBe(500);
    expect(await send('no command', { name: 'setSecret', secret: 'a', value: { [SECRET]: SECRET } })).toBe(400);
    expect(await send('no JSON', `{"name":"setSecret","value":"${SECRET}`)).toBe(400);
    for (const query of [{ name: 'activity.page', limit: 200 }, { name: 'diagnostics.bundle' }]) {
      told.push({ name: query.name, ...(await page.post('/query', JSON.stringify(query))) });
    }
    told.push({ name: 'snapshot', status: 200, text: await page.snapshot() });
    expect((await runCommand(['secret', 'list'], { home })).stdout).toContain('gateway.studio.token');
    const { stdout, stderr } = await host.end('SIGTERM');

    const files = await filesOf(home);
    expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['gatehouse.log', 'activity.jsonl']));
    const leaks = [...told, { name: 'host', text: stdout + stderr }, ...files].filter(({ text }) =>
      FORMS.some(form => text.includes(form)),
    );
    expect(leaks).toEqual([]);
  });
});
