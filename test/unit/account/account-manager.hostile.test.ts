import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readActiveNetwork } from '../../../electron/core/account/index.ts';
import { Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { createManager, openStore, signal, signedIn, startServer } from './support.ts';

const HOUR_MS = 3_600_000;
const INDEX = 'account.index';

/** A token endpoint that answers when and how the test says. */
async function startEndpoint(answer: (response: ServerResponse, calls: number) => void) {
  let calls = 0;
  const server = createServer((request, response) => {
    request.resume();
    calls += 1;
    answer(response, calls);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, calls: () => calls };
}

/** Signed in with a token of an hour at an endpoint of the test's own. */
async function signedInAt(url: string, clock: VirtualClock) {
  const server = await startServer(clock);
  const parts = await createManager({ clock });
  const bundle = server.createBundle() as { config: object; access_token: string };
  const config = { ...bundle.config, supabase_url: url };
  await parts.manager.loginWithBundle(JSON.stringify({ ...bundle, config }), 'pasted', signal);
  return { ...parts, bundle };
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

describe('a stop in the middle of a renewal', () => {
  it('lets the answer that is on its way be stored, and keeps nobody waiting', async () => {
    let answerNow: () => void = () => undefined;
    const asked = new Promise<void>(resolve => {
      answerNow = resolve;
    });
    const held: ServerResponse[] = [];
    const endpoint = await startEndpoint(response => {
      held.push(response);
      answerNow();
    });
    const clock = new VirtualClock();
    const { manager, home } = await signedInAt(endpoint.url, clock);
    await clock.advance(HOUR_MS);
    const waiting = manager.bearer(signal);
    const refused = expect(waiting).rejects.toThrow('Gatehouse is stopping');
    await asked;
    const stopped = manager.stop();
    await refused;
    sendJson(held[0]!, { access_token: 'rotated-access', refresh_token: 'rotated-refresh', expires_in: 3600 });
    await stopped;
    const { manager: next } = await createManager({ home, clock });
    expect(await next.bearer(signal)).toBe('rotated-access');
    expect(endpoint.calls()).toBe(1);
  });

  it('is over in time when the answer does not come', async () => {
    let onAsked: () => void = () => undefined;
    const asked = new Promise<void>(resolve => {
      onAsked = resolve;
    });
    const endpoint = await startEndpoint(() => onAsked());
    const clock = new VirtualClock();
    const { manager, bundle, home } = await signedInAt(endpoint.url, clock);
    const waiting = manager.refresh(bundle.access_token, signal).catch(() => undefined);
    await asked;
    const stopped = manager.stop();
    await clock.advance(3_000);
    await stopped;
    await waiting;
    const { manager: next } = await createManager({ home, clock });
    expect(await next.bearer(signal)).toBe(bundle.access_token);
  });
});

describe('a sign-in server with odd answers', () => {
  it.each<[string, object]>([
    ['lives for a thousandth of a second', { expires_in: 0.001 }],
    ['ended long ago by its clock', { expires_at: 5 }],
  ])('whose token %s is not asked for every request', async (_, times) => {
    const endpoint = await startEndpoint((response, calls) =>
      sendJson(response, { access_token: `token-number-${calls}`, refresh_token: 'again-and-again', ...times }),
    );
    const clock = new VirtualClock();
    const { manager } = await signedInAt(endpoint.url, clock);
    await clock.advance(HOUR_MS);
    for (let request = 0; request < 20; request += 1) await manager.bearer(signal);
    expect(endpoint.calls()).toBe(1);
    await clock.advance(5_000);
    expect(await manager.bearer(signal)).toBe('token-number-2');
  });

  it('that begins to answer and never ends is given up', async () => {
    let onAsked: () => void = () => undefined;
    const asked = new Promise<void>(resolve => {
      onAsked = resolve;
    });
    const endpoint = await startEndpoint(response => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"access_token":', () => onAsked());
    });
    const clock = new VirtualClock();
    const { manager } = await signedInAt(endpoint.url, clock);
    await clock.advance(HOUR_MS);
    const waiting = manager.bearer(signal);
    const outcome = expect(waiting).rejects.toMatchObject({ code: 'account_refresh_failed' });
    await asked;
    await clock.advance(15_000);
    await outcome;
  });

  it('that answers without an end is given up at a quarter of a MiB', async () => {
    const endpoint = await startEndpoint(response => void response.writeHead(200).end('x'.repeat(400_000)));
    const clock = new VirtualClock();
    const { manager } = await signedInAt(endpoint.url, clock);
    await clock.advance(HOUR_MS);
    await expect(manager.bearer(signal)).rejects.toThrow('its answer is too long');
  });

  it.each<[string, unknown]>([
    ['a list', []],
    ['nothing', null],
    ['a token with a line break', { access_token: 'abcdefgh\r\nX: 1' }],
    ['a token that is an object', { access_token: { __proto__: null } }],
  ])('that answers with %s costs no token', async (_, body) => {
    const endpoint = await startEndpoint(response => sendJson(response, body));
    const clock = new VirtualClock();
    const { manager, bundle } = await signedInAt(endpoint.url, clock);
    await clock.advance(HOUR_MS - 60_000);
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    await clock.advance(60_000);
    await expect(manager.bearer(signal)).rejects.toMatchObject({ code: 'account_refresh_failed' });
    expect(manager.snapshot().active?.signedIn).toBe(true);
  });
});

describe('a clock that is set back', () => {
  it('leaves a token that ended by the server to the refusal of the relay', async () => {
    const clock = new VirtualClock();
    const { manager, server, bundle } = await signedIn({ clock });
    clock.setNow(clock.now() - 5 * HOUR_MS);
    await clock.advance(2 * HOUR_MS);
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    const renewed = await manager.refresh(bundle.access_token, signal);
    expect(renewed).not.toBe(bundle.access_token);
    await clock.advance(HOUR_MS - 60_001);
    expect(await manager.bearer(signal)).toBe(renewed);
    expect(server.refreshes).toBe(1);
  });
});

describe('a request that read the account before it was renewed', () => {
  it('gets the token of that renewal, and no refusal', async () => {
    const { manager, secrets, server, bundle } = await signedIn();
    let release: () => void = () => undefined;
    const get = secrets.get.bind(secrets);
    const slow = new Promise<void>(resolve => {
      release = resolve;
    });
    let held = false;
    let onHeld: () => void = () => undefined;
    const reached = new Promise<void>(resolve => {
      onHeld = resolve;
    });
    secrets.get = async (name, getSignal) => {
      const value = await get(name, getSignal);
      if (!held && name !== INDEX) {
        held = true;
        onHeld();
        await slow;
      }
      return value;
    };
    const late = manager.refresh(bundle.access_token, signal);
    await reached;
    const first = await manager.refresh(bundle.access_token, signal);
    release();
    expect(await late).toBe(first);
    expect(server.refreshes).toBe(1);
  });
});

describe('signing out', () => {
  it('in another process is not undone by a renewal here', async () => {
    const { manager, home, secrets, server, bundle } = await signedIn();
    const second = await createManager({ home });
    const renewal = manager.refresh(bundle.access_token, signal);
    await Promise.all([renewal, second.manager.logout(undefined, signal)]);
    expect(await manager.bearer(signal)).toBeUndefined();
    expect(await secrets.names(signal)).toEqual([INDEX]);
    expect(server.sessionCount).toBe(0);
  });

  it('is done to the end when it is given up half-way', async () => {
    const { manager, secrets } = await signedIn();
    const leaving = new AbortController();
    const get = secrets.get.bind(secrets);
    secrets.get = async (name, getSignal) => {
      // The index is read for the second time once the change has begun.
      if (name !== INDEX) leaving.abort(new Error('the person left'));
      return get(name, getSignal);
    };
    await manager.logout(undefined, leaving.signal).catch(() => undefined);
    expect(await secrets.names(signal)).toEqual([INDEX]);
  });

  it('is not kept waiting by a server that is slow', async () => {
    const clock = new VirtualClock();
    const { manager, server, secrets, events } = await signedIn({ clock });
    server.expireTokens();
    server.latencyMs = 60_000;
    const leaving = manager.logout(undefined, signal);
    while (server.refreshes === 0) await new Promise(resolve => setImmediate(resolve));
    expect(await secrets.names(signal)).toEqual([INDEX]);
    await clock.advance(8_000);
    expect(await leaving).toMatchObject({ revoked: false });
    expect(events.at(-1)).toMatchObject({ type: 'accountSignedOut', revoked: false });
  });

  it('from a session that the disk did not take ends the newest one', async () => {
    const { manager, secrets, server, bundle } = await signedIn();
    const keep = secrets.set.bind(secrets);
    secrets.set = () => Promise.reject(new Error('no space left'));
    await manager.refresh(bundle.access_token, signal);
    secrets.set = keep;
    expect(await manager.logout(undefined, signal)).toMatchObject({ revoked: true });
    expect(server.sessionCount).toBe(0);
  });
});

describe('a process that dies between the answer and the disk', () => {
  it('leaves an account that is signed out by the next renewal, and one login mends it', async () => {
    const clock = new VirtualClock();
    const { manager, secrets, server, home } = await signedIn({ clock });
    secrets.set = () => Promise.reject(new Error('no space left'));
    await clock.advance(HOUR_MS);
    await manager.bearer(signal);
    const { manager: next, types } = await createManager({ home, clock });
    expect(await next.bearer(signal)).toBeUndefined();
    expect(types()).toEqual(['accountSignedOut']);
    await next.loginWithBundle(JSON.stringify(server.createBundle()), 'pasted', signal);
    expect(server.accepts((await next.bearer(signal))!)).toBe(true);
  });
});

describe('another account that is chosen while a token is renewed', () => {
  it('is the one that the next request gets, and the renewal is kept for the first', async () => {
    const clock = new VirtualClock();
    const { manager, server } = await signedIn({ clock });
    const second = { ...server.createBundle(), user: { id: 'second', email: 'second@example.org' } };
    await manager.loginWithBundle(JSON.stringify(second), 'pasted', signal);
    const [first, other] = await manager.list(signal);
    await manager.use(first!.id, signal);
    await clock.advance(HOUR_MS);
    const [renewed] = await Promise.all([manager.bearer(signal), manager.use(other!.id, signal)]);
    expect(server.accepts(renewed!)).toBe(true);
    const next = await manager.bearer(signal);
    expect(next).not.toBe(renewed);
    expect(server.accepts(next!)).toBe(true);
    await manager.use(first!.id, signal);
    expect(await manager.bearer(signal)).toBe(renewed);
    expect(server.refreshes).toBe(2);
  });
});

describe('a login whose token is over', () => {
  it('and that the server has ended is refused, and the account that works stays', async () => {
    const clock = new VirtualClock();
    const { manager, server, bundle } = await signedIn({ clock });
    const stale = { ...server.createBundle(), user: { id: 'second' }, expires_at: 5, refresh_token: 'revoked-token' };
    await expect(manager.loginWithBundle(JSON.stringify(stale), 'pasted', signal)).rejects.toMatchObject({
      code: 'login_bundle_expired',
      remedy: expect.any(String),
    });
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    expect(await manager.list(signal)).toHaveLength(1);
  });

  it('is taken with the token that its renewal gave, or as it is when the server cannot be asked', async () => {
    const clock = new VirtualClock();
    const server = await startServer(clock);
    const { manager } = await createManager({ clock });
    await manager.loginWithBundle(JSON.stringify({ ...server.createBundle(), expires_at: 5 }), 'import', signal);
    expect(server.refreshes).toBe(1);
    expect(server.accepts((await manager.bearer(signal))!)).toBe(true);
    expect(server.refreshes).toBe(1);
    server.fail({ status: 503 });
    await manager.loginWithBundle(JSON.stringify({ ...server.createBundle(), expires_at: 5 }), 'import', signal);
    expect(server.accepts((await manager.bearer(signal))!)).toBe(true);
  });
});

describe('accounts that cannot be read', () => {
  it('are found again when the index is damaged', async () => {
    const { secrets, home, bundle } = await signedIn();
    await secrets.set(INDEX, '{"version":1,"acti', signal);
    const { manager } = await createManager({ home });
    await manager.start(signal);
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
  });

  it('keep nothing from starting, and are mended by a login', async () => {
    const { secrets, home, server } = await signedIn();
    const name = (await secrets.names(signal)).find(one => one !== INDEX)!;
    await secrets.set(name, '{"version":1,"id"', signal);
    const clock = new SystemClock();
    const redactor = new Redactor();
    const options = { secrets: openStore(home, redactor), redactor, clock, home };
    expect(await readActiveNetwork(options, signal)).toBeUndefined();
    const { manager } = await createManager({ home });
    await manager.forgetSandboxes(signal);
    await manager.start(signal);
    expect(manager.snapshot().state).toBe('none');
    const again = server.createBundle() as { access_token: string };
    await manager.loginWithBundle(JSON.stringify(again), 'pasted', signal);
    expect(await manager.bearer(signal)).toBe(again.access_token);
    await manager.logout(undefined, signal);
    expect(await secrets.names(signal)).toEqual([INDEX]);
  });

  it('do not come from too many logins', async () => {
    const { manager, server } = await signedIn();
    const ids = Array.from({ length: 49 }, (_, index) => `person-${index}`);
    for (const id of ids) {
      await manager.loginWithBundle(JSON.stringify({ ...server.createBundle(), user: { id } }), 'pasted', signal);
    }
    const one = JSON.stringify({ ...server.createBundle(), user: { id: 'one more' } });
    await expect(manager.loginWithBundle(one, 'pasted', signal)).rejects.toMatchObject({ code: 'account_too_many' });
    expect(await manager.list(signal)).toHaveLength(50);
    expect(await manager.bearer(signal)).toEqual(expect.any(String));
  });
});
