import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { createManager, signal, signedIn, startServer } from './support.ts';

const HOUR_MS = 3_600_000;

describe('the token of an account', () => {
  it('is given out as it is until a minute before its end', async () => {
    const clock = new VirtualClock();
    const { manager, server, bundle } = await signedIn({ clock });
    await clock.advance(HOUR_MS - 60_001);
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    expect(server.refreshes).toBe(0);
  });

  it('is renewed by itself a minute before its end', async () => {
    const clock = new VirtualClock();
    const { manager, server, bundle, events } = await signedIn({ clock });
    await manager.start(signal);
    const renewed = untilEvent(events, 'accountRefreshed');
    await clock.advance(HOUR_MS - 60_001);
    expect(server.refreshes).toBe(0);
    await clock.advance(1);
    await renewed;
    expect(server.refreshes).toBe(1);
    expect(await manager.bearer(signal)).not.toBe(bundle.access_token);
  });

  it('is renewed once for 64 requests that find it expired', async () => {
    const clock = new VirtualClock();
    const { manager, server, bundle } = await signedIn({ clock });
    await clock.advance(HOUR_MS);
    const tokens = await Promise.all(Array.from({ length: 64 }, () => manager.bearer(new AbortController().signal)));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(bundle.access_token);
    expect(server.accepts(tokens[0]!)).toBe(true);
    expect(server.refreshes).toBe(1);
  });

  it('is renewed once for 64 requests whose token the relay refused', async () => {
    const { manager, server, bundle } = await signedIn();
    server.expireTokens();
    const tokens = await Promise.all(
      Array.from({ length: 64 }, () => manager.refresh(bundle.access_token, new AbortController().signal)),
    );
    expect(new Set(tokens).size).toBe(1);
    expect(server.refreshes).toBe(1);
    expect(await manager.refresh(bundle.access_token, signal)).toBe(tokens[0]);
    expect(server.refreshes).toBe(1);
  });

  it('is not renewed again and again for a relay that refuses every one', async () => {
    const { manager, server, bundle } = await signedIn();
    const second = await manager.refresh(bundle.access_token, signal);
    expect(await manager.refresh(second!, signal)).toBeUndefined();
    expect(server.refreshes).toBe(1);
  });

  it('serves on while it is renewed with half a minute left', async () => {
    const clock = new VirtualClock();
    const { manager, bundle, events } = await signedIn({ clock });
    await clock.advance(HOUR_MS - 30_000);
    const renewed = untilEvent(events, 'accountRefreshed');
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    await renewed;
    expect(await manager.bearer(signal)).not.toBe(bundle.access_token);
  });

  it.each([
    ['ahead of', 7 * HOUR_MS],
    ['behind', -7 * HOUR_MS],
  ])('is renewed once an hour, not for every request, when the server is far %s this clock', async (_, skewMs) => {
    const clock = new VirtualClock();
    const { manager, server } = await signedIn({ clock });
    server.setSkew(skewMs);
    await clock.advance(HOUR_MS);
    const renewed = await manager.bearer(signal);
    await clock.advance(HOUR_MS - 60_001);
    expect(await manager.bearer(signal)).toBe(renewed);
    expect(server.refreshes).toBe(1);
    await clock.advance(60_001);
    expect(await manager.bearer(signal)).not.toBe(renewed);
    expect(server.refreshes).toBe(2);
  });

  it('of a login that looks expired by this clock is renewed at once, and of one that looks eternal in time', async () => {
    const clock = new VirtualClock();
    const server = await startServer(clock);
    const { manager } = await createManager({ clock });
    server.setSkew(-7 * HOUR_MS);
    await manager.loginWithBundle(JSON.stringify(server.createBundle()), 'pasted', signal);
    await manager.bearer(signal);
    expect(server.refreshes).toBe(1);
    server.setSkew(7 * HOUR_MS);
    await manager.loginWithBundle(JSON.stringify(server.createBundle()), 'pasted', signal);
    await clock.advance(HOUR_MS);
    await manager.bearer(signal);
    expect(server.refreshes).toBe(2);
  });

  it('that nothing can renew is used to its end, and then nobody is signed in', async () => {
    const clock = new VirtualClock();
    const server = await startServer(clock);
    const { manager, types } = await createManager({ clock });
    const bundle = { ...server.createBundle(), refresh_token: null };
    await manager.loginWithBundle(JSON.stringify(bundle), 'pasted', signal);
    await clock.advance(HOUR_MS - 1);
    expect(await manager.bearer(signal)).toEqual(expect.any(String));
    await clock.advance(1);
    expect(await manager.bearer(signal)).toBeUndefined();
    expect(types()).toEqual(['accountSignedIn', 'accountSignedOut']);
    expect(manager.snapshot()).toMatchObject({ state: 'signed-out', health: 'needs-you' });
  });
});

describe('an account manager', () => {
  it('does nothing when it is made, may be stopped twice, and works after another start', async () => {
    const clock = new VirtualClock();
    const { manager, server, events } = await signedIn({ clock });
    expect(clock.pending).toBe(0);
    await manager.start(signal);
    expect(clock.pending).toBe(1);
    await manager.stop();
    await manager.stop();
    expect(clock.pending).toBe(0);
    await manager.start(signal);
    const renewed = untilEvent(events, 'accountRefreshed');
    await clock.advance(HOUR_MS - 60_000);
    await renewed;
    expect(server.refreshes).toBe(1);
  });
});

describe('a server that does not renew', () => {
  it.each([400, 401, 403])('with %i signs out, wipes the tokens, and is asked no more', async status => {
    const clock = new VirtualClock();
    const { manager, server, events, secrets, bundle } = await signedIn({ clock });
    server.fail({ status });
    await clock.advance(HOUR_MS);
    expect(await manager.bearer(signal)).toBeUndefined();
    expect(await manager.bearer(signal)).toBeUndefined();
    expect(server.refreshes).toBe(1);
    expect(events.at(-1)).toMatchObject({ type: 'accountSignedOut', cause: 'refused', account: 'you@sandbox.invalid' });
    expect(manager.snapshot()).toMatchObject({
      state: 'signed-out',
      remedy: { text: expect.stringContaining('login') },
    });
    const stored = await Promise.all((await secrets.names(signal)).map(name => secrets.get(name, signal)));
    expect(stored.join()).not.toContain(bundle.refresh_token);
    expect(await manager.network(signal)).toMatchObject({ relayUrl: 'http://127.0.0.1:1/relay' });
  });

  it.each<[string, { status: number; body?: string } | 'reset']>([
    ['an error', { status: 503 }],
    ['a broken connection', 'reset'],
    ['a success without a token', { status: 200, body: '{}' }],
    ['a page of a hotel', { status: 200, body: '<html>' }],
    ['a redirect', { status: 302 }],
  ])('with %s keeps the account and is asked again after a pause', async (_, fault) => {
    const clock = new VirtualClock();
    const { manager, server, events } = await signedIn({ clock });
    server.fail(fault, 2);
    await clock.advance(HOUR_MS);
    const refusal = { code: 'account_refresh_failed', retryable: true };
    await expect(manager.bearer(signal)).rejects.toMatchObject(refusal);
    await expect(manager.bearer(signal)).rejects.toMatchObject(refusal);
    expect(server.refreshes).toBe(1);
    expect(manager.snapshot()).toMatchObject({ state: 'renewing-fails', health: 'broken', usable: false });
    await clock.advance(1_250);
    await expect(manager.bearer(signal)).rejects.toMatchObject(refusal);
    expect(server.refreshes).toBe(2);
    await clock.advance(2_500);
    expect(await manager.bearer(signal)).toEqual(expect.any(String));
    expect(manager.snapshot()).toMatchObject({ state: 'signed-in', usable: true });
    expect(events.map(({ type }) => type)).toEqual([
      'accountSignedIn',
      'accountRefreshFailing',
      'accountRefreshRecovered',
      'accountRefreshed',
    ]);
  });

  it('is asked at once when the machine wakes up', async () => {
    const clock = new VirtualClock();
    const { manager, server, events } = await signedIn({ clock });
    await manager.start(signal);
    server.fail({ status: 503 });
    const failing = untilEvent(events, 'accountRefreshFailing');
    await clock.advance(HOUR_MS - 60_000);
    await failing;
    // Time stands still: without the wake the pause would never end.
    while (!events.some(({ type }) => type === 'accountRefreshed')) {
      manager.wake();
      await clock.advance(0);
    }
    expect(server.refreshes).toBe(2);
  });

  it('does not keep a request whose client has left', async () => {
    const clock = new VirtualClock();
    const { manager, server } = await signedIn({ clock });
    server.latencyMs = 10_000;
    await clock.advance(HOUR_MS);
    const leaving = new AbortController();
    const waiting = manager.bearer(leaving.signal);
    const staying = manager.bearer(signal);
    leaving.abort(new Error('the client left'));
    await expect(waiting).rejects.toThrow('the client left');
    while (server.refreshes === 0) await new Promise(resolve => setImmediate(resolve));
    await clock.advance(10_000);
    expect(await staying).toEqual(expect.any(String));
  });
});

describe('signing out', () => {
  it('ends the session at the server and leaves nothing of it here', async () => {
    const { manager, server, secrets, events } = await signedIn();
    expect(await manager.logout(undefined, signal)).toEqual({ account: 'you@sandbox.invalid', revoked: true });
    expect(server.sessionCount).toBe(0);
    expect(await manager.bearer(signal)).toBeUndefined();
    expect(await secrets.names(signal)).toEqual(['account.index']);
    expect(events.at(-1)).toMatchObject({ type: 'accountSignedOut', cause: 'by-hand', revoked: true });
    await expect(manager.logout(undefined, signal)).rejects.toMatchObject({ code: 'account_unknown' });
  });

  it('ends the session also when its token has expired', async () => {
    const { manager, server } = await signedIn();
    server.expireTokens();
    expect(await manager.logout(undefined, signal)).toMatchObject({ revoked: true });
    expect(server.sessionCount).toBe(0);
  });

  it('wipes the account also when the server cannot be reached, and says that it was not told', async () => {
    const { manager, server, secrets } = await signedIn();
    await server.stop();
    expect(await manager.logout(undefined, signal)).toMatchObject({ revoked: false });
    expect(await secrets.names(signal)).toEqual(['account.index']);
  });

  it('is not undone by a renewal that was under way', async () => {
    const { manager, server, secrets, bundle } = await signedIn();
    const renewal = manager.refresh(bundle.access_token, signal);
    await Promise.all([renewal, manager.logout(undefined, signal)]);
    expect(await secrets.names(signal)).toEqual(['account.index']);
    expect(server.sessionCount).toBe(0);
    expect(manager.snapshot().active).toBeNull();
  });
});

describe('several accounts and processes', () => {
  it('has one account active, and switches', async () => {
    const { manager, server, bundle, types } = await signedIn();
    const other = { ...server.createBundle(), user: { id: 'second', email: 'second@example.org' } };
    await manager.loginWithBundle(JSON.stringify(other), 'pasted', signal);
    const accounts = await manager.list(signal);
    expect(accounts.map(({ email }) => email)).toEqual(['you@sandbox.invalid', 'second@example.org']);
    expect(manager.snapshot().active?.email).toBe('second@example.org');
    await manager.use(accounts[0]!.id, signal);
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    expect(types()).toEqual(['accountSignedIn', 'accountSignedIn', 'accountSwitched']);
    await expect(manager.use('000000000000', signal)).rejects.toMatchObject({ code: 'account_unknown' });
  });

  it('does not choose another account when the active one signs out', async () => {
    const { manager, server } = await signedIn();
    const other = { ...server.createBundle(), user: { id: 'second', email: null } };
    await manager.loginWithBundle(JSON.stringify(other), 'pasted', signal);
    await manager.logout(undefined, signal);
    expect(await manager.bearer(signal)).toBeUndefined();
    expect(manager.snapshot()).toMatchObject({ state: 'signed-out', remedy: { text: expect.stringContaining('use') } });
  });

  it('replaces an account by a new login of the same person', async () => {
    const { manager, server } = await signedIn();
    const again = server.createBundle() as { access_token: string };
    await manager.loginWithBundle(JSON.stringify(again), 'pasted', signal);
    expect(await manager.list(signal)).toHaveLength(1);
    expect(await manager.bearer(signal)).toBe(again.access_token);
  });

  it('notices on use that another process signed in or out, and tells it once', async () => {
    const { manager, home, events } = await createManager();
    await manager.start(signal);
    const server = await startServer();
    const second = await createManager({ home });
    const bundle = server.createBundle() as { access_token: string };
    await second.manager.loginWithBundle(JSON.stringify(bundle), 'pasted', signal);
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    expect(await manager.bearer(signal)).toBe(bundle.access_token);
    await second.manager.logout(undefined, signal);
    expect(await manager.bearer(signal)).toBeUndefined();
    expect(events).toMatchObject([
      { type: 'accountChangedElsewhere', account: 'you@sandbox.invalid' },
      { type: 'accountChangedElsewhere', account: null },
    ]);
  });

  it('takes none of its own changes for those of another process, however many ask meanwhile', async () => {
    const { manager, server, types } = await signedIn();
    const asking = Array.from({ length: 20 }, () => manager.bearer(new AbortController().signal));
    const other = { ...server.createBundle(), user: { id: 'second', email: null } };
    const login = manager.loginWithBundle(JSON.stringify(other), 'pasted', signal);
    const more = Array.from({ length: 20 }, () => manager.bearer(new AbortController().signal));
    await Promise.all([...asking, login, ...more]);
    await Promise.all([manager.bearer(signal), manager.logout(undefined, signal), manager.bearer(signal)]);
    expect(types()).toEqual(['accountSignedIn', 'accountSignedIn', 'accountSignedOut']);
    expect(manager.snapshot().active).toBeNull();
  });

  it('notices within half a minute without any use', async () => {
    const clock = new VirtualClock();
    const { manager, home, events } = await createManager({ clock });
    await manager.start(signal);
    const server = await startServer(clock);
    const second = await createManager({ home, clock });
    await second.manager.loginWithBundle(JSON.stringify(server.createBundle()), 'pasted', signal);
    const noticed = untilEvent(events, 'accountChangedElsewhere');
    await clock.advance(30_000);
    await noticed;
    expect(manager.snapshot().state).toBe('signed-in');
  });

  it('makes one call for two processes that renew at the same time', async () => {
    const { manager, home, server, bundle } = await signedIn();
    const second = await createManager({ home });
    const [first, other] = await Promise.all([
      manager.refresh(bundle.access_token, signal),
      second.manager.refresh(bundle.access_token, signal),
    ]);
    expect(other).toBe(first);
    expect(server.refreshes).toBe(1);
  });

  it('tells when a login brings another network', async () => {
    const { manager, server, events } = await signedIn();
    const bundle = server.createBundle() as { config: object };
    const config = { ...bundle.config, chat_api_base_url: 'https://other.example.org/x' };
    await manager.loginWithBundle(JSON.stringify({ ...bundle, config }), 'pasted', signal);
    expect(events.at(-1)).toMatchObject({
      type: 'accountNetworkChanged',
      from: expect.stringContaining('127.0.0.1:1,'),
      to: expect.stringContaining('other.example.org,'),
    });
  });
});

describe('a renewal that the disk does not take', () => {
  it('serves from memory, and is written with the next one', async () => {
    const clock = new VirtualClock();
    const { manager, server, secrets, home } = await signedIn({ clock });
    const keep = secrets.set.bind(secrets);
    secrets.set = () => Promise.reject(new Error('no space left'));
    await clock.advance(HOUR_MS);
    const renewed = await manager.bearer(signal);
    expect(server.accepts(renewed!)).toBe(true);
    expect(await manager.bearer(signal)).toBe(renewed);
    expect(server.refreshes).toBe(1);
    secrets.set = keep;
    await clock.advance(HOUR_MS);
    const next = await manager.bearer(signal);
    expect(server.accepts(next!)).toBe(true);
    const { manager: second } = await createManager({ home, clock });
    expect(await second.bearer(signal)).toBe(next);
  });
});

describe('a sign-in server that never answers', () => {
  it('is given up after 15 seconds', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.close();
      silent.closeAllConnections();
    });
    const asked = new Promise(resolve => silent.once('request', resolve));
    const clock = new VirtualClock();
    const { manager, server } = await signedIn({ clock });
    const bundle = server.createBundle() as { config: object };
    const config = { ...bundle.config, supabase_url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` };
    await manager.loginWithBundle(JSON.stringify({ ...bundle, config }), 'pasted', signal);
    await clock.advance(HOUR_MS);
    const waiting = manager.bearer(signal);
    const outcome = expect(waiting).rejects.toMatchObject({
      message: expect.stringContaining('did not answer in time'),
    });
    await asked;
    await clock.advance(15_000);
    await outcome;
  });
});

/** Resolves when an event of the type has been added. */
function untilEvent(events: { readonly type: string }[], type: string): Promise<void> {
  return new Promise(resolve => {
    const push = events.push.bind(events);
    events.push = (...added) => {
      if (added.some(event => event.type === type)) resolve();
      return push(...added);
    };
  });
}
