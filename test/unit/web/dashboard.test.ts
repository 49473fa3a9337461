import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Command, Query, StatusSnapshot } from '../../../electron/contract/index.ts';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { type Dashboard, startDashboard } from '../../../electron/web/index.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let folder: string;
let dashboard: Dashboard;
let commands: Command[];
let changed: Set<() => void>;
let revision: number;
let execute: (command: Command) => Promise<{ changed: boolean; sentence: string }>;
let query: (query: Query, signal: AbortSignal) => Promise<unknown>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-web-'));
  await mkdir(path.join(folder, 'page/assets'), { recursive: true });
  await writeFile(path.join(folder, 'page/index.html'), '<!doctype html><title>page</title>');
  await writeFile(path.join(folder, 'page/assets/a-1.js'), '1;');
  await writeFile(path.join(folder, 'page/notes.txt'), 'not part of the page');
  await writeFile(path.join(folder, 'secret.html'), 'outside');
  commands = [];
  changed = new Set();
  revision = 1;
  execute = async () => ({ changed: true, sentence: 'Done.' });
  query = async ({ name }) => ({ asked: name });
  dashboard = await startDashboard({
    source: {
      // The server passes snapshots on as they are; one field is enough to follow it.
      snapshot: () => ({ revision }) as StatusSnapshot,
      subscribe: callback => {
        changed.add(callback);
        return () => changed.delete(callback);
      },
    },
    execute: command => {
      commands.push(command);
      return execute(command);
    },
    query: (asked, signal) => query(asked, signal),
    port: 0,
    assetsDir: path.join(folder, 'page'),
    logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  });
});

afterEach(async () => {
  await dashboard.stop();
  await rm(folder, { recursive: true });
});

function ask(
  urlPath: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(dashboard.origin);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, path: urlPath, method, headers }, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function post(urlPath: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(urlPath, {
    method: 'POST',
    headers: { Origin: dashboard.origin, 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

function tokenOf(url: string): string {
  return new URLSearchParams(new URL(url).hash.slice(1)).get('token')!;
}

async function signIn(): Promise<string> {
  const answer = await post('/session', { token: tokenOf(dashboard.issueUrl()) });
  return answer.headers['set-cookie']![0]!.split(';')[0]!;
}

describe('signing in to the dashboard', () => {
  it('exchanges the token of a link for a cookie that scripts and other sites cannot use', async () => {
    const answer = await post('/session', { token: tokenOf(dashboard.issueUrl()) });

    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toHaveLength(1);
    expect(answer.headers['set-cookie']![0]).toMatch(/^gatehouse-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  });

  it('takes each token once', async () => {
    const token = tokenOf(dashboard.issueUrl());
    await post('/session', { token });

    const again = await post('/session', { token });

    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(JSON.parse(again.body)).toMatchObject({ ok: false, error: { code: 'link_used' } });
  });

  it('issues as many links as asked, each good for one browser, and forgets the oldest of too many', async () => {
    const tokens = Array.from({ length: 17 }, () => tokenOf(dashboard.issueUrl()));

    expect(new Set(tokens).size).toBe(17);
    expect((await post('/session', { token: tokens[0] })).status).toBe(401);
    expect((await post('/session', { token: tokens[1] })).status).toBe(204);
    expect((await post('/session', { token: tokens[16] })).status).toBe(204);
  });

  it('keeps the token out of what browsers send: it stands in the fragment', () => {
    expect(dashboard.issueUrl()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{43}$/);
  });

  it.each([
    { name: 'no token', body: {}, status: 400 },
    { name: 'a made-up token', body: { token: 'x'.repeat(43) }, status: 401 },
    { name: 'a token that is no text', body: { token: 1 }, status: 400 },
    { name: 'an endless token', body: { token: 'x'.repeat(10_000) }, status: 400 },
  ])('refuses $name', async ({ body, status }) => {
    expect((await post('/session', body)).status).toBe(status);
  });
});

describe('what the dashboard answers', () => {
  it('gives the snapshot to a signed-in browser only', async () => {
    expect((await ask('/snapshot')).status).toBe(401);
    expect((await ask('/snapshot', { headers: { Cookie: 'gatehouse-1=abc' } })).status).toBe(401);

    const answer = await ask('/snapshot', { headers: { Cookie: `other=1; ${await signIn()}` } });

    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toEqual({ ok: true, value: { revision: 1 } });
  });

  it('runs a known command for a signed-in browser', async () => {
    const cookie = await signIn();

    const answer = await post('/command', { name: 'rotateTee' }, { Cookie: cookie });

    expect(JSON.parse(answer.body)).toEqual({ ok: true, value: { changed: true, sentence: 'Done.' } });
    expect(commands).toEqual([{ name: 'rotateTee' }]);
  });

  it('passes on what our own errors say and nothing of any other', async () => {
    const Cookie = await signIn();
    execute = () => Promise.reject(new GatehouseError('no_usable_tee', 'There is no TEE.', { remedy: 'Wait.' }));
    const own = await post('/command', { name: 'rotateTee' }, { Cookie });
    execute = () => Promise.reject(new Error('/home/someone/secret'));
    const other = await post('/command', { name: 'rotateTee' }, { Cookie });

    expect(own.status).toBe(500);
    expect(JSON.parse(own.body)).toEqual({
      ok: false,
      error: { code: 'no_usable_tee', message: 'There is no TEE.', remedy: 'Wait.' },
    });
    expect(other.status).toBe(500);
    expect(other.body).not.toContain('secret');
  });

  it('answers a query of a signed-in browser, and of nobody else', async () => {
    const Cookie = await signIn();
    const describeSettings = { name: 'settings.describe' };

    const answer = await post('/query', describeSettings, { Cookie });
    const stranger = await post('/query', describeSettings);
    const foreign = await post('/query', describeSettings, { Cookie, Origin: 'https://evil.example' });
    const byAddress = await ask('/query', { headers: { Cookie } });

    expect(JSON.parse(answer.body)).toEqual({ ok: true, value: { asked: 'settings.describe' } });
    expect([stranger.status, foreign.status, byAddress.status]).toEqual([401, 403, 405]);
  });

  it.each(['{"name":"settings.secrets"}', '{"name":"receipts.page","limit":0}', '{"name":"activity.detail","id":"1"}'])(
    'refuses the query %s and asks nobody',
    async body => {
      let asked = 0;
      query = async () => {
        asked += 1;
      };
      const headers = { Origin: dashboard.origin, 'Content-Type': 'application/json', Cookie: await signIn() };

      const answer = await ask('/query', { method: 'POST', headers, body });

      expect([answer.status, JSON.parse(answer.body).error.code, asked]).toEqual([400, 'invalid_request', 0]);
    },
  );

  it('says which value of a command is too long', async () => {
    const headers = { Origin: dashboard.origin, 'Content-Type': 'application/json', Cookie: await signIn() };
    const gateway = { name: 'n'.repeat(200), url: 'wss://a.example' };
    const body = JSON.stringify({ name: 'addGateway', gateway });

    expect(JSON.parse((await ask('/command', { method: 'POST', headers, body })).body).error).toMatchObject({
      code: 'value_too_long',
      message: '“gateway.name” is too long: 100 characters at most.',
    });
  });

  it('ends a query that nobody waits for any more', async () => {
    const Cookie = await signIn();
    const ended = new Promise<void>(resolve => {
      query = (_query, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            resolve();
            reject(new Error('gone'));
          });
          outgoing.destroy();
        });
    });
    const { hostname, port } = new URL(dashboard.origin);
    const headers = { Origin: dashboard.origin, 'Content-Type': 'application/json', Cookie };
    const outgoing = request({ hostname, port, path: '/query', method: 'POST', headers });
    outgoing.on('error', () => undefined);
    outgoing.end('{"name":"diagnostics.checks"}');

    await ended;
  });

  it.each([
    { name: 'saveDiagnostics' },
    { name: 'saveReceipt', id: 'one' },
    { name: 'exportActivity', filter: {}, format: 'csv' },
  ])('does not let a browser choose where $name writes', async command => {
    const Cookie = await signIn();

    const chosen = await post('/command', { ...command, path: '/etc/passwd' }, { Cookie });
    const own = await post('/command', command, { Cookie });

    expect(JSON.parse(chosen.body)).toMatchObject({ ok: false, error: { code: 'not_from_a_browser' } });
    expect([own.status, commands]).toEqual([200, [command]]);
  });

  it.each([
    { name: 'an unknown command', body: '{"name":"formatDisk"}', status: 400 },
    { name: 'what is not JSON', body: '{', status: 400 },
    { name: 'a body that is too large', body: JSON.stringify({ name: 'x'.repeat(300_000) }), status: 413 },
  ])('refuses $name and runs nothing', async ({ body, status }) => {
    const answer = await ask('/command', {
      method: 'POST',
      headers: { Origin: dashboard.origin, 'Content-Type': 'application/json', Cookie: await signIn() },
      body,
    });

    expect(answer.status).toBe(status);
    expect(commands).toEqual([]);
  });

  it('refuses a form, which any page could send', async () => {
    const answer = await post(
      '/command',
      { name: 'rotateTee' },
      { Cookie: await signIn(), 'Content-Type': 'text/plain' },
    );

    expect(answer.status).toBe(415);
    expect(commands).toEqual([]);
  });

  it.each([
    { urlPath: '/', status: 200 },
    { urlPath: '/assets/a-1.js', status: 200 },
    { urlPath: '/notes.txt', status: 404 },
    { urlPath: '/missing.html', status: 404 },
    { urlPath: '/../secret.html', status: 404 },
    { urlPath: '/%2e%2e/secret.html', status: 404 },
    { urlPath: '/assets/..%2f..%2f..%2fsecret.html', status: 404 },
    { urlPath: '/..%5csecret.html', status: 404 },
    { urlPath: '/%00.html', status: 404 },
    { urlPath: '/%zz.html', status: 404 },
  ])('answers $urlPath with $status', async ({ urlPath, status }) => {
    const answer = await ask(urlPath);

    expect(answer.status).toBe(status);
    expect(answer.body).not.toContain('outside');
  });

  it('allows its page no foreign code, no framing and no sniffing, on every answer', async () => {
    for (const answer of [await ask('/'), await ask('/missing.html'), await ask('/snapshot')]) {
      const policy = answer.headers['content-security-policy'];
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });
});

describe('foreign pages', () => {
  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', '[::1]:80', 'localhost.evil.example'])(
    'get nothing under the host name %s',
    async host => {
      const Cookie = await signIn();

      expect((await ask('/', { headers: { Host: host } })).status).toBe(421);
      expect((await ask('/snapshot', { headers: { Host: host, Cookie } })).status).toBe(421);
    },
  );

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost'])(
    'of the origin %s can neither sign in nor command nor read',
    async Origin => {
      const Cookie = await signIn();
      const token = tokenOf(dashboard.issueUrl());

      expect((await post('/session', { token }, { Origin })).status).toBe(403);
      expect((await post('/command', { name: 'rotateTee' }, { Origin, Cookie })).status).toBe(403);
      expect((await ask('/snapshot', { headers: { Origin, Cookie } })).status).toBe(403);
      expect(commands).toEqual([]);
    },
  );

  it('cannot command without saying where they come from', async () => {
    const answer = await ask('/command', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Cookie: await signIn() },
      body: '{"name":"rotateTee"}',
    });

    expect(answer.status).toBe(403);
  });

  it('cannot read from another port of this machine, though cookies are sent along', async () => {
    const answer = await ask('/snapshot', { headers: { Cookie: await signIn(), 'Sec-Fetch-Site': 'same-site' } });

    expect(answer.status).toBe(403);
  });
});

describe('the event stream', () => {
  function watch(headers: Record<string, string>): WebSocket {
    return new WebSocket(`${dashboard.origin.replace('http', 'ws')}/events`, { headers });
  }

  async function statusOfRefusal(headers: Record<string, string>): Promise<number> {
    const socket = watch(headers);
    socket.on('error', () => {});
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
    return response.statusCode;
  }

  async function nextSnapshot(socket: WebSocket): Promise<unknown> {
    const [data] = (await once(socket, 'message')) as [Buffer];
    return JSON.parse(data.toString('utf8'));
  }

  it('sends the state at once and after each change', async () => {
    const socket = watch({ Origin: dashboard.origin, Cookie: await signIn() });
    expect(await nextSnapshot(socket)).toEqual({ revision: 1 });

    revision = 2;
    for (const callback of changed) callback();

    expect(await nextSnapshot(socket)).toEqual({ revision: 2 });
    socket.terminate();
  });

  it('makes one message of a burst of changes', async () => {
    const socket = watch({ Origin: dashboard.origin, Cookie: await signIn() });
    await nextSnapshot(socket);
    const received: unknown[] = [];
    socket.on('message', (data: Buffer) => received.push(JSON.parse(data.toString('utf8'))));

    for (revision = 2; revision < 100; revision += 1) for (const callback of changed) callback();
    await nextSnapshot(socket);
    revision = 1_000;
    for (const callback of changed) callback();
    await nextSnapshot(socket);

    expect(received).toEqual([{ revision: 100 }, { revision: 1_000 }]);
    socket.terminate();
  });

  it('is refused without cookie, with a foreign origin, without origin and under another host', async () => {
    const Cookie = await signIn();

    expect(await statusOfRefusal({ Origin: dashboard.origin })).toBe(403);
    expect(await statusOfRefusal({ Origin: 'https://evil.example', Cookie })).toBe(403);
    expect(await statusOfRefusal({ Cookie })).toBe(403);
    expect(await statusOfRefusal({ Origin: dashboard.origin, Cookie, Host: 'evil.example' })).toBe(403);
  });

  it('ends for a page that talks', async () => {
    const socket = watch({ Origin: dashboard.origin, Cookie: await signIn() });
    await nextSnapshot(socket);

    socket.send('hello');

    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1008);
  });

  it('refuses one page too many', async () => {
    const headers = { Origin: dashboard.origin, Cookie: await signIn() };
    const sockets = Array.from({ length: 16 }, () => watch(headers));
    await Promise.all(sockets.map(nextSnapshot));

    expect(await statusOfRefusal(headers)).toBe(503);
    for (const socket of sockets) socket.terminate();
  });

  it('says good-bye when the dashboard stops, and the port is free afterwards', async () => {
    const socket = watch({ Origin: dashboard.origin, Cookie: await signIn() });
    await nextSnapshot(socket);
    const closed = once(socket, 'close');

    await dashboard.stop();
    await dashboard.stop();

    expect((await closed)[0]).toBe(1001);
    expect(changed.size).toBe(0);
    await expect(ask('/')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('the dashboard server', () => {
  it('stops although somebody holds a connection open and says nothing', async () => {
    const socket = connect(Number(new URL(dashboard.origin).port), '127.0.0.1');
    await once(socket, 'connect');
    const closed = once(socket, 'close');

    await dashboard.stop();

    await closed;
  });

  it('names the taken port and the remedy', async () => {
    const second = startDashboard({
      source: { snapshot: () => ({}) as StatusSnapshot, subscribe: () => () => {} },
      execute,
      query,
      port: Number(new URL(dashboard.origin).port),
      assetsDir: folder,
      logger: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    });

    await expect(second).rejects.toMatchObject({
      code: 'dashboard_port_busy',
      remedy: expect.stringContaining('port'),
    });
  });
});
