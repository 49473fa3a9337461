import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { RpcEndpointStatus } from '../../electron/contract/index.ts';
import type { OhttpConfig } from '../../electron/core/ohttp/index.ts';
import type { TeeRecord } from '../../electron/core/tee/index.ts';
import { type RegistryChain, startRegistryChain } from '../helpers/registry-chain.ts';
import { threeRecords } from '../helpers/tee-records.ts';
import { freshOhttpConfig, restarted } from './fresh-record.ts';
import { type RpcProxy, startRpcProxy } from './rpc-proxy.ts';
import { startWatchedGate, type WatchedGate, type WatchedGateOptions } from './watched-gate.ts';

const [B, A] = threeRecords();
const forever = (): AbortSignal => new AbortController().signal;

describe('TeeGate over RPC endpoints of which one lies', () => {
  let chain: RegistryChain;
  let restore: () => Promise<void>;
  let attackers: OhttpConfig;

  beforeAll(async () => {
    chain = await startRegistryChain();
    attackers = await freshOhttpConfig();
  });
  afterAll(() => chain.stop());
  beforeEach(async () => {
    restore = await chain.remember();
    await chain.register(A);
  });
  afterEach(() => restore());

  const proxies = async (count: number): Promise<RpcProxy[]> => {
    const made = await Promise.all(Array.from({ length: count }, () => startRpcProxy(chain.anvil.rpcUrl)));
    onTestFinished(async () => void (await Promise.all(made.map(proxy => proxy.stop()))));
    return made;
  };
  const gateOver = (
    endpoints: readonly RpcProxy[],
    options: Partial<WatchedGateOptions> = {},
  ): Promise<WatchedGate> => {
    const rpcUrls = endpoints.map(({ rpcUrl }) => rpcUrl);
    return startWatchedGate({ rpcUrls, address: chain.address, quorum: 2, ...options });
  };
  const statesOf = ({ gate }: WatchedGate): [string, RpcEndpointStatus['state']][] => {
    return gate.snapshot().registry.endpoints.map(({ host, state }) => [host, state]);
  };
  const swapHpkeKey = (proxy: RpcProxy, record: TeeRecord): void => {
    proxy.swap(record.ohttp!.publicKey, attackers.publicKey);
  };

  it('would seal to the key of a single endpoint that lies: that is what the quorum is for', async () => {
    const [liar] = (await proxies(1)) as [RpcProxy];
    swapHpkeKey(liar, A);
    const { record } = await (await gateOver([liar], { quorum: 1 })).session();
    expect(record.ohttp?.publicKey).toEqual(Buffer.from(attackers.publicKey));
  });

  const lies: readonly (readonly [string, (proxy: RpcProxy) => Promise<void>])[] = [
    ['HPKE key', async proxy => swapHpkeKey(proxy, A)],
    ['signing key', async proxy => proxy.swap(A.signingKeyDer, (await restarted(A)).signingKeyDer)],
    ['build', async proxy => proxy.swap(Buffer.from(A.pcrHash.slice(2), 'hex'), Buffer.alloc(32, 7))],
  ];

  it.each(lies)('uses the %s that two honest endpoints agree on and names the third', async (_what, lie) => {
    const [liar, honest, alsoHonest] = (await proxies(3)) as [RpcProxy, RpcProxy, RpcProxy];
    await lie(liar);
    const watched = await gateOver([liar, honest, alsoHonest]);
    const { record } = await watched.session();
    expect(record).toMatchObject({ teeId: A.teeId, pcrHash: A.pcrHash, ohttp: A.ohttp });
    expect(Buffer.compare(record.signingKeyDer, A.signingKeyDer)).toBe(0);
    const { hosts, reason } = await watched.events.next('registryDisagreement');
    expect(hosts).toEqual([liar.host]);
    expect(reason).not.toBe('');
    expect(watched.gate.snapshot().alarm?.sentence).toContain(liar.host);
    expect(statesOf(watched)).toEqual([
      [liar.host, 'disagrees'],
      [honest.host, 'agrees'],
      [alsoHonest.host, 'agrees'],
    ]);
  });

  it('keeps the TEE in use when an endpoint begins to lie about it, and names that one', async () => {
    const [honest, liar, alsoHonest] = (await proxies(3)) as [RpcProxy, RpcProxy, RpcProxy];
    const watched = await gateOver([honest, liar, alsoHonest]);
    const before = await watched.session();
    expect(watched.gate.snapshot().alarm).toBeNull();
    swapHpkeKey(liar, A);
    await watched.gate.checkRegistry(forever());
    expect(await watched.events.next('registryDisagreement')).toMatchObject({ hosts: [liar.host] });
    expect(await watched.session()).toBe(before);
  });

  it('uses the TEE that two endpoints agree on and not the one that they disagree on', async () => {
    await chain.register(B);
    const [one, other] = (await proxies(2)) as [RpcProxy, RpcProxy];
    swapHpkeKey(one, A);
    const watched = await gateOver([one, other]);
    expect((await watched.session()).record).toMatchObject({ teeId: B.teeId, ohttp: B.ohttp });
    const { hosts } = await watched.events.next('registryDisagreement');
    expect([...hosts].sort()).toEqual([one.host, other.host].sort());
    const { alarm } = watched.gate.snapshot();
    expect(alarm?.sentence).toContain(one.host);
    expect(alarm?.sentence).toContain(other.host);
  });

  it('uses no TEE when two endpoints disagree on the only one, until they agree', async () => {
    const [one, other] = (await proxies(2)) as [RpcProxy, RpcProxy];
    swapHpkeKey(other, A);
    const watched = await gateOver([one, other]);
    await watched.events.next('registryDisagreement');
    await expect(watched.session()).rejects.toThrow();
    expect(watched.teeId()).toBeUndefined();
    other.confess();
    await watched.gate.checkRegistry(forever());
    expect((await watched.session()).record.ohttp).toEqual(A.ohttp);
  });

  it('reads on with two of three endpoints and shows which is away', async () => {
    const [down, honest, alsoHonest] = (await proxies(3)) as [RpcProxy, RpcProxy, RpcProxy];
    down.cut();
    const watched = await gateOver([down, honest, alsoHonest]);
    expect((await watched.session()).teeId).toBe(A.teeId);
    expect(statesOf(watched)).toEqual([
      [down.host, 'failed'],
      [honest.host, 'agrees'],
      [alsoHonest.host, 'agrees'],
    ]);
    expect(watched.gate.snapshot()).toMatchObject({ state: 'attested', alarm: null });
    expect(watched.events.all('registryDisagreement')).toEqual([]);
  });

  it('keeps its TEE when fewer endpoints answer than have to agree, even if that one says it is gone', async () => {
    await chain.register(B);
    const [down, honest] = (await proxies(2)) as [RpcProxy, RpcProxy];
    const watched = await gateOver([down, honest]);
    expect((await watched.session()).teeId).toBe(A.teeId);
    down.cut();
    await chain.send('disableTEE', A.teeId);
    expect(await watched.gate.checkRegistry(forever())).toMatchObject({ changed: false });
    expect(watched.gate.snapshot()).toMatchObject({ state: 'chain-unreachable', current: { teeId: A.teeId } });
    await watched.events.next('registryUnreachable');
    down.mend();
    expect(await watched.gate.checkRegistry(forever())).toMatchObject({ changed: true });
    expect(watched.teeId()).toBe(B.teeId);
    await watched.events.next('registryRecovered');
  });
});
