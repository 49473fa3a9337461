import { createPublicClient, getContract, type Hex, http, parseAbiItem, webSocket } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { judgeRecord, RegistryReader } from '../../../electron/core/tee/index.ts';
import { type ChainMode, type Sandbox, startSandbox } from '../../../electron/sandbox/index.ts';
import { REGISTRY_ABI } from '../../../electron/sandbox/registry-abi.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const SECOND_MS = 1_000;

let clock: VirtualClock;
let sandbox: Sandbox;

async function start(): Promise<void> {
  clock = new VirtualClock();
  sandbox = await startSandbox({ seed: 'chain', clock, enclaveCount: 3, signal: AbortSignal.timeout(20_000) });
}

function ids(): readonly string[] {
  return sandbox.enclaves().map(enclave => enclave.teeId);
}

async function read(more: { readonly chainId?: number; readonly requestTimeoutMs?: number } = {}): Promise<string[]> {
  const reader = new RegistryReader({
    rpcUrls: [sandbox.rpcUrl],
    address: sandbox.registryAddress,
    teeType: 0,
    chainId: more.chainId ?? sandbox.chainId,
    requestTimeoutMs: more.requestTimeoutMs ?? 10_000,
    clock,
  });
  try {
    const { records } = await reader.read(AbortSignal.timeout(10_000));
    return records.map(record => record.teeId);
  } finally {
    await reader.close();
  }
}

/** Ids and HPKE keys of the usable records. */
async function readKeys(mode: ChainMode = 'honest'): Promise<(readonly [string, string])[]> {
  sandbox.faults.chain(mode);
  const reader = new RegistryReader({
    rpcUrls: [sandbox.rpcUrl],
    address: sandbox.registryAddress,
    teeType: 0,
    chainId: sandbox.chainId,
    requestTimeoutMs: 10_000,
    clock,
  });
  const { records } = await reader.read(AbortSignal.timeout(10_000));
  await reader.close();
  return records
    .filter(record => judgeRecord(record).usable)
    .map(({ teeId, ohttp }) => [teeId, Buffer.from(ohttp?.publicKey ?? []).toString('hex')]);
}

function client(): ReturnType<typeof createPublicClient> {
  return createPublicClient({ transport: http(sandbox.rpcUrl, { retryCount: 0 }) });
}

async function rpc(body: unknown): Promise<unknown> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(sandbox.rpcUrl, { method: 'POST', body: text });
  return response.json();
}

describe('the sandbox chain', () => {
  beforeAll(start);
  afterEach(() => sandbox.faults.clear());
  afterAll(() => sandbox.stop());

  it('lists every enclave to the registry reader', async () => {
    expect(await read()).toEqual(ids());
  });

  it('answers the other views of the contract', async () => {
    const address = sandbox.registryAddress as Hex;
    const contract = getContract({ address, abi: REGISTRY_ABI, client: client() });
    const [enclave] = sandbox.enclaves();
    const teeId = enclave!.teeId;

    expect(await contract.read.getEnabledTEEs([0])).toEqual(ids());
    expect(await contract.read.getTEEsByType([1])).toEqual([]);
    expect(await contract.read.isTEEActive([teeId])).toBe(true);
    expect(await contract.read.isTEEEnabled([`0x${'00'.repeat(32)}`])).toBe(false);
    expect(await contract.read.heartbeatMaxAge()).toBe(1_800n);
    expect(await contract.read.isPCRApproved([0, enclave!.pcrHash])).toBe(true);
    expect(await contract.read.getApprovedPCRs()).toHaveLength(2);
    expect(await contract.read.getTEEPublicKey([teeId])).toBe(
      `0x${Buffer.from(enclave!.keys.signingKeyDer).toString('hex')}`,
    );
    expect((await contract.read.getTEE([teeId])).endpoint).toBe('https://enclave-01.sandbox.invalid');
    await expect(contract.read.getTEE([`0x${'11'.repeat(32)}`])).rejects.toThrow('TEENotFound');
  });

  it('names itself, so that nobody takes it for a real node', async () => {
    expect(await rpc({ jsonrpc: '2.0', id: 1, method: 'web3_clientVersion', params: [] })).toMatchObject({
      result: expect.stringMatching(/sandbox/i),
    });
  });

  it('answers batches and refuses what it does not know as JSON-RPC does', async () => {
    const replies = await rpc([
      { jsonrpc: '2.0', id: 1, method: 'eth_chainId' },
      { jsonrpc: '2.0', id: 2, method: 'eth_sendTransaction', params: [] },
      { jsonrpc: '2.0', id: 3, method: 'eth_call', params: [{ to: sandbox.registryAddress, data: '0xdeadbeef' }] },
      { jsonrpc: '2.0', method: 'eth_chainId' },
    ]);
    expect(replies).toEqual([
      { jsonrpc: '2.0', id: 1, result: '0x67617465' },
      expect.objectContaining({ id: 2, error: expect.objectContaining({ code: -32_601 }) }),
      expect.objectContaining({ id: 3, error: expect.objectContaining({ code: 3 }) }),
    ]);
    expect(await rpc('{nonsense')).toMatchObject({ id: null, error: { code: -32_700 } });
    expect(await rpc('[]')).toMatchObject({ error: { code: -32_600 } });
  });

  it('refuses a Host that is not loopback', async () => {
    const { request } = await import('node:http');
    const status = await new Promise(resolve => {
      const headers = { host: 'rebound.example' };
      request(sandbox.rpcUrl, { method: 'POST', headers, agent: false }, reply => {
        reply.resume();
        resolve(reply.statusCode);
      }).end('{}');
    });
    expect(status).toBe(403);
  });

  it.each<[ChainMode, string]>([
    ['down', 'registry_unreachable'],
    ['erring', 'registry_unreachable'],
    ['html', 'registry_unreachable'],
    ['no-contract', 'registry_no_contract'],
    ['wrong-chain', 'registry_wrong_chain'],
    ['garbage', 'registry_undecodable'],
  ])('can be %s, which the reader tells as %s', async (mode, code) => {
    sandbox.faults.chain(mode);
    await expect(read()).rejects.toMatchObject({ code });
    sandbox.faults.clear();
    expect(await read()).toEqual(ids());
  });

  it('can list everybody with HPKE keys that are plausible and false', async () => {
    const [honest, again, otherwise] = [await readKeys(), await readKeys(), await readKeys('false-keys')];
    expect(again).toEqual(honest);
    expect(otherwise.map(([teeId]) => teeId)).toEqual(ids());
    expect(otherwise.filter(([, key], index) => key === honest[index]?.[1])).toEqual([]);
    expect(await readKeys('false-keys')).toEqual(otherwise);
  });

  it('can list nobody', async () => {
    sandbox.faults.chain('empty');
    expect(await read()).toEqual([]);
  });

  it('can leave its callers waiting', async () => {
    sandbox.faults.chain('stalled');
    const controller = new AbortController();
    const asked = fetch(sandbox.rpcUrl, { method: 'POST', body: '{}', signal: controller.signal });
    const settled = await Promise.race([asked.catch(() => 'aborted'), clock.advance(60_000).then(() => 'waiting')]);
    expect(settled).toBe('waiting');
    controller.abort();
    await expect(asked).rejects.toThrow();
  });
});

describe('what happens on the sandbox chain', () => {
  beforeEach(start);
  afterEach(() => sandbox.stop());

  it('drops a disabled TEE and takes it back', async () => {
    const [first, ...rest] = ids();
    sandbox.network.registry.disable(first as Hex);
    expect(await read()).toEqual(rest);
    sandbox.network.registry.enable(first as Hex);
    expect(await read()).toEqual(ids());
  });

  it('disables all gateways of a revoked build', async () => {
    const [first, second, third] = sandbox.enclaves();
    sandbox.network.registry.revokePcr(first!.pcrHash);
    expect(third!.pcrHash).toBe(first!.pcrHash);
    expect(await read()).toEqual([second!.teeId]);
    sandbox.network.registry.approvePcr(first!.pcrHash, 'again');
    expect(await read()).toEqual([second!.teeId]);
  });

  it('keeps living enclaves listed for as long as they live', async () => {
    for (let hour = 0; hour < 30; hour += 1) {
      await clock.advance(3_600 * SECOND_MS);
      expect(await read()).toEqual(ids());
    }
  });

  it('lists a crashed enclave until its heartbeat is older than the maximum age', async () => {
    const [first, ...rest] = ids();
    sandbox.network.crash(first!);
    await clock.advance(1_800 * SECOND_MS);
    expect(await read()).toEqual([first, ...rest]);
    await clock.advance(SECOND_MS);
    expect(await read()).toEqual(rest);
  });

  it('ages a record out on demand and takes it back with its next heartbeat', async () => {
    const [first, ...rest] = ids();
    sandbox.network.registry.expire(first as Hex);
    expect(await read()).toEqual(rest);
    sandbox.network.registry.heartbeat(first as Hex);
    expect(await read()).toEqual(ids());
  });

  it('lists old and new id after a restart, and only the new one after a clean key change', async () => {
    const [first, second, third] = ids();
    const restarted = await sandbox.network.restart(first!);
    expect(await read()).toEqual([first, second, third, restarted]);
    const changed = await sandbox.network.rotateSigningKey(second!);
    expect(await read()).toEqual([first, third, restarted, changed]);
  });

  it('keeps an event and a block for every change', async () => {
    const start = await client().getBlockNumber();
    const [first, second] = ids();
    sandbox.network.registry.disable(first as Hex);
    await sandbox.network.rotateOhttpKey(second!);
    expect(await client().getBlockNumber()).toBe(start + 2n);

    const logs = await client().getLogs({ address: sandbox.registryAddress as Hex, fromBlock: start + 1n });
    expect(logs.map(log => log.topics[0])).toEqual([
      '0x01c235337ed5406ee8cebb3f299d60f237a2837430f8a14fbc81f94ce50236b6',
      '0x270cbcca96faea5dae0e7979e460bb2e7fefcbfb98224e1cbe6528ddc3a1cb1e',
    ]);
    expect(logs.map(log => log.topics[1])).toEqual([first, second]);
    const disabled = await client().getLogs({
      event: parseAbiItem('event TEEDisabled(bytes32 indexed teeId)'),
      args: { teeId: first as Hex },
      fromBlock: 'earliest',
    });
    expect(disabled).toHaveLength(1);
    expect((await client().getBlock({ blockNumber: start + 1n })).timestamp).toBe(BigInt(clock.now() / SECOND_MS));
  });

  it('has no logs of other contracts', async () => {
    const logs = await client().getLogs({ address: `0x${'22'.repeat(20)}`, fromBlock: 'earliest' });
    expect(logs).toEqual([]);
  });

  it('forgets its oldest logs instead of growing', async () => {
    const [first] = ids();
    for (let beat = 0; beat < 5_000; beat += 1) sandbox.network.registry.heartbeat(first as Hex);
    const logs = await client().getLogs({ fromBlock: 'earliest' });
    expect(logs).toHaveLength(4_096);
    expect(
      await client()
        .getBlock({ blockNumber: 1_001n })
        .catch(() => 'gone'),
    ).toBe('gone');
  });

  it('tells subscribers of the logs they asked for as they happen', async () => {
    const socketClient = createPublicClient({ transport: webSocket(sandbox.webSocketUrl, { reconnect: false }) });
    const event = parseAbiItem('event TEEDisabled(bytes32 indexed teeId)');
    const [first, second] = ids() as [Hex, Hex];
    const seen = new Promise<readonly unknown[]>((resolve, reject) => {
      socketClient.watchEvent({
        address: sandbox.registryAddress as Hex,
        event,
        args: { teeId: second },
        onLogs: logs => resolve(logs.map(log => log.args.teeId)),
        onError: reject,
      });
    });
    // Answered after the subscription, which travels first on the same connection.
    expect(await socketClient.getChainId()).toBe(sandbox.chainId);
    sandbox.network.registry.disable(first);
    sandbox.network.registry.disable(second);
    expect(await seen).toEqual([second]);
    const { socket } = await socketClient.transport.getRpcClient();
    const closed = new Promise(resolve => socket.addEventListener('close', resolve));
    sandbox.faults.chain('down');
    await closed;
  });
});
