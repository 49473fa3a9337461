import type { ChainMode, SandboxChain } from './chain.ts';
import type { AnswerFault } from './enclave.ts';
import type { GatewayFaults } from './gateway/index.ts';
import type { SandboxNetwork } from './network.ts';
import type { SandboxRelay } from './relay.ts';
import type { RelayFault } from './relay-faults.ts';

/** The sandbox's misbehaviour, all in one place. Faults of keys and records are events of the network, not faults. */
export class SandboxFaults {
  readonly #network: SandboxNetwork;
  readonly #chain: SandboxChain;
  readonly #relay: SandboxRelay;
  /** Those of the OpenClaw gateway. */
  readonly gateway: GatewayFaults;

  constructor(network: SandboxNetwork, chain: SandboxChain, relay: SandboxRelay, gateway: GatewayFaults) {
    this.#network = network;
    this.#chain = chain;
    this.#relay = relay;
    this.gateway = gateway;
  }

  /** The relay's next `times` requests (default 1), or only those to `teeId`, meet `fault`. */
  relay(fault: RelayFault, options: { readonly times?: number; readonly teeId?: string } = {}): void {
    this.#relay.faults.add(fault, options);
  }

  /** Every relayed request takes this much longer, milliseconds. */
  relayLatency(latencyMs: number): void {
    this.#relay.faults.latencyMs = latencyMs;
  }

  /** The next `times` answers (default 1) of every enclave, or only of `teeId`, lie. */
  answer(fault: AnswerFault, { times = 1, teeId }: { readonly times?: number; readonly teeId?: string } = {}): void {
    const liars = teeId === undefined ? this.#network.enclaves() : [this.#network.enclave(teeId)];
    for (const enclave of liars) enclave.lie(fault, times);
  }

  /** How the chain endpoint behaves until told otherwise. */
  chain(mode: ChainMode): void {
    this.#chain.behave(mode);
  }

  /** Everything well-behaved again; what happened on chain and to enclaves stays. */
  clear(): void {
    this.#relay.faults.clear();
    this.gateway.clear();
    this.#chain.behave('honest');
    for (const enclave of this.#network.enclaves()) enclave.lie('unsigned', 0);
  }
}
