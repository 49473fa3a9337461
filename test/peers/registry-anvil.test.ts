import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { RegistryReader, type RegistryReaderOptions, TeeGate, type TeeRecord } from '../../electron/core/tee/index.ts';
import { firstRandom } from '../helpers/first-random.ts';
import { type RegistryChain, startRegistryChain, toOhttpConfig } from '../helpers/registry-chain.ts';
import { threeRecords } from '../helpers/tee-records.ts';

/** A is alone with its build here; B and C share theirs. */
const [A, B, C] = ((): TeeRecord[] => {
  const [first, second, third] = threeRecords();
  return [second, first, third];
})() as [TeeRecord, TeeRecord, TeeRecord];

const forever = (): AbortSignal => new AbortController().signal;

describe('RegistryReader against a real chain', () => {
  let chain: RegistryChain;
  const readers: RegistryReader[] = [];

  const reader = (changes: Partial<RegistryReaderOptions> = {}): RegistryReader => {
    const made = new RegistryReader({
      rpcUrls: [chain.anvil.rpcUrl],
      address: chain.address,
      teeType: 0,
      chainId: chain.anvil.chainId,
      requestTimeoutMs: 10_000,
      clock: new SystemClock(),
      ...changes,
    });
    readers.push(made);
    return made;
  };
  const listed = async (): Promise<string[]> => (await reader().read(forever())).records.map(record => record.teeId);

  beforeAll(async () => {
    chain = await startRegistryChain();
  });
  afterAll(async () => {
    await Promise.all(readers.map(made => made.close()));
    await chain.stop();
  });
  beforeEach(async () => {
    await chain.send('setHeartbeatMaxAge', 1_800n);
    for (const record of [A, B, C]) await chain.register(record);
  });

  it('reads every field as it was registered', async () => {
    const { records, skipped, rpcHost } = await reader().read(forever());
    expect(skipped).toEqual([]);
    expect(rpcHost).toBe(new URL(chain.anvil.rpcUrl).host);
    expect(records).toHaveLength(3);
    const { registeredAt, lastHeartbeatAt, ...fields } = records.find(record => record.teeId === A.teeId)!;
    expect({ ...A, ...fields }).toEqual({ ...A });
    expect(lastHeartbeatAt).toBe(registeredAt);
  });

  it('takes the address in any case, with and without 0x', async () => {
    const bare = chain.address.slice(2);
    for (const address of [bare, bare.toUpperCase(), `0x${bare.toLowerCase()}`]) {
      expect((await reader({ address }).read(forever())).records).toHaveLength(3);
    }
  });

  it('reads an empty type as a success without records', async () => {
    expect((await reader({ teeType: 1 }).read(forever())).records).toEqual([]);
  });

  it('no longer lists a disabled TEE, and lists it again when enabled', async () => {
    await chain.send('disableTEE', B.teeId);
    expect(await listed()).toEqual([A.teeId, C.teeId]);
    await chain.send('enableTEE', B.teeId);
    expect(await listed()).toEqual([A.teeId, B.teeId, C.teeId]);
  });

  it('no longer lists a TEE whose heartbeat is too old', async () => {
    await chain.travel(1_700);
    await chain.send('heartbeat', C.teeId);
    expect(await listed()).toHaveLength(3);
    await chain.travel(200);
    expect(await listed()).toEqual([C.teeId]);
  });

  it('no longer lists any TEE of a revoked build', async () => {
    await chain.send('revokePCR', C.pcrHash, 0);
    expect(await listed()).toEqual([A.teeId]);
  });

  it('reads a cleared HPKE configuration as none and a new one as it is', async () => {
    await chain.send('clearOHTTPConfig', A.teeId);
    const cleared = (await reader().read(forever())).records.find(record => record.teeId === A.teeId);
    expect(cleared?.ohttp).toBeNull();
    await chain.send('setOHTTPConfig', A.teeId, toOhttpConfig({ ...B.ohttp!, keyId: 4 }));
    const renewed = (await reader().read(forever())).records.find(record => record.teeId === A.teeId);
    expect(renewed?.ohttp).toMatchObject({ keyId: 4, publicKey: B.ohttp!.publicKey });
  });

  it('tells an address without a contract', async () => {
    const read = reader({ address: '00000000000000000000000000000000000000ff' }).read(forever());
    await expect(read).rejects.toMatchObject({ code: 'registry_no_contract' });
  });

  it.each([
    ['refuses the call', '0x60006000fd'],
    ['answers nothing', '0x00'],
    ['answers something else', '0x602a60005260206000f3'],
  ] as const)('tells a contract that is no registry and %s', async (_how, runtimeCode) => {
    const address = '0x00000000000000000000000000000000000000ee';
    await chain.setCode(address, runtimeCode);
    await expect(reader({ address }).read(forever())).rejects.toMatchObject({ code: 'registry_undecodable' });
  });

  it('tells another chain', async () => {
    await expect(reader({ chainId: 1 }).read(forever())).rejects.toMatchObject({
      code: 'registry_wrong_chain',
      message: expect.stringContaining('answers for chain 31337, not for chain 1') as string,
    });
  });

  it('passes over an endpoint that is down', async () => {
    const { records } = await reader({ rpcUrls: ['http://127.0.0.1:9', chain.anvil.rpcUrl] }).read(forever());
    expect(records).toHaveLength(3);
  });
});

describe('TeeGate against a real chain that dies', () => {
  it('keeps its TEE and says that the registry was not read', async () => {
    const chain = await startRegistryChain();
    const registry = new RegistryReader({
      rpcUrls: [chain.anvil.rpcUrl],
      address: chain.address,
      teeType: 0,
      requestTimeoutMs: 5_000,
      clock: new SystemClock(),
    });
    const pins = { teeId: null, pcrHash: null };
    const gate = new TeeGate({ registry, pins, clock: new SystemClock(), random: firstRandom, emit: () => undefined });
    try {
      await chain.register(A);
      await chain.register(B);
      await gate.start(forever());
      (await gate.acquire(forever())).done({ kind: 'verified', latencyMs: 1 });
      await chain.send('disableTEE', A.teeId);
      expect(await gate.checkRegistry(forever())).toMatchObject({ changed: true });
      expect(gate.snapshot().current).toMatchObject({ teeId: B.teeId, cause: 'rotated-out' });
      await chain.stop();
      expect(await gate.checkRegistry(forever())).toMatchObject({ changed: false });
      expect(gate.snapshot()).toMatchObject({ state: 'chain-unreachable', current: { teeId: B.teeId } });
    } finally {
      await gate.stop();
      await chain.stop();
    }
  });
});
