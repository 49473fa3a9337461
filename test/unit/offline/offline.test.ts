import { describe, expect, it } from 'vitest';
import type { DomainEvent, OfflineGate } from '../../../electron/contract/index.ts';
import { Offline } from '../../../electron/core/offline/index.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

function create() {
  const clock = new VirtualClock();
  const around: { way: boolean | undefined; surroundings: string; waiting: OfflineGate[] } = {
    way: true,
    surroundings: '',
    waiting: ['gateway', 'tee'],
  };
  const events: DomainEvent[] = [];
  const told: string[] = [];
  const offline = new Offline({
    clock,
    emit: event => events.push(event),
    hasWayOut: () => around.way,
    surroundings: () => around.surroundings,
    waiting: () => around.waiting,
    onDoubt: () => told.push('doubt'),
    onChange: isOffline => told.push(isOffline ? 'offline' : 'online'),
  });
  return { clock, around, events, told, offline };
}

describe('whether this computer is offline', () => {
  it('is said after two seconds without a way out, once, with the gates that wait since the first look', async () => {
    const { clock, around, events, told, offline } = create();
    offline.look();
    around.way = false;
    const lostAt = clock.now();
    expect(offline.look()).toBe(false);
    await clock.advance(1_999);
    expect(offline.isOffline).toBe(false);
    expect(offline.status()).toBeNull();
    await clock.advance(1);
    expect(offline.isOffline).toBe(true);
    expect(offline.status()).toEqual({ since: lostAt, gates: ['gateway', 'tee'] });
    offline.look();
    expect(told).toEqual(['doubt', 'offline']);
    expect(events).toEqual([{ type: 'computerOffline', at: lostAt + 2_000, gates: ['gateway', 'tee'] }]);
  });

  it('is over with the first look that finds a way, and how long it lasted is told', async () => {
    const { clock, around, events, told, offline } = create();
    around.way = false;
    offline.look();
    const lostAt = clock.now();
    await clock.advance(60_000);
    around.way = true;
    expect(offline.look()).toBe(true);
    expect(offline.look()).toBe(false);
    expect(offline.status()).toBeNull();
    expect(told).toEqual(['doubt', 'offline', 'online']);
    expect(events.at(-1)).toEqual({ type: 'computerOnline', at: lostAt + 60_000, since: lostAt });
  });

  it('is not said when the way is back within the two seconds, nor on a system that does not tell', async () => {
    const { clock, around, events, told, offline } = create();
    around.way = false;
    offline.look();
    around.way = true;
    await clock.advance(60_000);
    around.way = undefined;
    offline.look();
    await clock.advance(60_000);
    expect(events).toEqual([]);
    expect(told).toEqual(['doubt']);
    expect(offline.isCutNow()).toBe(false);
  });

  it('is not said while all that is wanted lies on this computer, but is once something outside is', async () => {
    const { clock, around, events, offline } = create();
    around.way = false;
    around.waiting = [];
    offline.look();
    await clock.advance(60_000);
    expect(offline.status()).toBeNull();
    expect(events).toEqual([]);
    around.waiting = ['gateway'];
    offline.look();
    expect(offline.status()?.gates).toEqual(['gateway']);
    expect(events).toMatchObject([{ type: 'computerOffline', gates: ['gateway'] }]);
  });

  it('is disproved for a minute by whoever answers from outside', async () => {
    const { clock, around, events, told, offline } = create();
    around.way = false;
    offline.look();
    await clock.advance(2_000);
    offline.answered();
    expect(offline.isOffline).toBe(false);
    expect(offline.isCutNow()).toBe(false);
    expect(told).toEqual(['doubt', 'offline', 'online']);
    await clock.advance(40_000);
    offline.answered();
    await clock.advance(59_999);
    offline.look();
    expect(offline.isCutNow()).toBe(false);
    expect(events.map(({ type }) => type)).toEqual(['computerOffline', 'computerOnline']);
    await clock.advance(1);
    expect(offline.isCutNow()).toBe(true);
    offline.look();
    await clock.advance(2_000);
    expect(offline.isOffline).toBe(true);
    expect(told).toEqual(['doubt', 'offline', 'online', 'doubt', 'offline']);
  });

  it('is disproved only until the addresses are other ones', async () => {
    const { clock, around, offline } = create();
    around.way = false;
    offline.look();
    offline.answered();
    around.surroundings = 'fe80::1';
    expect(offline.isCutNow()).toBe(true);
    offline.look();
    await clock.advance(2_000);
    expect(offline.isOffline).toBe(true);
  });

  it('is not disproved by the late answer to what was asked before', async () => {
    const { clock, around, offline } = create();
    around.way = false;
    offline.look();
    await clock.advance(1_000);
    offline.answered(clock.now() - 1_001);
    await clock.advance(1_000);
    expect(offline.isOffline).toBe(true);
    offline.answered(clock.now() - 2_000);
    expect(offline.isOffline).toBe(false);
  });

  it('is not doubted because of an answer while there is a way', async () => {
    const { clock, around, offline } = create();
    offline.answered();
    around.way = false;
    offline.look();
    await clock.advance(2_000);
    expect(offline.isOffline).toBe(true);
  });

  it('is known at once to whoever judges a failure', () => {
    const { around, offline } = create();
    around.way = false;
    expect(offline.isCutNow()).toBe(true);
    expect(offline.isOffline).toBe(false);
  });

  it('leaves no timer behind, and begins anew after a stop', async () => {
    const { clock, around, told, offline } = create();
    around.way = false;
    offline.look();
    offline.stop();
    offline.stop();
    expect(clock.pending).toBe(0);
    offline.look();
    await clock.advance(2_000);
    expect(told).toEqual(['doubt', 'doubt', 'offline']);
  });
});
