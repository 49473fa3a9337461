import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { OFFLINE_RETRY_MS } from '../../../electron/core/offline/index.ts';
import { TeeGate, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { ScriptedRegistry, unreachable } from '../../helpers/scripted-registry.ts';
import { readingOf, threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const [A, B] = threeRecords();
const { signal } = new AbortController();

/** A gate whose chain and relay are outside, on a computer that can lose its network. */
async function started(...records: readonly TeeRecord[]) {
  const net = { isOffline: false, isCut: false };
  const [registry, clock, events] = [
    new ScriptedRegistry(readingOf(...records)),
    new VirtualClock(),
    [] as DomainEvent[],
  ];
  const outOfReach = {
    chain: () => net.isOffline,
    chainNow: () => net.isCut || net.isOffline,
    relay: () => net.isOffline,
  };
  const pins = { teeId: null, pcrHash: null };
  const emit = (event: DomainEvent): void => void (event.type !== 'statusChanged' && events.push(event));
  const gate = new TeeGate({ registry, pins, clock, random: firstRandom, emit, outOfReach, refreshSeconds: 30 });
  onTestFinished(() => gate.stop());
  const leave = (): void => {
    net.isOffline = true;
    registry.answer = unreachable();
    gate.networkChanged();
  };
  return { gate, registry, clock, events, net, leave };
}

describe('a TEE gate while this computer is offline', () => {
  it('keeps its TEE, is not broken, and blames nobody for readings that fail', async () => {
    const { gate, clock, events, leave } = await started(A, B);
    await gate.start(signal);
    await clock.advance(0);
    events.length = 0;
    const { lastAttemptAt } = gate.snapshot().registry;
    leave();
    expect(gate.snapshot()).toMatchObject({ state: 'offline', health: 'working', remedy: null, quarantined: [] });
    await clock.advance(3_600_000);
    expect(gate.snapshot()).toMatchObject({ state: 'offline', health: 'working', current: { teeId: A.teeId } });
    expect(gate.snapshot().registry).toMatchObject({ state: 'ok', unreachableSince: null });
    expect(gate.snapshot().registry.lastAttemptAt).toBeLessThanOrEqual((lastAttemptAt ?? 0) + 30_000);
    expect(events).toEqual([]);
  });

  it('asks the chain every two minutes, and at once when this computer is back', async () => {
    const { gate, registry, clock, net, leave } = await started(A);
    await gate.start(signal);
    await clock.advance(0);
    leave();
    await clock.advance(OFFLINE_RETRY_MS);
    const before = registry.reads;
    await clock.advance(5 * OFFLINE_RETRY_MS);
    expect(registry.reads - before).toBe(5);
    net.isOffline = false;
    registry.answer = readingOf(A);
    gate.networkChanged();
    expect(gate.snapshot()).toMatchObject({ state: 'attested', health: 'well' });
    gate.wake();
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'attested', health: 'well' });
  });

  it('refuses at once where it never had a TEE, says why, and chooses as soon as there is a network', async () => {
    const { gate, registry, clock, events, net, leave } = await started(A);
    leave();
    await gate.start(signal);
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'offline', health: 'working', current: null });
    await expect(gate.acquire(signal)).rejects.toMatchObject({ code: 'computer_offline', retryable: true });
    expect(events).toEqual([]);
    net.isOffline = false;
    registry.answer = readingOf(A);
    gate.wake();
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'attested', current: { teeId: A.teeId } });
  });

  it('does not blame the chain in the seconds before that is confirmed either', async () => {
    const { gate, registry, clock, events, net } = await started(A);
    await gate.start(signal);
    await clock.advance(0);
    events.length = 0;
    net.isCut = true;
    registry.answer = unreachable();
    await clock.advance(60_000);
    expect(gate.snapshot()).toMatchObject({ state: 'attested', health: 'well' });
    expect(events).toEqual([]);
  });

  it('still says that nothing is configured', async () => {
    const clock = new VirtualClock();
    const yes = (): boolean => true;
    const outOfReach = { chain: yes, chainNow: yes, relay: yes };
    const pins = { teeId: null, pcrHash: null };
    const gate = new TeeGate({
      registry: undefined,
      pins,
      clock,
      random: firstRandom,
      emit: () => undefined,
      outOfReach,
    });
    await gate.start(signal);
    expect(gate.snapshot().state).toBe('not-configured');
  });
});
