import { encodeFunctionData } from 'viem';
import type { RegistryCode } from '../../contract/index.ts';
import { abortReason, type Clock, deadline, parseUrl } from '../platform/index.ts';
import { GET_ACTIVE_TEES } from './abi.ts';
import { bytesOfHex, decodeTeesInSlices } from './decode.ts';
import { RegistryError } from './errors.ts';
import { KnownKeys } from './known-keys.ts';
import type { RegistryReading } from './record.ts';
import { RpcClient } from './rpc-client.ts';
import { type RpcFetch, rpcHost } from './rpc-endpoint.ts';
import { isRevert, toRegistryError } from './rpc-error.ts';
import { byValue } from './tee-id.ts';
import { toldTogether } from './told-together.ts';

/** Options of {@link RegistryReader}. */
export interface RegistryReaderOptions {
  /**
   * JSON-RPC endpoints of the chain. The one that answered last is asked first, the others in this order. May carry
   * credentials or API keys; only hosts are shown. A WebSocket address is asked over HTTP.
   */
  readonly rpcUrls: readonly string[];
  /** The registry contract; any case, with or without 0x. */
  readonly address: string;
  /** 0: LLM proxy. */
  readonly teeType: number;
  /** The chain that the endpoints must be of; null or left out: not checked. */
  readonly chainId?: number | null;
  /** For each endpoint, everything included. */
  readonly requestTimeoutMs: number;
  readonly clock: Clock;
  /** Default: a pool of its own that honours the proxy variables of the environment. */
  readonly fetch?: RpcFetch;
}

/** Which failure tells a person most when several endpoints failed in different ways, best first. */
const TELLING_ORDER = [
  'registry_misconfigured',
  'registry_wrong_chain',
  'registry_no_contract',
  'registry_undecodable',
  'registry_unreachable',
] as const;

/**
 * Reads the registry contract, one `eth_call` a reading. Endpoints are asked one after another until one answers
 * properly, and that one is asked first the next time: an endpoint that swallows requests costs its timeout once.
 */
export class RegistryReader {
  /** What may be shown of the endpoints: hosts, in order. */
  readonly rpcHosts: readonly string[];
  /** As given, with 0x, lower case. */
  readonly address: `0x${string}`;
  readonly chainId: number | null;
  readonly #options: RegistryReaderOptions;
  readonly #rpc: RpcClient;
  readonly #known = new KnownKeys();
  #lastGood: string | undefined;

  constructor(options: RegistryReaderOptions) {
    this.#options = options;
    this.#rpc = new RpcClient({ fetch: options.fetch });
    this.rpcHosts = options.rpcUrls.map(rpcHost);
    this.address = `0x${byValue(options.address)}`;
    this.chainId = options.chainId ?? null;
  }

  /**
   * The active TEEs of the configured type; none is a success with no records. Throws {@link RegistryError}, or the
   * signal's reason when aborted.
   */
  async read(signal: AbortSignal): Promise<RegistryReading> {
    this.#assertConfigured();
    const failures: RegistryError[] = [];
    const { rpcUrls } = this.#options;
    const ordered = this.#lastGood === undefined ? rpcUrls : [this.#lastGood, ...rpcUrls];
    for (const rpcUrl of new Set(ordered)) {
      try {
        const reading = await this.#readFrom(rpcUrl, signal);
        this.#lastGood = rpcUrl;
        return reading;
      } catch (error) {
        if (signal.aborted) throw abortReason(signal);
        failures.push(toRegistryError(error, rpcUrl));
      }
    }
    throw summarize(failures);
  }

  /** Ends the connections, those in use too; the next `read` opens new ones. */
  async close(): Promise<void> {
    await this.#rpc.close();
  }

  #assertConfigured(): void {
    const { rpcUrls } = this.#options;
    if (rpcUrls.length === 0) throw noEndpoint();
    for (const rpcUrl of rpcUrls) {
      if (!/^(?:https?|wss?):$/.test(parseUrl(rpcUrl)?.protocol ?? '')) {
        throw misconfigured(
          'An RPC endpoint is not an http, https, ws or wss URL.',
          'tee.registry.rpcUrls',
          'registry_endpoint_scheme',
        );
      }
    }
    if (!/^0x[0-9a-f]{40}$/.test(this.address)) {
      throw misconfigured(
        'The registry address is not 40 hexadecimal digits.',
        'tee.registry.address',
        'registry_address_digits',
      );
    }
  }

  async #readFrom(rpcUrl: string, parent: AbortSignal): Promise<RegistryReading> {
    const { requestTimeoutMs, clock } = this.#options;
    const host = rpcHost(rpcUrl);
    const late = (): RegistryError =>
      new RegistryError('registry_unreachable', `${host} did not answer within ${requestTimeoutMs / 1_000} s.`, {
        retryable: true,
        told: { code: 'rpc_late', name: host, ms: requestTimeoutMs },
      });
    const limit = deadline(clock, requestTimeoutMs, parent, late);
    try {
      const [returnData] = await Promise.all([
        this.#call(rpcUrl, host, limit.signal),
        this.#checkChain(rpcUrl, host, limit.signal),
      ]);
      const bytes = typeof returnData === 'string' ? bytesOfHex(returnData) : returnData;
      return { ...(await decodeTeesInSlices(bytes, limit.signal, this.#known)), rpcHost: host };
    } catch (error) {
      throw limit.signal.aborted ? abortReason(limit.signal) : error;
    } finally {
      limit.done();
    }
  }

  async #checkChain(rpcUrl: string, host: string, signal: AbortSignal): Promise<void> {
    const wanted = this.#options.chainId ?? null;
    if (wanted === null) return;
    const found = await this.#rpc.callJson(rpcUrl, 'eth_chainId', [], signal);
    if (typeof found === 'string' && /^0x[0-9a-f]+$/i.test(found) && Number(found) === wanted) return;
    const other = typeof found === 'string' && /^0x[0-9a-f]{1,16}$/i.test(found) ? Number(found) : undefined;
    const shown = other === undefined ? 'no chain id' : `chain ${other}`;
    throw new RegistryError('registry_wrong_chain', `${host} answers for ${shown}, not for chain ${wanted}.`, {
      remedy: 'Check tee.registry.rpcUrls and tee.registry.chainId.',
      told:
        other === undefined
          ? { code: 'rpc_no_chain', name: host, total: wanted }
          : { code: 'rpc_other_chain', name: host, count: other, total: wanted },
    });
  }

  /** What the contract returned: as hexadecimal text when it is short. */
  async #call(rpcUrl: string, host: string, signal: AbortSignal): Promise<Uint8Array | string> {
    const { address } = this;
    const data = encodeFunctionData({ abi: GET_ACTIVE_TEES, args: [this.#options.teeType] });
    const params = [{ to: address, data }, 'latest'];
    const returned = await this.#rpc.call(rpcUrl, 'eth_call', params, signal).catch((error: unknown) => {
      throw isRevert(error) ? notARegistry(address) : error;
    });
    if ('bytes' in returned) return returned.bytes;
    if (typeof returned.json !== 'string') throw notJsonRpc(host);
    if (returned.json !== '0x') return returned.json;
    const code = await this.#rpc.callJson(rpcUrl, 'eth_getCode', [address, 'latest'], signal);
    throw typeof code === 'string' && code !== '0x' ? notARegistry(address) : noContract(address, host);
  }
}

function misconfigured(message: string, key: string, code: RegistryCode): RegistryError {
  return new RegistryError('registry_misconfigured', message, {
    remedy: `Correct ${key}.`,
    details: { key },
    told: { code },
  });
}

function noEndpoint(): RegistryError {
  return misconfigured('No RPC endpoint of the chain is configured.', 'tee.registry.rpcUrls', 'registry_no_endpoint');
}

function noContract(address: string, host: string): RegistryError {
  return new RegistryError('registry_no_contract', `There is no contract at ${address} on the chain of ${host}.`, {
    remedy: 'Check tee.registry.address and tee.registry.rpcUrls.',
    retryable: true,
    told: { code: 'rpc_no_contract', name: host, other: address },
  });
}

function notARegistry(address: string): RegistryError {
  return new RegistryError('registry_undecodable', `The contract at ${address} does not answer getActiveTEEs(uint8).`, {
    remedy: 'Check that tee.registry.address is the TEE registry of this network.',
    retryable: true,
    told: { code: 'registry_other_contract', name: address },
  });
}

function notJsonRpc(host: string): RegistryError {
  return new RegistryError('registry_unreachable', `${host} does not answer like an RPC endpoint of a chain.`, {
    remedy: 'Check tee.registry.rpcUrls.',
    retryable: true,
    told: { code: 'rpc_no_rpc', name: host },
  });
}

/** One error for all endpoints: the most telling one, or when none could be reached all of them. */
function summarize(failures: readonly RegistryError[]): RegistryError {
  const ranked = [...failures].sort((a, b) => TELLING_ORDER.indexOf(a.code) - TELLING_ORDER.indexOf(b.code));
  const [best] = ranked;
  if (best === undefined) return noEndpoint();
  if (best.code !== 'registry_unreachable' || failures.length === 1) return best;
  const message = failures.map(({ message: text }) => text).join(' ');
  return new RegistryError('registry_unreachable', message, {
    ...(best.remedy === undefined ? {} : { remedy: best.remedy }),
    retryable: true,
    told: toldTogether(failures.map(({ told }) => told)),
  });
}
