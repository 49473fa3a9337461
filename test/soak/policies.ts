import type { DomainEvent } from '../../electron/contract/index.ts';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import type { TeeProvider } from '../../electron/core/proxy/index.ts';
import { RegistryReader, TeeGate } from '../../electron/core/tee/index.ts';
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

/** A policy over the sandbox's registry, with the settings that a person has by default. */
export function createPolicy(name: PolicyName, sandbox: Sandbox, emit: (event: DomainEvent) => void): Policy {
  const clock = new SystemClock();
  const random = new SystemRandom();
  const registry = new RegistryReader({
    rpcUrls: [sandbox.rpcUrl],
    address: sandbox.registryAddress,
    chainId: sandbox.chainId,
    teeType: 0,
    requestTimeoutMs: 10_000,
    clock,
  });
  if (name === 'peer') {
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
  const switches: Record<string, number> = {};
  const gate = new TeeGate({
    registry,
    pins: { teeId: null, pcrHash: null },
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
