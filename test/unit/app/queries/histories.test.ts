import { describe, expect, it } from 'vitest';
import type { DomainEvent, GatewayState } from '../../../../electron/contract/index.ts';
import { GatewayHistory, TeeHistory } from '../../../../electron/contract/index.ts';
import { Histories } from '../../../../electron/core/app/queries/histories.ts';
import { Redactor } from '../../../../electron/core/platform/index.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const TEE_A = `0x${'a'.repeat(64)}`;
const TEE_B = `0x${'b'.repeat(64)}`;

const SHOWN = { profile: 'studio', host: 'gw.example:18789', reason: null };

const AWAY = { code: 'gateway', name: 'studio', other: 'studio', reason: 'unreachable' } as const;
const CONNECTING = { code: 'gateway_connecting', name: 'studio', count: 1 } as const;

function startHistories() {
  const clock = new VirtualClock(0);
  const gateway: typeof SHOWN & { state: GatewayState; roundTripMs: number | null; sentence: string } = {
    ...SHOWN,
    state: 'ready',
    roundTripMs: 18,
    sentence: 'Connected to studio.',
  };
  const histories = new Histories({ gateway: () => gateway, clock, scrubber: new Redactor() });
  histories.start();
  return { clock, gateway, histories };
}

function changed(at: number, to: GatewayState, sentence: string): DomainEvent {
  return { type: 'gatewayStateChanged', at, profile: 'studio', from: 'ready', to, reason: null, sentence, afterMs: 0 };
}

function verified(at: number, teeId = TEE_A): DomainEvent {
  return { type: 'answerVerified', at, teeId, model: 'm', latencyMs: at / 10, stream: false };
}

describe('the history of the gateway', () => {
  it('keeps no secret that a gateway quotes when it refuses', () => {
    const scrubber = new Redactor();
    scrubber.add('planted-secret-1');
    const histories = new Histories({ gateway: () => null, clock: new VirtualClock(0), scrubber });
    histories.take(changed(40_000, 'refused', 'The gateway said: planted-secret-1 is no token of mine.'));

    const { outages } = histories.page().gateway;
    expect(outages[0]?.sentence).toBe('The gateway said: [redacted] is no token of mine.');
  });

  it('has round trips twice a minute, and none while it is away', async () => {
    const { clock, gateway, histories } = startHistories();
    await clock.advance(35_000);
    gateway.state = 'unreachable';
    histories.take(changed(40_000, 'unreachable', 'No answer.'));
    await clock.advance(60_000);
    gateway.state = 'ready';
    gateway.roundTripMs = 21;
    histories.take(changed(100_000, 'ready', 'Connected.'));
    await clock.advance(30_000);
    const history = GatewayHistory.parse(histories.gateway());
    expect(history.points.map(({ at, roundTripMs }) => [at, roundTripMs])).toEqual([
      [5_000, 18],
      [30_000, 18],
      [120_000, 21],
    ]);
    expect(history.outages).toEqual([{ from: 40_000, to: 100_000, sentence: 'No answer.', told: AWAY }]);
    expect(history.since).toBe(0);
  });

  it('has no outage but a gap while this computer is offline, also of what looked like one right before', async () => {
    const { clock, gateway, histories } = startHistories();
    await clock.advance(35_000);
    histories.take(changed(35_000, 'connecting', 'Connecting.'));
    gateway.state = 'offline';
    histories.take(changed(40_000, 'offline', 'studio is connected to again as soon as this computer is online.'));
    await clock.advance(600_000);
    expect(histories.gateway()).toMatchObject({ outages: [], gaps: [{ from: 35_000, to: 635_000 }] });
    gateway.state = 'connecting';
    histories.take(changed(635_000, 'connecting', 'Connecting.'));
    gateway.state = 'ready';
    histories.take(changed(636_000, 'ready', 'Connected.'));
    expect(histories.gateway()).toMatchObject({ outages: [], gaps: [{ from: 35_000, to: 636_000 }] });
  });

  it('has an outage of a gateway that is still away half a minute after this computer is back', async () => {
    const { clock, gateway, histories } = startHistories();
    gateway.state = 'offline';
    histories.take(changed(10_000, 'offline', 'Offline.'));
    await clock.advance(20_000);
    gateway.state = 'connecting';
    histories.take(changed(20_000, 'connecting', 'Connecting.'));
    await clock.advance(60_000);
    expect(histories.gateway().gaps).toEqual([{ from: 10_000, to: 50_000 }]);
    expect(histories.gateway().outages).toMatchObject([{ to: null }]);
  });

  it('shows an outage that goes on, and takes no notice of one in reserve', () => {
    const { histories } = startHistories();
    histories.take({ ...changed(10, 'unreachable', 'The attic is away.'), isStandby: true } as DomainEvent);
    expect(histories.gateway().outages).toEqual([]);
    histories.take(changed(20, 'connecting', 'Connecting.'));
    histories.take(changed(30, 'unreachable', 'No answer.'));
    expect(histories.gateway().outages).toEqual([{ from: 20, to: null, sentence: 'Connecting.', told: CONNECTING }]);
  });

  it('counts no time that a person wanted it disconnected', () => {
    const { histories } = startHistories();
    histories.take(changed(20, 'unreachable', 'No answer.'));
    histories.take(changed(30, 'disconnected', 'As you asked.'));
    expect(histories.gateway().outages).toEqual([{ from: 20, to: 30, sentence: 'No answer.', told: AWAY }]);
  });

  it('is bounded, and leaves no timer when it stops', async () => {
    const { clock, histories } = startHistories();
    await clock.advance(30_000 * 800);
    expect(histories.gateway().points).toHaveLength(720);
    histories.stop();
    expect(clock.pending).toBe(0);
  });
});

describe('the history of the TEE', () => {
  it('has latencies at most every 10 s, and the switches between them', () => {
    const { histories } = startHistories();
    histories.take({ type: 'teeSelected', at: 1, teeId: TEE_A, endpoint: 'https://a.example' });
    for (let at = 1_000; at <= 30_000; at += 1_000) histories.take(verified(at));
    histories.take({ type: 'teeSwitched', at: 30_500, from: TEE_A, to: TEE_B, cause: 'unreachable' });
    histories.take(verified(30_600, TEE_B));
    const { points, switches } = TeeHistory.parse(histories.tee());
    expect(points.map(({ at }) => at)).toEqual([1_000, 11_000, 21_000, 30_600]);
    expect(switches).toEqual([
      { at: 1, from: null, to: TEE_A, cause: 'first' },
      { at: 30_500, from: TEE_A, to: TEE_B, cause: 'unreachable' },
    ]);
  });

  it('is bounded', () => {
    const { histories } = startHistories();
    for (let at = 0; at < 1_000; at += 1) histories.take(verified(at * 10_000));
    expect(histories.tee().points).toHaveLength(720);
  });
});

describe('histories over a restart and a sleep', () => {
  const POINT = { at: 40_000, roundTripMs: 18, profile: 'studio' };
  const kept = (until: number) => ({
    until,
    gateway: {
      since: 10_000,
      points: [POINT],
      outages: [{ from: 45_000, to: null, sentence: 'No answer.', told: AWAY }],
      gaps: [],
    },
    tee: { since: 10_000, points: [{ at: 41_000, latencyMs: 9, teeId: TEE_A }], switches: [] },
  });

  it('go on where an earlier process stopped, and say that nobody watched meanwhile', async () => {
    const clock = new VirtualClock(500_000);
    const gateway = {
      state: 'connecting' as GatewayState,
      roundTripMs: null,
      ...SHOWN,
      sentence: 'Connecting.',
    };
    const histories = new Histories({ gateway: () => gateway, clock, scrubber: new Redactor() });
    histories.restore(kept(50_000));
    histories.start();
    histories.take(changed(500_100, 'connecting', 'Connecting.'));
    await clock.advance(2_000);
    gateway.state = 'ready';
    histories.take(changed(502_000, 'ready', 'Connected.'));
    expect(histories.gateway()).toEqual({
      since: 10_000,
      points: [POINT],
      outages: [{ from: 45_000, to: 50_000, sentence: 'No answer.', told: AWAY }],
      gaps: [{ from: 50_000, to: 502_000 }],
    });
    expect(histories.tee().points).toHaveLength(1);
    expect(histories.page().until).toBe(502_000);
  });

  it('count a gateway that does not come back within half a minute as out from then on', async () => {
    const clock = new VirtualClock(500_000);
    const gateway = {
      state: 'connecting' as GatewayState,
      roundTripMs: null,
      ...SHOWN,
      sentence: 'No answer.',
    };
    const histories = new Histories({ gateway: () => gateway, clock, scrubber: new Redactor() });
    histories.restore(kept(50_000));
    histories.start();
    await clock.advance(40_000);
    expect(histories.gateway().gaps).toEqual([{ from: 50_000, to: 530_000 }]);
    expect(histories.gateway().outages.at(-1)).toEqual({
      from: 530_000,
      to: null,
      sentence: 'No answer.',
      told: CONNECTING,
    });
  });

  it('take no sleep for an outage, whether the system told of it or only the clock did', async () => {
    const { clock, gateway, histories } = startHistories();
    await clock.advance(10_000);
    histories.sleep();
    histories.take(changed(10_100, 'connecting', 'Connecting.'));
    await clock.advance(5_000);
    histories.wake();
    histories.take(changed(15_100, 'unreachable', 'No answer.'));
    histories.take(changed(17_000, 'ready', 'Connected.'));
    expect(histories.gateway().outages).toEqual([]);
    expect(histories.gateway().gaps).toEqual([{ from: 10_000, to: 17_000 }]);

    histories.take(changed(21_000, 'connecting', 'Connecting.'));
    await clock.advance(10_000);
    histories.wake(20_000);
    gateway.state = 'ready';
    histories.take(changed(25_500, 'ready', 'Connected.'));
    expect(histories.gateway().outages).toEqual([]);
    expect(histories.gateway().gaps.at(-1)).toEqual({ from: 20_000, to: 25_500 });
  });

  it('watch again when the computer did not fall asleep after all', async () => {
    const { clock, histories } = startHistories();
    histories.sleep();
    await clock.advance(70_000);
    expect(histories.gateway().points.length).toBeGreaterThan(0);
    expect(histories.gateway().gaps).toHaveLength(1);
  });
});
