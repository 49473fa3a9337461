import { type Abi, decodeFunctionData, encodeErrorResult, encodeFunctionResult, type Hex, toHex } from 'viem';
import { RPC_CODES, RpcError } from './json-rpc.ts';
import { REGISTRY_ABI } from './registry-abi.ts';
import type { RegistryEntry, RegistryState } from './registry-state.ts';

const ABI: Abi = REGISTRY_ABI;

/** What `eth_call` returns for `data` sent to the registry. Throws {@link RpcError} where the contract would revert. */
export function callRegistry(state: RegistryState, data: Hex): Hex {
  let call: { readonly functionName: string; readonly args?: readonly unknown[] | undefined };
  try {
    call = decodeFunctionData({ abi: ABI, data });
  } catch {
    throw new RpcError(RPC_CODES.reverted, 'execution reverted', '0x');
  }
  const { functionName, args = [] } = call;
  return encodeFunctionResult({ abi: ABI, functionName, result: evaluate(state, functionName, args) });
}

function evaluate(state: RegistryState, functionName: string, args: readonly unknown[]): unknown {
  const [first, second] = args;
  const entry = (): RegistryEntry => {
    const found = state.entry(first as Hex);
    if (found !== undefined) return found;
    const data = encodeErrorResult({ abi: ABI, errorName: 'TEENotFound' });
    throw new RpcError(RPC_CODES.reverted, 'execution reverted', data);
  };
  switch (functionName) {
    case 'getActiveTEEs':
      return state
        .ofType(first as number)
        .filter(one => state.isActive(one))
        .map(toTuple);
    case 'getEnabledTEEs':
      return state
        .ofType(first as number)
        .filter(one => one.enabled)
        .map(one => one.teeId);
    case 'getTEEsByType':
      return state.ofType(first as number).map(one => one.teeId);
    case 'getTEE':
      return toTuple(entry());
    case 'isTEEActive': {
      const found = state.entry(first as Hex);
      return found !== undefined && state.isActive(found);
    }
    case 'isTEEEnabled':
      return state.entry(first as Hex)?.enabled ?? false;
    case 'getTEEPublicKey':
      return toHex(entry().signingKeyDer);
    case 'heartbeatMaxAge':
      return BigInt(state.heartbeatMaxAgeSeconds);
    case 'isPCRApproved':
      return first === 0 && state.isPcrApproved(second as Hex);
    case 'getApprovedPCRs':
      return state.approvedPcrs().map(pcrHash => ({ pcrHash, teeType: 0 }));
    default:
      throw new RpcError(RPC_CODES.reverted, 'execution reverted', '0x');
  }
}

function toTuple(entry: RegistryEntry): Readonly<Record<string, unknown>> {
  return {
    owner: entry.owner,
    paymentAddress: entry.owner,
    endpoint: entry.endpoint,
    publicKey: toHex(entry.signingKeyDer),
    tlsCertificate: toHex(entry.tlsCertificate),
    pcrHash: entry.pcrHash,
    teeType: entry.teeType,
    enabled: entry.enabled,
    registeredAt: BigInt(entry.registeredAt),
    lastHeartbeatAt: BigInt(entry.lastHeartbeatAt),
    ohttpConfig: { ...entry.ohttp, registeredAt: BigInt(entry.ohttpRegisteredAt) },
  };
}
