import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock, SystemRandom } from '../../../electron/core/platform/index.ts';
import { EventWatch } from '../../../electron/core/tee/index.ts';
import { type Sandbox, startSandbox } from '../../../electron/sandbox/index.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const open: { stop(): Promise<void> }[] = [];
afterEach(async () => {
  for (const part of open.splice(0).reverse()) await part.stop();
});

async function sandbox(): Promise<Sandbox> {
  const signal = new AbortController().signal;
  const made = await startSandbox({ seed: 'events', clock: new SystemClock(), enclaveCount: 2, signal });
  open.push(made);
  return made;
}

/** A watch whose events and modes can be waited for. */
function watching(rpcUrls: readonly string[], address: string, clock = new VirtualClock(), pollSeconds = 15) {
  let events = 0;
  const waiting: (() => void)[] = [];
  const told = (): void => {
    for (const resume of waiting.splice(0)) resume();
  };
  const watch = new EventWatch({
    rpcUrls,
    address,
    pollSeconds,
    requestTimeoutMs: 5_000,
    clock,
    random: new SystemRandom(),
  });
  open.push(watch);
  watch.start({
    onEvent: () => {
      events += 1;
      told();
    },
    onModeChange: told,
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await new Promise<void>(resolve => waiting.push(resolve));
  };
  return { watch, clock, until, count: () => events };
}

describe('EventWatch', () => {
  it('hears of a change at once where the chain pushes', async () => {
    const { network, webSocketUrl, registryAddress } = await sandbox();
    const { watch, until, count } = watching([webSocketUrl], registryAddress);
    await until(() => watch.mode === 'subscription');
    const before = count();
    network.registry.disable(network.enclaves()[0]!.teeId);
    await until(() => count() > before);
  });

  it('asks every interval where nothing is pushed, and hears of a change once', async () => {
    const { network, rpcUrl, registryAddress } = await sandbox();
    const { watch, clock, until, count } = watching([rpcUrl], registryAddress);
    await until(() => count() === 1);
    expect(watch.mode).toBe('polling');
    network.registry.disable(network.enclaves()[0]!.teeId);
    await untilTimed(clock, () => count() === 2);
    await clock.advance(15_000);
    expect(count()).toBe(2);
  });

  it('goes on asking through an outage of the chain and misses nothing of it', async () => {
    const { network, faults, rpcUrl, registryAddress } = await sandbox();
    const { watch, clock, until, count } = watching([rpcUrl], registryAddress);
    await until(() => count() === 1);
    faults.chain('down');
    await untilTimed(clock, () => watch.mode === 'off');
    network.registry.disable(network.enclaves()[0]!.teeId);
    faults.chain('honest');
    await untilTimed(clock, () => count() === 2);
    expect(watch.mode).toBe('polling');
  });

  it('does nothing when it is off, and leaves no timer when it is stopped', async () => {
    const off = watching(['http://127.0.0.1:9/'], `0x${'ab'.repeat(20)}`, new VirtualClock(), 0);
    expect(off.clock.pending).toBe(0);
    const { webSocketUrl, rpcUrl, registryAddress } = await sandbox();
    const { watch, clock, until } = watching([webSocketUrl, rpcUrl], registryAddress);
    await until(() => watch.mode === 'subscription');
    await watch.stop();
    expect(clock.pending).toBe(0);
  });
});

/** Lets timers fire until it is so: sockets answer between them. */
async function untilTimed(clock: VirtualClock, isSo: () => boolean): Promise<void> {
  while (!isSo()) {
    await clock.advance(clock.pending > 0 && (clock.nextInMs ?? 0) >= 15_000 ? (clock.nextInMs ?? 0) : 0);
  }
}
