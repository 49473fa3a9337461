import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Command, StatusSnapshot } from '../../../electron/contract/index.ts';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { OriginGuard } from '../../../electron/web/guard.ts';
import { isLoopback, warned } from '../../../electron/web/privacy.ts';
import { createHandler } from '../../../electron/web/routes.ts';
import { Sessions } from '../../../electron/web/session.ts';

const PLANTED = 'planted-token-of-a-browser';
const SECRETS: readonly Command[] = [
  { name: 'addSubscription', subscription: { name: 'one', token: PLANTED } },
  { name: 'replaceSubscription', subscription: 'one', token: PLANTED },
  { name: 'addAgent', agent: { name: 'one', kind: 'agent-server' }, secret: PLANTED },
  { name: 'setSecret', secret: 'relay.token', value: PLANTED },
  { name: 'loginWithBundle', bundle: PLANTED },
];

/** The routes as a server has them that listens on loopback, or is told that it does not. */
async function startRoutes({ isPrivate = true } = {}) {
  const taken: Command[] = [];
  const logged: unknown[] = [];
  const log = (...parts: unknown[]): void => void logged.push(parts);
  const state = {
    execute: async (): Promise<{ changed: boolean; sentence: string }> => ({ changed: true, sentence: 'Done.' }),
  };
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const sessions = new Sessions();
  server.on(
    'request',
    createHandler({
      source: { snapshot: () => ({}) as StatusSnapshot, subscribe: () => () => undefined },
      execute: command => {
        taken.push(command);
        return state.execute();
      },
      query: async () => ({}),
      assetsDir: '/nowhere',
      logger: { debug: log, info: log, warn: log, error: log },
      port,
      guard: new OriginGuard(port),
      sessions,
      isPrivate,
    }),
  );
  const cookie = `gatehouse-${port}=${sessions.redeem(sessions.issueToken())}`;
  const origin = `http://127.0.0.1:${port}`;
  const send = async (body: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${origin}/command`, {
      method: 'POST',
      headers: { Origin: origin, 'Content-Type': 'application/json', Cookie: cookie, ...headers },
      body,
    });
    return { status: answer.status, text: await answer.text() };
  };
  return { send, taken, logged, state };
}

describe('a secret from a browser', () => {
  it.each(SECRETS)('is taken with $name from a proved session on this computer', async command => {
    const { send, taken } = await startRoutes();

    expect((await send(JSON.stringify(command))).status).toBe(200);
    expect(taken).toEqual([command]);
  });

  it.each(SECRETS)('is refused with $name where others can listen, with the way that is left', async command => {
    const { send, taken } = await startRoutes({ isPrivate: false });

    const { status, text } = await send(JSON.stringify(command));

    expect(status).toBe(403);
    const { error } = JSON.parse(text) as { error: { code: string; remedy: string } };
    expect(error.code).toBe('secrets_refused');
    expect(error.remedy).toMatch(/command line.*ssh -L/);
    expect(taken).toEqual([]);
  });

  it('is no matter of commands without one', async () => {
    const { send, taken } = await startRoutes({ isPrivate: false });

    expect((await send('{"name":"addAgent","agent":{"name":"one","kind":"local"}}')).status).toBe(200);
    expect((await send('{"name":"rotateTee"}')).status).toBe(200);
    expect(taken).toHaveLength(2);
  });

  it.each([
    { from: 'nobody who signed in', headers: { Cookie: '' }, status: 401 },
    { from: 'another origin', headers: { Origin: 'https://evil.example' }, status: 403 },
  ])('is not taken from $from', async ({ headers, status }) => {
    const { send, taken } = await startRoutes();

    expect((await send(JSON.stringify(SECRETS[0]), headers)).status).toBe(status);
    expect(taken).toEqual([]);
  });

  it('stands in no log line and no answer, however it goes', async () => {
    const { send, logged, state } = await startRoutes();
    const open = await startRoutes({ isPrivate: false });
    const told: unknown[] = [];
    const failures = [
      async () => ({ changed: true, sentence: 'Stored.' }),
      () => Promise.reject(new GatehouseError('refused', 'The provider refuses the token.')),
      () => Promise.reject(new Error(`unexpected ${PLANTED}`)),
    ];
    for (const execute of failures) {
      state.execute = execute;
      for (const command of SECRETS) told.push(await send(JSON.stringify(command)));
    }
    for (const command of SECRETS) told.push(await open.send(JSON.stringify(command)));
    told.push(await send(`{"name":"setSecret","secret":"a","value":{"${PLANTED}":1}}`));
    told.push(await send(`{"name":"setSecret","value":"${PLANTED}`));
    told.push(await send(JSON.stringify(SECRETS[0]), { 'Content-Type': 'text/plain' }));

    expect(told).toHaveLength(23);
    expect(JSON.stringify(logged)).toContain('Error, of a command with a secret');
    expect(JSON.stringify([told, logged, open.logged])).not.toContain('planted');
  });
});

describe('an address', () => {
  it.each(['127.0.0.1', '127.8.9.10', '::1', '::ffff:127.0.0.1', '0:0:0:0:0:0:0:1'])(
    '%s stays on this computer',
    address => {
      expect(isLoopback(address)).toBe(true);
    },
  );

  it.each(['0.0.0.0', '::', '192.168.1.4', '::ffff:192.168.1.4', '10.0.0.1', 'fe80::1', 'localhost', '', undefined])(
    '%s is not known to stay there',
    address => {
      expect(isLoopback(address)).toBe(false);
    },
  );
});

describe('the state for a page that others can listen to', () => {
  it('says so, and is followed as before', () => {
    const callbacks: (() => void)[] = [];
    const source = warned({
      snapshot: () => ({ revision: 3, app: { version: '1.0.0' } }) as StatusSnapshot,
      subscribe: callback => {
        callbacks.push(callback);
        return () => void callbacks.pop();
      },
    });
    const unsubscribe = source.subscribe(() => undefined);

    expect(source.snapshot()).toEqual({ revision: 3, app: { version: '1.0.0', refusesSecrets: true } });
    expect(callbacks).toHaveLength(1);
    unsubscribe();
    expect(callbacks).toHaveLength(0);
  });
});
