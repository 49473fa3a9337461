import { type Hex, numberToHex } from 'viem';
import type { Block, ChainLogEntry } from './chain-log.ts';
import { isRecord, RPC_CODES, RpcError } from './json-rpc.ts';
import { callRegistry } from './registry-calls.ts';
import type { RegistryState } from './registry-state.ts';

/** Any bytes that are not none: clients only ask whether there is code. */
const REGISTRY_CODE: Hex = '0x60806040';

/** What of the chain the methods speak for. */
export interface ChainView {
  readonly state: RegistryState;
  readonly address: Hex;
  readonly chainId: number;
}

/** Answers one Ethereum JSON-RPC method. Throws {@link RpcError}. */
export function callChain({ state, address, chainId }: ChainView, method: string, params: readonly unknown[]): unknown {
  state.catchUp();
  const [first] = params;
  switch (method) {
    case 'web3_clientVersion':
      return 'GatehouseSandbox/1.0 (not a real network)';
    case 'eth_chainId':
      return numberToHex(chainId);
    case 'net_version':
      return String(chainId);
    case 'eth_syncing':
      return false;
    case 'eth_blockNumber':
      return numberToHex(state.chain.head.number);
    case 'eth_getCode':
      return isSameAddress(first, address) ? REGISTRY_CODE : '0x';
    case 'eth_call':
      return ethCall(state, address, first);
    case 'eth_getBlockByNumber': {
      const block = state.chain.block(blockNumber(state, first));
      return block === undefined ? null : rpcBlock(block);
    }
    case 'eth_getLogs':
      return state.chain.logs(readFilter(state, address, first)).map(entry => rpcLog(address, entry));
    default:
      throw new RpcError(RPC_CODES.methodNotFound, `the method ${method} does not exist`);
  }
}

function ethCall(state: RegistryState, address: Hex, transaction: unknown): Hex {
  if (!isRecord(transaction)) throw invalidParams('eth_call needs a transaction object');
  const data = transaction['input'] ?? transaction['data'];
  if (typeof data !== 'string' || !/^0x[0-9a-fA-F]*$/.test(data)) throw invalidParams('eth_call needs data as hex');
  return isSameAddress(transaction['to'], address) ? callRegistry(state, data as Hex) : '0x';
}

/** The filter of `eth_getLogs` and `eth_subscribe`; one for another address matches nothing. */
export function readFilter(
  state: RegistryState,
  address: Hex,
  filter: unknown,
): { readonly fromBlock: number; readonly toBlock: number; readonly topics: readonly (readonly Hex[] | undefined)[] } {
  if (!isRecord(filter)) throw invalidParams('a filter object is needed');
  const wanted = filter['address'];
  const addresses: readonly unknown[] = Array.isArray(wanted) ? wanted : [wanted ?? address];
  const isOurs = addresses.some(one => isSameAddress(one, address));
  return {
    fromBlock: blockNumber(state, filter['fromBlock'] ?? 'latest'),
    toBlock: isOurs ? blockNumber(state, filter['toBlock'] ?? 'latest') : -1,
    topics: readTopics(filter['topics'] ?? []),
  };
}

function readTopics(topics: unknown): readonly (readonly Hex[] | undefined)[] {
  if (!Array.isArray(topics)) throw invalidParams('topics must be a list');
  return topics.map((topic: unknown) => {
    if (topic === null) return undefined;
    const list: readonly unknown[] = Array.isArray(topic) ? topic : [topic];
    return list.map(one => {
      if (typeof one !== 'string') throw invalidParams('a topic must be hex text');
      return one.toLowerCase() as Hex;
    });
  });
}

function blockNumber(state: RegistryState, tag: unknown): number {
  if (tag === 'earliest') return 0;
  if (tag === 'latest' || tag === 'pending' || tag === 'safe' || tag === 'finalized') return state.chain.head.number;
  if (typeof tag !== 'string' || !/^0x[0-9a-fA-F]{1,13}$/.test(tag)) throw invalidParams('unknown block tag');
  return Number.parseInt(tag, 16);
}

/** A log as JSON-RPC shows it. */
export function rpcLog(address: Hex, entry: ChainLogEntry): Readonly<Record<string, unknown>> {
  return {
    address,
    topics: entry.topics,
    data: entry.data,
    blockNumber: numberToHex(entry.block.number),
    blockHash: entry.block.hash,
    transactionHash: entry.block.hash,
    transactionIndex: '0x0',
    logIndex: numberToHex(entry.logIndex),
    removed: false,
  };
}

function rpcBlock(block: Block): Readonly<Record<string, unknown>> {
  return {
    number: numberToHex(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestamp: numberToHex(block.timestamp),
    gasLimit: '0x1c9c380',
    gasUsed: '0x0',
    transactions: [],
    uncles: [],
  };
}

function isSameAddress(value: unknown, address: Hex): boolean {
  return typeof value === 'string' && value.toLowerCase() === address.toLowerCase();
}

function invalidParams(message: string): RpcError {
  return new RpcError(RPC_CODES.invalidParams, message);
}
