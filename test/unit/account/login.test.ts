import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { createManager, signal, startServer } from './support.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
}

async function waitingLogin(clock?: VirtualClock) {
  const server = await startServer();
  const parts = await createManager(clock === undefined ? {} : { clock });
  const attempt = await parts.manager.login({ appUrl: server.appUrl, signal });
  const page = new URL(attempt.url);
  const callback = new URL(page.searchParams.get('redirect_uri')!);
  const state = page.searchParams.get('state')!;
  const send = (
    body: string,
    headers: Record<string, string | undefined> = {},
    { method = 'POST', path = '/' } = {},
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const all = { origin: server.appUrl, 'content-type': 'application/json', ...headers };
      const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
      const request = httpRequest(
        { host: '127.0.0.1', port: callback.port, path, method, headers: given },
        response => {
          response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers }));
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  const bundle = (extra: object = {}): string => JSON.stringify({ ...server.createBundle(), ...extra });
  return { ...parts, server, attempt, page, callback, state, send, bundle };
}

describe('a login in the browser', () => {
  it('is opened by an address that names callback, program and state', async () => {
    const { page, server, callback, state, attempt } = await waitingLogin();
    expect(page.origin + page.pathname).toBe(`${server.appUrl}/cli-auth`);
    expect(page.searchParams.get('redirect_uri')).toBe(`http://127.0.0.1:${callback.port}`);
    expect(page.searchParams.get('app_name')).toBe('gatehouse');
    expect(state).toMatch(/^[\w-]{32}$/);
    attempt.cancel();
  });

  it('takes one bundle from the page and ends', async () => {
    const { send, bundle, attempt, manager, types } = await waitingLogin();
    expect((await send(bundle())).status).toBe(200);
    expect(await attempt.result).toMatchObject({ email: 'you@sandbox.invalid', signedIn: true });
    expect(manager.snapshot()).toMatchObject({ state: 'signed-in', health: 'well', usable: true });
    expect(types()).toEqual(['accountSignedIn']);
  });

  it('takes no second bundle, neither the same one nor another', async () => {
    const { send, bundle, attempt, manager, secrets } = await waitingLogin();
    const text = bundle();
    const answers = await Promise.all([text, text, bundle()].map(one => send(one).catch(() => ({ status: 0 }))));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    await attempt.result;
    await expect(send(text).then(({ status }) => status)).rejects.toThrow();
    expect(await manager.list(signal)).toHaveLength(1);
    expect(await secrets.names(signal)).toHaveLength(2);
  });

  it('answers the preflight of the chat app, also one for a private network', async () => {
    const { send, server, attempt } = await waitingLogin();
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-private-network': 'true' };
    const { status, headers } = await send('', { ...asked, 'content-type': undefined }, { method: 'OPTIONS' });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': server.appUrl,
      'access-control-allow-methods': 'POST, OPTIONS',
      'access-control-allow-headers': 'Content-Type',
      'access-control-allow-private-network': 'true',
      vary: 'Origin',
    });
    attempt.cancel();
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['another page', { origin: 'https://evil.example' }],
    ['a page without an origin of its own', { origin: 'null' }],
    ['a program', { origin: undefined }],
    ['another host name', { host: 'evil.example' }],
  ])('gives %s neither a login nor leave to read the answer', async (_, headers) => {
    const { send, bundle, attempt, manager } = await waitingLogin();
    for (const method of ['POST', 'OPTIONS']) {
      const answer = await send(bundle(), headers, { method });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
    expect(await manager.list(signal)).toEqual([]);
    expect((await send(bundle())).status).toBe(200);
    await attempt.result;
  });

  it('refuses what is no bundle and goes on waiting', async () => {
    const { send, bundle, attempt } = await waitingLogin();
    expect((await send('{"type":')).status).toBe(400);
    expect((await send(bundle({ type: 'something else' }))).status).toBe(400);
    expect((await send(bundle({ refresh_token: '', expires_at: 1 }))).status).toBe(400);
    expect((await send(bundle(), { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send(bundle({ more: 'x'.repeat(70_000) }))).status).toBe(413);
    expect((await send('', {}, { method: 'GET' })).status).toBe(405);
    expect((await send(bundle())).status).toBe(200);
    await attempt.result;
  });

  it('refuses a wrong state in the body or the address, and takes the right one', async () => {
    const { send, bundle, state, attempt } = await waitingLogin();
    expect((await send(bundle({ state: 'x'.repeat(32) }))).status).toBe(403);
    expect((await send(bundle({ state: 5 }))).status).toBe(403);
    expect((await send(bundle(), {}, { path: '/?state=other' })).status).toBe(403);
    expect((await send(bundle({ state }), {}, { path: `/callback?state=${state}` })).status).toBe(200);
    await attempt.result;
  });

  it('gives up after five minutes and frees the port', async () => {
    const clock = new VirtualClock();
    const { attempt, send, bundle } = await waitingLogin(clock);
    await clock.advance(299_999);
    await clock.advance(1);
    await expect(attempt.result).rejects.toMatchObject({ code: 'login_timeout', remedy: expect.any(String) });
    await expect(send(bundle())).rejects.toThrow();
  });

  it('can be cancelled, which frees the port', async () => {
    const { attempt, send, bundle, manager } = await waitingLogin();
    attempt.cancel();
    attempt.cancel();
    await expect(attempt.result).rejects.toMatchObject({ code: 'login_cancelled' });
    await expect(send(bundle())).rejects.toThrow();
    expect(manager.snapshot().state).toBe('none');
  });

  it('ends when the manager stops', async () => {
    const { attempt, manager } = await waitingLogin();
    await manager.stop();
    await expect(attempt.result).rejects.toMatchObject({ code: 'login_cancelled' });
  });
});
