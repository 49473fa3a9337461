import { createServer, request } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LocalAddress } from '../../electron/core/offline/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { startSandbox } from '../../electron/sandbox/index.ts';
import { networkOf, settingsIn, startGatehouseIn } from '../helpers/gatehouse-in.ts';
import { tempHome } from '../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const LOOPBACK: LocalAddress = { address: '127.0.0.1', internal: true };
const CABLE: LocalAddress = { address: '198.51.100.7', internal: false };

/** A way to `url` by an address that is none of loopback's, though it leads there; it can be cut. */
async function cuttableWay(url: string): Promise<{ url: string; setCut(isCut: boolean): void }> {
  const { port } = new URL(url);
  const open = new Set<Socket>();
  let isCut = false;
  const server = createServer((near, answer) => {
    const { method, headers, url: path } = near;
    // The sandbox answers to loopback's names only.
    const far = request({ port, method, path, headers: { ...headers, host: `127.0.0.1:${port}` } }, found => {
      answer.writeHead(found.statusCode ?? 502, found.headers);
      found.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    near.pipe(far);
  });
  server.on('connection', socket => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    if (isCut) socket.destroy();
  });
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    cut();
    server.close();
  });
  return {
    url: `http://0.0.0.0:${(server.address() as AddressInfo).port}`,
    setCut: value => {
      isCut = value;
      if (isCut) cut();
    },
  };
}

async function startTravelling() {
  const sandbox = await startSandbox({ seed: 'offline', clock, enclaveCount: 3, signal });
  onTestFinished(() => sandbox.stop());
  const [rpc, relay] = [await cuttableWay(sandbox.rpcUrl), await cuttableWay(sandbox.relayUrl)];
  const home = await tempHome();
  const around = { addresses: [LOOPBACK, CABLE] };
  const gatehouse = await startGatehouseIn({
    home,
    loaded: await settingsIn(home, signal),
    network: networkOf(sandbox, { rpcUrls: [rpc.url], relayUrl: relay.url }),
    changes: { localAddresses: () => around.addresses },
  });
  const setOnline = async (isOnline: boolean, isCut = !isOnline): Promise<void> => {
    rpc.setCut(isCut);
    relay.setCut(isCut);
    around.addresses = isOnline ? [LOOPBACK, CABLE] : [LOOPBACK];
    await gatehouse.execute({ name: 'noticeNetwork' }, signal);
  };
  const snapshot = () => gatehouse.status.snapshot();
  const ask = async () => {
    const response = await fetch(`${snapshot().proxy.endpoint}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
    });
    return { status: response.status, body: (await response.json()) as { error?: { code: string } } };
  };
  return { setOnline, snapshot, ask };
}

describe('a host whose chain and relay are outside, on a computer that loses its network', () => {
  it('says so, refuses requests with it, blames nobody, and works on by itself when it is back', async () => {
    const { setOnline, snapshot, ask } = await startTravelling();
    await expect.poll(() => snapshot().tee.state).toBe('attested');
    await expect.poll(() => snapshot().gateway?.state).toBe('ready');
    expect((await ask()).status).toBe(200);
    const before = snapshot();

    await setOnline(false);
    await expect.poll(() => snapshot().offline?.gates).toContain('tee');
    expect(snapshot()).toMatchObject({ health: 'working', tee: { state: 'offline', health: 'working' } });
    expect(snapshot().headline).toMatch(/^This computer is offline\. The gateway is open\./);
    expect(snapshot().gateway).toMatchObject({ state: 'ready', connectedAt: before.gateway?.connectedAt });
    expect(await ask()).toMatchObject({ status: 503, body: { error: { code: 'computer_offline', retryable: true } } });

    await setOnline(true);
    await expect.poll(() => snapshot().tee.state).toBe('attested');
    await expect.poll(async () => (await ask()).status).toBe(200);
    const after = snapshot();
    expect(after.offline).toBeUndefined();
    expect(after.tee).toMatchObject({ quarantined: [], current: { teeId: before.tee.current?.teeId } });
    const codes = after.activity.map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['computerOffline', 'computerOnline']));
    expect(codes.filter(code => ['registryUnreachable', 'teeQuarantined', 'teeSwitched'].includes(code))).toEqual([]);
    expect(after.activity.filter(({ tone }) => tone === 'broken')).toEqual([]);
  });

  it('is not offline as long as the chain answers, whatever the addresses say', async () => {
    const { setOnline, snapshot, ask } = await startTravelling();
    await expect.poll(() => snapshot().tee.state).toBe('attested');
    const before = snapshot().tee.registry.lastReadAt ?? 0;
    await setOnline(false, false);
    await expect.poll(() => snapshot().tee.registry.lastReadAt).toBeGreaterThan(before);
    expect(snapshot().offline).toBeUndefined();
    expect(snapshot().tee.state).toBe('attested');
    expect((await ask()).status).toBe(200);
  });
});
