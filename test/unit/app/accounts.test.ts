import { request } from 'node:http';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { Accounts } from '../../../electron/core/app/accounts.ts';
import { Redactor, SystemClock, SystemRandom } from '../../../electron/core/platform/index.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { openStore, signal, startServer } from '../account/support.ts';

async function createAccounts() {
  const home = await tempHome();
  const scrubber = new Redactor();
  const server = await startServer();
  const events: DomainEvent[] = [];
  const network = {
    relayUrl: 'http://127.0.0.1:1/relay',
    rpcUrls: ['http://127.0.0.1:2'],
    registryAddress: `0x${'ab'.repeat(20)}`,
    relayFrom: 'account' as const,
    bearer: async () => undefined,
    sandbox: { chatAppUrl: server.appUrl },
  };
  const accounts = new Accounts(
    {
      network,
      wantsSandbox: true,
      secrets: openStore(home, scrubber),
      scrubber,
      clock: new SystemClock(),
      random: new SystemRandom(),
      home,
      veil: { env: {}, userFolder: home },
    },
    event => events.push(event),
  );
  await accounts.start(signal);
  onTestFinished(() => accounts.stop());
  const bundle = () => JSON.stringify(server.createBundle());
  return { accounts, server, events, bundle };
}

/** The status of the page's post; 0 when nobody listens. */
function post(url: string, origin: string, body: string): Promise<number> {
  const callback = new URL(url).searchParams.get('redirect_uri')!;
  return new Promise(resolve => {
    const headers = { origin, 'content-type': 'application/json' };
    request(callback, { method: 'POST', headers }, response => {
      response.resume().once('end', () => resolve(response.statusCode ?? 0));
    })
      .once('error', () => resolve(0))
      .end(body);
  });
}

describe('logins of the application', () => {
  it('that begin at once wait for one page', async () => {
    const { accounts } = await createAccounts();
    const results = await Promise.all([1, 2, 3].map(() => accounts.execute({ name: 'login', sandbox: true }, signal)));
    expect(new Set(results.map(({ url }) => url)).size).toBe(1);
    expect(accounts.status().login?.url).toBe(results[0]!.url);
  });

  it('for another app end the one before, whose page is not answered any more', async () => {
    const { accounts, server, bundle } = await createAccounts();
    const first = await accounts.execute({ name: 'login', sandbox: true }, signal);
    const second = await accounts.execute({ name: 'login', appUrl: 'https://chat.example.org' }, signal);
    expect(accounts.status().login?.url).toBe(second.url);
    expect(await post(first.url!, server.appUrl, bundle())).toBe(0);
    expect(accounts.status()).toMatchObject({ active: null, loginFailure: null });
  });

  it('that are cancelled are said to be, also where somebody was signed in before', async () => {
    const { accounts, bundle, events } = await createAccounts();
    await accounts.execute({ name: 'loginWithBundle', bundle: bundle() }, signal);
    await accounts.execute({ name: 'login', sandbox: true }, signal);
    await accounts.execute({ name: 'cancelLogin' }, signal);
    expect(accounts.status()).toMatchObject({
      login: null,
      loginFailure: 'The login was cancelled.',
      active: { signedIn: true },
    });
    expect(events.some(({ type }) => type === 'accountLoginFailed')).toBe(false);
    await accounts.execute({ name: 'login', sandbox: true }, signal);
    expect(accounts.status().loginFailure).toBeNull();
    expect(await accounts.execute({ name: 'cancelLogin' }, signal)).toMatchObject({ changed: true });
    expect(await accounts.execute({ name: 'cancelLogin' }, signal)).toMatchObject({ changed: false });
  });

  it('through a page are over for the status as soon as the page was answered', async () => {
    const { accounts, server, bundle } = await createAccounts();
    const { url } = await accounts.execute({ name: 'login', sandbox: true }, signal);
    expect(await post(url!, server.appUrl, bundle())).toBe(200);
    await expect.poll(() => accounts.status().login).toBeNull();
    expect(accounts.status()).toMatchObject({ active: { email: 'you@sandbox.invalid' }, loginFailure: null });
  });
});
