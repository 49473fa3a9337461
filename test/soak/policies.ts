import type { EmitEvent } from '../../electron/contract/index.ts';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import type { TeeProvider } from '../../electron/core/proxy/index.ts';
import { EventWatch, RegistryReader, TeeGate } from '../../electron/core/tee/index.ts';
import type { Sandbox } from '../../electron/sandbox/index.ts';
import { PeerTees } from './peer-tees.ts';

/** `gatehouse`: the product's own gate. `peer`: see {@link PeerTees}. */
export type PolicyName = 'gatehouse' | 'peer';

/** How TEEs are chosen and left. */
export interface Policy {
  readonly tees: TeeProvider;
  readonly current: () => string | undefined;
  /** By hand; undefined where there is no such command. */
  readonly rotate: (() => Promise<unknown>) | undefined;
  /** How often the TEE was left, by cause. */
  readonly switches: Readonly<Record<string, number>>;
  start(signal: AbortSignal): Promise<void>;
  stop(): Promise<void>;
}

/** How the product notices a change; the defaults of its settings. */
export interface Watching {
  readonly refreshSeconds?: number;
  readonly eventPollSeconds?: number;
  /** Contract events are pushed instead of asked for. */
  readonly subscribes?: boolean;
}

/** The policy of that name over the sandbox's registry. */
export function createPolicy(name: PolicyName, sandbox: Sandbox, emit: EmitEvent): Policy {
  return name === 'peer' ? peerPolicy(sandbox) : gatehousePolicy(sandbox, emit);
}

/** The product's gate over the sandbox's registry, set up as a person has it unless `watching` says otherwise. */
export function gatehousePolicy(sandbox: Sandbox, emit: EmitEvent, watching: Watching = {}): Policy {
  const { refreshSeconds = 300, eventPollSeconds = 15, subscribes = false } = watching;
  const [clock, random] = [new SystemClock(), new SystemRandom()];
  const switches: Record<string, number> = {};
  const gate = new TeeGate({
    registry: registryOf(sandbox, clock),
    events: new EventWatch({
      rpcUrls: [subscribes ? sandbox.webSocketUrl : sandbox.rpcUrl],
      address: sandbox.registryAddress,
      pollSeconds: eventPollSeconds,
      requestTimeoutMs: 10_000,
      clock,
      random,
    }),
    pins: { teeId: null, pcrHash: null },
    refreshSeconds,
    clock,
    random,
    emit: event => {
      if (event.type === 'teeSwitched') switches[event.cause] = (switches[event.cause] ?? 0) + 1;
      emit(event);
    },
  });
  return {
    tees: gate,
    current: () => gate.snapshot().current?.teeId,
    rotate: () => gate.rotate(new AbortController().signal),
    switches,
    start: signal => gate.start(signal),
    stop: () => gate.stop(),
  };
}

function peerPolicy(sandbox: Sandbox): Policy {
  const [clock, random] = [new SystemClock(), new SystemRandom()];
  const registry = registryOf(sandbox, clock);
  const tees = new PeerTees({ registry, clock, random });
  return {
    tees,
    current: () => tees.current,
    rotate: undefined,
    switches: tees.switches,
    start: async () => tees.start(),
    stop: async () => {
      tees.stop();
      await registry.close();
    },
  };
}

function registryOf(sandbox: Sandbox, clock: SystemClock): RegistryReader {
  return new RegistryReader({
    rpcUrls: [sandbox.rpcUrl],
    address: sandbox.registryAddress,
    chainId: sandbox.chainId,
    teeType: 0,
    requestTimeoutMs: 10_000,
    clock,
  });
}
