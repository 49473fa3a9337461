import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Command, Query } from '../../../electron/contract/index.ts';
import {
  ControlClient,
  type ControlPlace,
  ControlServer,
  type ControlServerOptions,
  controlAddress,
} from '../../../electron/core/control/index.ts';
import { GatehouseError, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { expectMode, HAS_MODES } from '../../helpers/file-mode.ts';
import { statusSnapshot } from '../../helpers/snapshots.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const signal = new AbortController().signal;
const clock = new SystemClock();
const ignore = () => undefined;
const SNAPSHOT = statusSnapshot();

const REPLY = {
  switched: true,
  retry: true,
  why: 'switched',
  subscription: 'b',
  result: 'hot_reloaded',
  earliestResetAt: null,
};

async function createPlace(): Promise<ControlPlace> {
  return { home: await tempHome(), platform: process.platform, runtimeFolder: '/tmp' };
}

async function startServer(place: ControlPlace, changes: Partial<ControlServerOptions> = {}): Promise<ControlServer> {
  const scrubber = new Redactor();
  scrubber.add('planted-secret-value');
  const server = new ControlServer({
    place,
    snapshot: () => SNAPSHOT,
    execute: async command => ({ changed: true, sentence: `did ${command.name}` }),
    query: async query => ({ asked: query.name }),
    receipts: async limit => [{ limit }],
    agentFailed: async (agent, { status }) => ({ ...REPLY, sentence: `${agent} failed with ${status}` }),
    agentCredential: async agent => ({ token: `token-of-${agent}` }),
    agentKey: async (agent, isNew) => ({ key: `key-of-${agent}${isNew ? '-new' : ''}` }),
    clock,
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    scrubber,
    ...changes,
  });
  await server.start(signal);
  onTestFinished(() => server.stop());
  return server;
}

function rawRequest(
  socketPath: string,
  method: string,
  path: string,
  body = '',
): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method, path, agent: false }, response => {
      let text = '';
      response.on('data', chunk => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode, text }));
      response.on('error', reject);
    });
    call.on('error', reject);
    call.end(body);
  });
}

describe('ControlServer and ControlClient', () => {
  it('carry status, commands and receipts', async () => {
    const place = await createPlace();
    await startServer(place);
    const client = new ControlClient({ place, clock });
    expect(await client.status(signal)).toEqual(SNAPSHOT);
    expect(await client.execute({ name: 'rotateTee' }, signal)).toEqual({ changed: true, sentence: 'did rotateTee' });
    expect(await client.receipts(3, signal)).toEqual([{ limit: 3 }]);
  });

  it('carry the failures of agents, below /api too, and give a credential or a key to who can open the socket', async () => {
    const place = await createPlace();
    await startServer(place);
    const client = new ControlClient({ place, clock });
    expect(await client.reportFailure('coder', { status: 429, message: 'no' }, signal)).toEqual({
      ...REPLY,
      sentence: 'coder failed with 429',
    });
    const socket = controlAddress(place);
    const below = await rawRequest(socket, 'POST', '/api/agents/coder/failures', '{"status":503}');
    expect(JSON.parse(below.text).sentence).toBe('coder failed with 503');
    const credential = await rawRequest(socket, 'GET', '/agents/coder/credential');
    expect(JSON.parse(credential.text)).toEqual({ token: 'token-of-coder' });
    expect(await client.agentKey('coder', false, signal)).toBe('key-of-coder');
    expect(await client.agentKey('coder', true, signal)).toBe('key-of-coder-new');
  });

  it('carry queries, with an answer that fits its name', async () => {
    const place = await createPlace();
    const asked: Query[] = [];
    const answers: unknown[] = [{ ok: false, problem: 'too large' }, { entries: 'no list' }];
    await startServer(place, {
      query: async query => {
        asked.push(query);
        return answers.shift();
      },
    });
    const client = new ControlClient({ place, clock });
    const check = { name: 'settings.check', path: 'proxy.port', value: 70_000 } as const;
    expect(await client.query(check, signal)).toEqual({ ok: false, problem: 'too large' });
    await expect(client.query({ name: 'activity.page', limit: 1 }, signal)).rejects.toMatchObject({
      code: 'control_failed',
    });
    expect(asked).toEqual([check, { name: 'activity.page', limit: 1 }]);
  });

  it.each([
    '{"name":"settings.everything"}',
    '{"name":"activity.page"}',
    '{"name":"activity.page","limit":100000}',
    '{"name":"settings.check","path":"__proto__","value":1}',
    'nonsense',
  ])('refuse the query %s and ask nobody', async body => {
    const place = await createPlace();
    const asked: Query[] = [];
    await startServer(place, { query: async query => asked.push(query) });
    const { status, text } = await rawRequest(controlAddress(place), 'POST', '/query', body);
    expect([status, JSON.parse(text).error.code]).toEqual([400, 'invalid_query']);
    expect(asked).toEqual([]);
  });

  it.each([
    [
      '/command',
      { name: 'addGateway', gateway: { name: 'n'.repeat(200), url: 'wss://a.example' } },
      'gateway.name',
      100,
    ],
    ['/query', { name: 'activity.page', limit: 1, search: 's'.repeat(5_000) }, 'search', 200],
  ])('say of %s which value is too long, and nothing of versions', async (path, asked, field, most) => {
    const place = await createPlace();
    await startServer(place);
    const { status, text } = await rawRequest(controlAddress(place), 'POST', path, JSON.stringify(asked));
    expect([status, JSON.parse(text).error]).toEqual([
      400,
      expect.objectContaining({
        message: `“${field}” is too long: ${most} characters at most.`,
        remedy: 'Give a shorter one.',
      }),
    ]);
  });

  if (HAS_MODES) {
    it('keep the socket to its owner', async () => {
      const place = await createPlace();
      await startServer(place);
      await expectMode(controlAddress(place), 0o600);
    });
  }

  it('carry an error with its code and remedy, without secrets, and nothing of unexpected ones', async () => {
    const place = await createPlace();
    const errors = [
      new GatehouseError('no_usable_tee', 'None of planted-secret-value.', { remedy: 'Wait.', details: { inside: 1 } }),
      new Error('stack and planted-secret-value'),
      Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' }),
    ];
    await startServer(place, { execute: () => Promise.reject(errors.shift() ?? new Error()) });
    const client = new ControlClient({ place, clock });
    await expect(client.execute({ name: 'rotateTee' }, signal)).rejects.toMatchObject({
      code: 'no_usable_tee',
      message: 'None of [redacted].',
      remedy: 'Wait.',
    });
    await expect(client.execute({ name: 'rotateTee' }, signal)).rejects.toMatchObject({
      code: 'internal_error',
      message: expect.not.stringContaining('stack'),
    });
    await expect(client.execute({ name: 'rotateTee' }, signal)).rejects.toMatchObject({
      code: 'storage_unwritable',
      remedy: 'Make room on this disk, and try again.',
    });
  });

  it.each([
    ['GET', '/nothing', '', 404, 'unknown_route'],
    ['POST', '/status', '', 404, 'unknown_route'],
    ['POST', '/command', '{"name":"format"}', 400, 'invalid_command'],
    ['POST', '/command', '{', 400, 'invalid_command'],
    ['POST', '/command', `{"name":"rotateTee","x":"${'x'.repeat(270_000)}"}`, 413, 'body_too_large'],
    ['GET', '/agents/coder/failures', '', 404, 'unknown_route'],
    ['POST', '/agents/coder/credential', '', 404, 'unknown_route'],
    ['GET', '/agents/coder/key', '', 404, 'unknown_route'],
    ['POST', '/agents/Co%2Fder/failures', '{}', 404, 'unknown_route'],
    ['POST', '/agents/coder/failures', '{"status": 42}', 400, 'invalid_report'],
    ['POST', '/agents/coder/failures', 'nothing', 400, 'invalid_report'],
    ['POST', '/agents/coder/failures', `{"message":"${'x'.repeat(600_000)}"}`, 413, 'body_too_large'],
    ['GET', '/receipts?limit=0', '', 400, 'invalid_query'],
    ['GET', '/receipts?limit=9999999', '', 400, 'invalid_query'],
    ['GET', '/receipts?limit=x', '', 400, 'invalid_query'],
  ])('answer %s %s with a clear error', async (method, path, body, status, code) => {
    const place = await createPlace();
    const commands: Command[] = [];
    await startServer(place, {
      execute: async command => {
        commands.push(command);
        return { changed: true, sentence: '' };
      },
    });
    const answer = await rawRequest(controlAddress(place), method, path, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text).error.code).toBe(code);
    expect(commands).toEqual([]);
  });

  it('say that nothing runs when there is no socket, and after a stop', async () => {
    const place = await createPlace();
    const client = new ControlClient({ place, clock });
    const refusal = { code: 'not_running', remedy: expect.stringContaining('gatehouse run') };
    await expect(client.status(signal)).rejects.toMatchObject(refusal);
    const server = await startServer(place);
    await server.stop();
    await server.stop();
    await expect(client.status(signal)).rejects.toMatchObject(refusal);
  });

  it('refuse a second server of the same home and leave the first one alone', async () => {
    const place = await createPlace();
    await startServer(place);
    await expect(startServer(place)).rejects.toMatchObject({ code: 'control_taken' });
    expect(await new ControlClient({ place, clock }).status(signal)).toEqual(SNAPSHOT);
  });

  it('take over the socket of a killed process', async () => {
    const place = await createPlace();
    const path = controlAddress(place);
    const child = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(path)},()=>console.log('up'))`,
    ]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    // A pipe of Windows goes with the process that made it.
    if (HAS_MODES) expect((await stat(path)).isSocket()).toBe(true);
    await startServer(place);
    expect(await new ControlClient({ place, clock }).status(signal)).toEqual(SNAPSHOT);
  });

  it('let exactly one of many win that start on a dead socket at once', async () => {
    const place = await createPlace();
    const child = spawn(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(controlAddress(place))},()=>console.log('up'))`,
    ]);
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    const results = await Promise.allSettled(Array.from({ length: 8 }, () => startServer(place)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await new ControlClient({ place, clock }).status(signal)).toEqual(SNAPSHOT);
  });

  it('give up on an instance that does not answer', async () => {
    const place = await createPlace();
    await startServer(place, { execute: () => new Promise(ignore) });
    const client = new ControlClient({ place, clock, timeoutMs: 50 });
    await expect(client.execute({ name: 'rotateTee' }, signal)).rejects.toMatchObject({ code: 'control_timeout' });
  });

  it('end a request under way when the server stops', async () => {
    const place = await createPlace();
    let started = ignore as () => void;
    const underWay = new Promise<void>(resolve => {
      started = resolve;
    });
    const server = await startServer(place, {
      execute: () => {
        started();
        return new Promise(ignore);
      },
    });
    const call = new ControlClient({ place, clock })
      .execute({ name: 'rotateTee' }, signal)
      .catch((error: unknown) => error);
    await underWay;
    await server.stop();
    expect(await call).toMatchObject({ code: 'control_failed' });
  });

  it('do not take nonsense for an answer', async () => {
    const place = await createPlace();
    const impostor = createServer(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'));
    impostor.listen(controlAddress(place));
    await once(impostor, 'listening');
    onTestFinished(() => void impostor.close());
    await expect(new ControlClient({ place, clock }).status(signal)).rejects.toMatchObject({ code: 'control_failed' });
  });

  if (HAS_MODES) {
    it('meet in a short private folder when the path of the home is too long for a socket', async () => {
      const runtimeFolder = await tempHome();
      const home = join(await tempHome(), 'deep'.repeat(30));
      await mkdir(home);
      const place: ControlPlace = { home, platform: process.platform, runtimeFolder };
      await startServer(place);
      const address = controlAddress(place);
      expect(address.startsWith(runtimeFolder)).toBe(true);
      await expectMode(join(address, '..'), 0o700);
      expect((await readFile(join(home, 'control.path'), 'utf8')).trim()).toBe(address);
      const elsewhere = { ...place, runtimeFolder: '/nowhere' };
      expect(await new ControlClient({ place: elsewhere, clock }).status(signal)).toEqual(SNAPSHOT);
    });
  }

  if (HAS_MODES) {
    it('refuse a short folder that others can look into', async () => {
      const runtimeFolder = await tempHome();
      const home = join(await tempHome(), 'deep'.repeat(30));
      await mkdir(home);
      const place: ControlPlace = { home, platform: process.platform, runtimeFolder };
      await mkdir(join(controlAddress(place), '..'), { mode: 0o755 });
      await expect(startServer(place)).rejects.toMatchObject({ code: 'control_unsafe' });
    });
  }

  it('use a pipe of its own for each home on Windows', () => {
    const pipe = (home: string) => controlAddress({ home, platform: 'win32', runtimeFolder: 'x' });
    expect(pipe('C:\\a')).toMatch(/^\\\\\.\\pipe\\gatehouse-[0-9a-f]{24}$/);
    expect(pipe('C:\\a')).not.toBe(pipe('C:\\b'));
    expect(pipe('c:\\Users\\A')).toBe(pipe('C:\\users\\a'));
  });

  if (HAS_MODES) {
    it('do not remove a plain file that lies where the socket should be', async () => {
      const place = await createPlace();
      await writeFile(controlAddress(place), 'precious');
      await expect(startServer(place)).rejects.toMatchObject({ code: 'control_blocked' });
      expect(await readFile(controlAddress(place), 'utf8')).toBe('precious');
    });
  }
});
