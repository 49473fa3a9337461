import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { TeeGate, type TeeRecord } from '../../../electron/core/tee/index.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { ScriptedRegistry } from '../../helpers/scripted-registry.ts';
import { readingOf, threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const [A, B, C] = threeRecords();
const { signal } = new AbortController();

async function started(...records: readonly TeeRecord[]) {
  const [registry, clock] = [new ScriptedRegistry(readingOf(...records)), new VirtualClock()];
  const switches: string[] = [];
  const pins = { teeId: null, pcrHash: null };
  const emit = (event: DomainEvent): void => {
    if (event.type === 'teeSwitched') switches.push(event.cause);
  };
  const gate = new TeeGate({ registry, pins, clock, random: firstRandom, emit });
  onTestFinished(() => gate.stop());
  await gate.start(signal);
  await clock.advance(0);
  const current = (): string | undefined => gate.snapshot().current?.teeId;
  return { gate, registry, clock, switches, current };
}

async function losesItsTee() {
  const scene = await started(A, B);
  scene.gate.setPaused(true);
  scene.registry.answer = readingOf(B, C);
  await scene.gate.checkRegistry(signal);
  return scene;
}

describe('TeeGate in a pause', () => {
  it('goes on with the TEE that it has, and goes on checking the registry', async () => {
    const { gate, registry, clock, current } = await started(A, B);
    gate.setPaused(true);
    const before = registry.reads;
    await clock.advance(700_000);
    expect(registry.reads).toBeGreaterThan(before);
    expect(current()).toBe(A.teeId);
    expect((await gate.acquire(signal)).session.teeId).toBe(A.teeId);
  });

  it('never uses a TEE that the registry no longer lists, and refuses requests with a way on', async () => {
    const { gate, switches, clock } = await losesItsTee();
    expect(gate.snapshot().current).toBeNull();
    const refused = gate.acquire(signal);
    await expect(refused).rejects.toMatchObject({ code: 'tee_paused', retryable: true });
    await expect(refused).rejects.toMatchObject({ remedy: expect.stringContaining('gatehouse resume') as string });
    expect(gate.snapshot()).toMatchObject({
      state: 'no-usable-tee',
      health: 'broken',
      remedy: { command: 'resume' },
    });
    expect(gate.snapshot().sentence).toContain('paused');
    await clock.advance(700_000);
    expect(switches).toEqual([]);
  });

  it('does not ask the chain again for each request that it refuses', async () => {
    const { gate, registry } = await losesItsTee();
    const before = registry.reads;
    for (let round = 0; round < 5; round += 1) await gate.acquire(signal).catch(() => undefined);
    expect(registry.reads).toBe(before);
  });

  it('takes another TEE at once when the pause ends', async () => {
    const { gate, clock, current, switches, registry } = await losesItsTee();
    const before = registry.reads;
    gate.setPaused(false);
    await clock.advance(0);
    expect(registry.reads).toBeGreaterThan(before);
    expect(current()).toBe(B.teeId);
    expect(switches).toEqual(['rotated-out']);
  });

  it('rotates when a person asks for it, with a TEE and without one', async () => {
    const { gate, current } = await started(A, B);
    gate.setPaused(true);
    expect((await gate.rotate(signal)).changed).toBe(true);
    expect(current()).toBe(B.teeId);

    const shut = await losesItsTee();
    expect((await shut.gate.rotate(signal)).changed).toBe(true);
    expect(shut.current()).toBe(B.teeId);
    expect((await shut.gate.acquire(signal)).session.teeId).toBe(B.teeId);
  });

  it('says why it cannot rotate by hand when nothing usable is listed', async () => {
    const { gate, registry } = await losesItsTee();
    registry.answer = readingOf();
    const { changed, sentence } = await gate.rotate(signal);
    expect(changed).toBe(false);
    expect(sentence).toContain('no active TEE');
  });

  it('keeps a TEE that merely cannot be reached, and drops one whose answer failed', async () => {
    const { gate, current } = await started(A, B);
    gate.setPaused(true);
    const { session } = await gate.acquire(signal);
    gate.reportUnreachable(session, { kind: 'relay-failure' });
    expect(current()).toBe(A.teeId);
    expect(gate.snapshot()).toMatchObject({ health: 'needs-you', remedy: { command: 'rotateTee' } });
    gate.reportUnreachable(session, { kind: 'verification' });
    expect(current()).toBeUndefined();
    await expect(gate.acquire(signal)).rejects.toMatchObject({ code: 'tee_paused' });
  });

  it('chooses its first TEE although it starts in a pause', async () => {
    const [registry, clock] = [new ScriptedRegistry(readingOf(A)), new VirtualClock()];
    const pins = { teeId: null, pcrHash: null };
    const gate = new TeeGate({ registry, pins, clock, random: firstRandom, emit: () => undefined });
    onTestFinished(() => gate.stop());
    gate.setPaused(true);
    await gate.start(signal);
    await clock.advance(0);
    expect(gate.snapshot()).toMatchObject({ state: 'attested', current: { teeId: A.teeId } });
  });
});
