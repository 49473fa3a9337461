import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { createSession } from '../../../electron/core/tee/index.ts';
import { Quarantine, quarantineMs } from '../../../electron/core/tee/quarantine.ts';
import { threeRecords } from '../../helpers/tee-records.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const [A] = threeRecords();

function scene() {
  const clock = new VirtualClock();
  const events: DomainEvent[] = [];
  const quarantine = new Quarantine({ clock, emit: event => events.push(event) });
  const session = () => createSession(A, 'first', clock.now());
  return { clock, events, quarantine, session };
}

describe('Quarantine', () => {
  it.each([
    [1, 30_000],
    [2, 60_000],
    [3, 120_000],
    [7, 1_800_000],
    [50, 1_800_000],
  ])('lasts after %i failures %i ms', (failures, ms) => {
    expect(quarantineMs(failures)).toBe(ms);
  });

  it('ends on probation, where one more failure costs twice as much', async () => {
    const { clock, quarantine, session, events } = scene();
    quarantine.strike(await session(), 'It failed.');
    expect(quarantine.rank(A.teeId)).toBeGreaterThan(1);
    await clock.advance(29_999);
    expect(quarantine.snapshot()[0]?.state).toBe('quarantined');
    await clock.advance(1);
    expect(quarantine.snapshot()[0]?.state).toBe('probation');
    expect(quarantine.rank(A.teeId)).toBe(1);
    quarantine.strike(await session(), 'It failed again.');
    expect(quarantine.snapshot()[0]).toMatchObject({ state: 'quarantined', failures: 2 });
    expect(quarantine.snapshot()[0]!.until - clock.now()).toBe(60_000);
    expect(events.map(({ type }) => type)).toEqual(['teeQuarantined', 'teeReleased', 'teeQuarantined']);
  });

  it('is ended by a person, on probation: one more failure costs twice as much', async () => {
    const { clock, quarantine, session, events } = scene();
    expect(quarantine.release(A.teeId)).toBe(false);
    quarantine.strike(await session(), 'It failed.');
    await clock.advance(1_000);
    expect(quarantine.release(A.teeId.toUpperCase().replace('0X', '0x'))).toBe(true);
    expect(quarantine.snapshot()[0]).toMatchObject({ state: 'probation', until: clock.now() });
    expect(clock.pending).toBe(0);
    expect(quarantine.release(A.teeId)).toBe(false);
    quarantine.strike(await session(), 'It failed again.');
    expect(quarantine.snapshot()[0]!.until - clock.now()).toBe(60_000);
    expect(events).toMatchObject([
      { type: 'teeQuarantined' },
      { type: 'teeReleased', onProbation: true },
      { type: 'teeQuarantined' },
    ]);
  });

  it('lasts its full time at once for a TEE whose keys are gone', async () => {
    const { clock, quarantine, session } = scene();
    quarantine.strike(await session(), 'It could not open a request.', true);
    expect(quarantine.snapshot()[0]!.until - clock.now()).toBe(1_800_000);
  });

  it('ranks a TEE on probation the worse the more often it failed, but before any that is out', async () => {
    const { clock, quarantine, session } = scene();
    const ranks: number[] = [];
    for (let failures = 1; failures <= 3; failures += 1) {
      quarantine.strike(await session(), 'It failed.');
      await clock.advance(quarantineMs(failures));
      ranks.push(quarantine.rank(A.teeId));
    }
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(ranks).size).toBe(3);
    expect(ranks.every(rank => rank >= 1 && rank < 2)).toBe(true);
    quarantine.strike(await session(), 'It failed.');
    expect(quarantine.rank(A.teeId)).toBeGreaterThan(2);
  });

  it('counts the failures of one session once, however late they come', async () => {
    const { clock, quarantine, session } = scene();
    const failing = await session();
    await clock.advance(1_000);
    expect(quarantine.strike(failing, 'It failed.')).toBe(true);
    expect(quarantine.strike(failing, 'It failed.')).toBe(false);
    await clock.advance(40_000);
    expect(quarantine.strike(failing, 'It failed.')).toBe(false);
    expect(quarantine.snapshot()[0]).toMatchObject({ state: 'probation', failures: 1 });
  });

  it('is cleared by a verified answer of a later session, not of an earlier one', async () => {
    const { clock, quarantine, session } = scene();
    const earlier = await session();
    await clock.advance(1_000);
    quarantine.strike(earlier, 'It failed.');
    quarantine.verified(earlier);
    expect(quarantine.snapshot()).toHaveLength(1);
    await clock.advance(30_000);
    quarantine.verified(await session());
    expect(quarantine.snapshot()).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('starts afresh for a TEE with other keys, and forgets one that behaved for half an hour', async () => {
    const { clock, quarantine, session } = scene();
    quarantine.strike(await session(), 'It failed.');
    quarantine.reconcile(() => undefined);
    expect(quarantine.snapshot()).toHaveLength(1);
    quarantine.reconcile(() => ({ ...A, ohttp: { ...A.ohttp!, keyId: 7 } }));
    expect(quarantine.snapshot()).toEqual([]);
    quarantine.strike(await session(), 'It failed.');
    await clock.advance(30_000 + 1_800_000);
    expect(quarantine.rank(A.teeId)).toBe(0);
  });

  it('leaves no timer when it stops', async () => {
    const { clock, quarantine, session } = scene();
    quarantine.strike(await session(), 'It failed.');
    quarantine.stop();
    expect(clock.pending).toBe(0);
  });
});
