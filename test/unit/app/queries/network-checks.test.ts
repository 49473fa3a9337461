import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runChecks } from '../../../../electron/core/app/queries/diagnostics/check.ts';
import {
  type NetworkCheckParts,
  type NetworkPlaces,
  networkChecks,
} from '../../../../electron/core/app/queries/diagnostics/network-checks.ts';
import { SystemClock } from '../../../../electron/core/platform/index.ts';
import { gatewayStatus, statusSnapshot, subscriptionsStatus } from '../../../helpers/snapshots.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const clock = new SystemClock();

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** An address where nobody listens. */
async function deadUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise(resolve => server.close(resolve));
  return url;
}

async function check(
  id: string,
  {
    snapshot: shown = () => statusSnapshot(),
    clock: used = clock,
    ...places
  }: Partial<NetworkPlaces & NetworkCheckParts>,
) {
  const nowhere = { rpcUrls: [], relayUrl: 'http://127.0.0.1:9', providerUrl: 'http://127.0.0.1:9' };
  const checks = networkChecks({
    places: () => ({ ...nowhere, ...places }),
    snapshot: shown,
    clock: used,
  }).filter(one => one.id === id);
  const [result] = await runChecks(checks, clock, new AbortController().signal);
  return result;
}

describe('the check of the chain', () => {
  const chain: RequestListener = (_request, response) => void response.end('{"jsonrpc":"2.0","id":1,"result":"0x2a"}');

  it('names the chain that answers', async () => {
    expect(await check('chain-rpc', { rpcUrls: [await serve(chain)] })).toMatchObject({
      verdict: 'well',
      sentence: expect.stringContaining('chain 42'),
    });
  });

  it('tells one dead endpoint from all of them, and never shows the path of an address, which may be a key', async () => {
    const dead = `${await deadUrl()}/v3/planted-rpc-key`;
    const some = await check('chain-rpc', { rpcUrls: [await serve(chain), dead] });
    expect(some).toMatchObject({ verdict: 'needs-you', sentence: expect.stringContaining('ECONNREFUSED') });
    const none = await check('chain-rpc', { rpcUrls: [dead] });
    expect(none?.verdict).toBe('broken');
    expect(JSON.stringify([some, none])).not.toContain('planted-rpc-key');
  });
});

describe('the checks while this computer is offline', () => {
  const offline = () => ({
    ...statusSnapshot(),
    offline: { since: 1, gates: ['gateway' as const, 'tee' as const] },
    gateway: { ...gatewayStatus({ state: 'offline', health: 'working' }), details: null },
  });
  const sentence = 'Not looked at, because this computer is offline.';

  it.each([
    ['gateway-reach', {}],
    ['chain-rpc', { rpcUrls: ['https://rpc.invalid'] }],
    ['registry', { rpcUrls: ['https://rpc.invalid'] }],
    ['relay', { relayUrl: 'https://relay.invalid' }],
    ['clock', { relayUrl: 'https://relay.invalid' }],
    ['provider', { providerUrl: 'https://provider.invalid' }],
  ])('%s asks nobody outside, and is not broken', async (id, places) => {
    expect(await check(id, { snapshot: offline, ...places })).toMatchObject({
      verdict: 'unknown',
      sentence,
      remedyCode: 'computer_offline',
    });
  });

  it('look at what lies on this computer as ever', async () => {
    const there = await serve((_request, response) => void response.end());
    expect(await check('relay', { snapshot: offline, relayUrl: there })).toMatchObject({ verdict: 'well' });
    expect((await check('chain-rpc', { snapshot: offline }))?.sentence).not.toBe(sentence);
  });
});

describe('the check of the relay and of the clock', () => {
  it('takes any answer for there, and a failure of its own for trouble', async () => {
    const there = await serve((_request, response) => void response.writeHead(404).end());
    expect(await check('relay', { relayUrl: there })).toMatchObject({ verdict: 'well' });
    const ill = await serve((_request, response) => void response.writeHead(503).end());
    expect(await check('relay', { relayUrl: ill })).toMatchObject({ verdict: 'needs-you' });
    expect(await check('relay', { relayUrl: await deadUrl() })).toMatchObject({ verdict: 'broken' });
  });

  it('sends no credential', async () => {
    const seen: unknown[] = [];
    const relayUrl = await serve((request, response) => {
      seen.push(request.headers.authorization, request.headers.cookie);
      response.end();
    });
    await check('relay', { relayUrl });
    expect(seen).toEqual([undefined, undefined]);
  });

  it.each([
    [0, 'well'],
    [600_000, 'needs-you'],
    [-600_000, 'needs-you'],
  ])('compares with the time of the relay: %i ms', async (aheadMs, verdict) => {
    const theirs = Date.UTC(2026, 5, 1);
    const relayUrl = await serve(
      (_request, response) => void response.writeHead(200, { date: new Date(theirs).toUTCString() }).end(),
    );
    const found = await check('clock', { relayUrl, clock: new VirtualClock(theirs + aheadMs) });
    expect(found?.verdict).toBe(verdict);
    if (aheadMs !== 0) expect(found?.sentence).toContain(aheadMs > 0 ? '600 s ahead of' : '600 s behind');
  });
});

describe('the check of the provider', () => {
  it('asks nobody while there is no subscription', async () => {
    let asked = 0;
    const providerUrl = await serve((_request, response) => {
      asked += 1;
      response.end();
    });
    const none = () => statusSnapshot({ subscriptions: subscriptionsStatus({ state: 'not-configured' }) });
    expect(await check('provider', { providerUrl, snapshot: none })).toMatchObject({ verdict: 'unknown' });
    expect(asked).toBe(0);
    const some = () => statusSnapshot({ subscriptions: subscriptionsStatus({ state: 'usable' }) });
    expect(await check('provider', { providerUrl, snapshot: some })).toMatchObject({ verdict: 'well' });
  });
});
