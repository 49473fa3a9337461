import { setTimeout as delay } from 'node:timers/promises';
import {
  type Abi,
  type Address,
  createTestClient,
  type Hex,
  http,
  publicActions,
  TransactionReceiptNotFoundError,
  walletActions,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { foundry } from 'viem/chains';
import type { TeeRecord } from '../../electron/core/tee/index.ts';
import { type Anvil, startAnvil } from './anvil.ts';
import { compileContract } from './solc.ts';

/** The first of anvil's well-known, funded development accounts. */
const ACCOUNT = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80');
const CONTRACT = new URL('../peers/contracts/TeeRegistry.sol', import.meta.url);

/** A real chain with a registry contract of our own on it. */
export interface RegistryChain {
  readonly anvil: Anvil;
  readonly address: Address;
  /** Calls a writing function and waits until it is mined. Throws when it reverts. */
  send(functionName: string, ...args: readonly unknown[]): Promise<void>;
  /** Approves the build, then registers the TEE with these fields. */
  register(record: TeeRecord): Promise<void>;
  /** Moves the chain's time and mines a block. */
  travel(seconds: number): Promise<void>;
  /** Mines this many blocks without a transaction. */
  mine(blocks: number): Promise<void>;
  /** Replaces the last `depth` blocks by as many empty ones: what was in them never happened. */
  reorganize(depth: number): Promise<void>;
  /** Remembers the chain as it is; the returned function cuts it back to that, so that its head is lower. */
  remember(): Promise<() => Promise<void>>;
  /** Puts a contract with this runtime code at `address`. */
  setCode(address: Address, runtimeCode: Hex): Promise<void>;
  stop(): Promise<void>;
}

const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString('hex')}`;

/** The argument of the contract's `register`. */
function toTeeInfo(record: TeeRecord): Record<string, unknown> {
  return {
    owner: record.owner,
    paymentAddress: record.paymentAddress,
    endpoint: record.endpoint,
    publicKey: hex(record.signingKeyDer),
    tlsCertificate: hex(record.tlsCertificate),
    pcrHash: record.pcrHash,
    teeType: record.teeType,
    enabled: true,
    registeredAt: 0n,
    lastHeartbeatAt: 0n,
    ohttpConfig: toOhttpConfig(record.ohttp),
  };
}

/** The contract's form of an HPKE key configuration; null is the empty one. */
export function toOhttpConfig(config: TeeRecord['ohttp']): Record<string, unknown> {
  return {
    keyId: config?.keyId ?? 0,
    kemId: config?.kemId ?? 0,
    kdfId: config?.kdfId ?? 0,
    aeadId: config?.aeadId ?? 0,
    publicKey: hex(config?.publicKey ?? new Uint8Array(0)),
    keyConfig: hex(config?.keyConfig ?? new Uint8Array(0)),
    registeredAt: 0n,
  };
}

/**
 * Given instead of estimated: an estimate made within the second of the last registration finds the times in storage
 * unchanged and is too low for a block of the next second.
 */
const GAS_LIMIT = 8_000_000n;

/** How long a transaction may take to be mined, however busy the machine is, and how often that is asked. */
const MINED_LIMIT_MS = 90_000;
const MINED_POLL_MS = 20;

/** Starts a chain, compiles the registry and deploys it. */
export async function startRegistryChain(): Promise<RegistryChain> {
  const anvil = await startAnvil();
  const { abi, bytecode }: { abi: Abi; bytecode: Hex } = compileContract(CONTRACT);
  const client = createTestClient({
    mode: 'anvil',
    account: ACCOUNT,
    chain: foundry,
    transport: http(anvil.rpcUrl),
    pollingInterval: 20,
  })
    .extend(publicActions)
    .extend(walletActions);
  // The client's own way to wait looks at new blocks only, and overlooks one that comes while it looks at the one before:
  // here no other one follows until the next transaction.
  const receiptOf = async (hash: Hex) =>
    client.getTransactionReceipt({ hash }).catch((error: unknown) => {
      if (error instanceof TransactionReceiptNotFoundError) return undefined;
      throw error;
    });
  const mined = async (hash: Hex): Promise<Address | null | undefined> => {
    const limit = AbortSignal.timeout(MINED_LIMIT_MS);
    let receipt = await receiptOf(hash);
    while (receipt === undefined) {
      if (limit.aborted) throw new Error(`transaction ${hash} was not mined`);
      await delay(MINED_POLL_MS);
      receipt = await receiptOf(hash);
    }
    if (receipt.status !== 'success') throw new Error(`transaction ${hash} reverted`);
    return receipt.contractAddress;
  };
  const address = await mined(await client.deployContract({ abi, bytecode }));
  if (address == null) throw new Error('the registry was not deployed');
  const send = async (functionName: string, ...args: readonly unknown[]): Promise<void> => {
    await mined(await client.writeContract({ address, abi, functionName, args, gas: GAS_LIMIT }));
  };
  return {
    anvil,
    address,
    send,
    register: async record => {
      await send('approvePCR', record.pcrHash, record.teeType, 'test');
      await send('register', toTeeInfo(record));
    },
    travel: async seconds => {
      await client.increaseTime({ seconds });
      await client.mine({ blocks: 1 });
    },
    mine: blocks => client.mine({ blocks }),
    reorganize: async depth => {
      await client.request<{ Method: 'anvil_reorg'; Parameters: [number, []]; ReturnType: null }>({
        method: 'anvil_reorg',
        params: [depth, []],
      });
    },
    remember: async () => {
      const id = await client.snapshot();
      return () => client.revert({ id });
    },
    setCode: (at, bytecode) => client.setCode({ address: at, bytecode }),
    stop: () => anvil.stop(),
  };
}
