import type { Hex } from 'viem';
import { getAddress, toHex } from 'viem';
import { type Clock, type Random, SystemRandom } from '../core/platform/index.ts';
import { SandboxAccount } from './account/index.ts';
import { SandboxAgents } from './agents/index.ts';
import { SandboxChain } from './chain.ts';
import type { SandboxEnclave } from './enclave.ts';
import { EnclaveHost } from './enclave-host.ts';
import { SandboxFaults } from './faults.ts';
import { SandboxGateway } from './gateway/index.ts';
import { SandboxNetwork } from './network.ts';
import { SandboxRelay } from './relay.ts';
import { SeededRandom } from './seeded-random.ts';

/** The sandbox's chain id: "gate" in ASCII, used by no network. */
const CHAIN_ID = 0x67617465;
const TOKEN_BYTES = 24;

/** Options of {@link startSandbox}. */
export interface SandboxOptions {
  /** Fixes everything but keys, TEE ids, tokens and secrets. */
  readonly seed: string;
  readonly clock: Clock;
  /** For tokens and secrets. Default: the operating system's. */
  readonly random?: Random;
  /** At least 1; default 4. */
  readonly enclaveCount?: number;
  /** Lets the gateway's agents do something now and then, for a person who tries it out. Default false. */
  readonly demo?: boolean;
  /** Ends the start-up; a sandbox that has started is ended by {@link Sandbox.stop}. */
  readonly signal: AbortSignal;
}

/** A running sandbox: a whole network of this process on 127.0.0.1. */
export interface Sandbox {
  readonly seed: string;
  /** Ethereum JSON-RPC over HTTP. */
  readonly rpcUrl: string;
  /** The same over WebSocket, with `eth_subscribe`. */
  readonly webSocketUrl: string;
  readonly registryAddress: string;
  readonly chainId: number;
  /** The base address that the chat path is appended to. */
  readonly relayUrl: string;
  /** A credential, if only for this sandbox. */
  readonly bearerToken: string;
  /** The chat app with its login page, and the server that renews and ends logins. */
  readonly account: SandboxAccount;
  /** An OpenClaw gateway, with its token, its pairing and its faults. */
  readonly gateway: SandboxGateway;
  enclaves(): readonly SandboxEnclave[];
  /** Subscriptions, and the agents that work on them. */
  readonly agents: SandboxAgents;
  /** What can happen on chain and to the enclaves. */
  readonly network: SandboxNetwork;
  /** Misbehaviour on demand. */
  readonly faults: SandboxFaults;
  /** An OpenAI base URL of the enclave with this id, unsealed and unsigned, for benchmarks. Throws RangeError. */
  plainEndpoint(teeId: string): string;
  /** Cuts every connection and frees the ports. May be called twice. */
  stop(): Promise<void>;
}

/** Starts a sandbox. Throws `sandbox_listen_failed`, or the signal's reason; nothing is left behind then. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const { seed, clock, random = new SystemRandom(), enclaveCount = 4, demo = false, signal } = options;
  const draws = new SeededRandom(`gatehouse-sandbox/${seed}`);
  const network = new SandboxNetwork(clock, draws.fork('network'));
  const address: Hex = getAddress(toHex(draws.fork('registry').bytes(20)));
  const bearerToken = sandboxToken(random);
  const chain = new SandboxChain({
    state: network.registry,
    address,
    chainId: CHAIN_ID,
    random: draws.fork('chain-faults'),
  });
  const account = new SandboxAccount({
    clock,
    random,
    network: () => ({ relayUrl: relay.url, rpcUrl: chain.url, registryAddress: address }),
  });
  const relay: SandboxRelay = new SandboxRelay({
    bearerToken,
    accepts: token => account.accepts(token),
    route: teeId => network.route(teeId),
    other: enclave => network.other(enclave),
    clock,
    random: draws.fork('relay-faults'),
  });
  const gateway = new SandboxGateway({
    clock,
    random: draws.fork('gateway'),
    secrets: random,
    auth: { mode: 'token', token: sandboxToken(random) },
    demo,
  });
  const host = new EnclaveHost(name => network.enclaves().find(enclave => enclave.name === name));
  const agents = new SandboxAgents({ clock, random, draws: draws.fork('agents'), demo });
  const stop = async (): Promise<void> => {
    await Promise.all([chain, relay, host, gateway, account, agents].map(part => part.stop()));
  };
  try {
    await network.addEnclaves(enclaveCount);
    await Promise.all([chain, relay, host, gateway, account, agents].map(part => part.start(signal)));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    seed,
    rpcUrl: chain.url,
    webSocketUrl: chain.webSocketUrl,
    registryAddress: address,
    chainId: CHAIN_ID,
    relayUrl: relay.url,
    bearerToken,
    account,
    gateway,
    enclaves: () => network.enclaves(),
    agents,
    network,
    faults: new SandboxFaults(network, chain, relay, gateway.faults),
    plainEndpoint: teeId => host.plainEndpoint(network.enclave(teeId)),
    stop,
  };
}

function sandboxToken(random: Random): string {
  return `sandbox-${Buffer.from(random.bytes(TOKEN_BYTES)).toString('base64url')}`;
}
