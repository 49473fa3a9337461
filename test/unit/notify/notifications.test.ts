import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { policy } from './support.ts';

const A = `0x${'a1'.repeat(32)}`;
const B = `0x${'b2'.repeat(32)}`;

function teeSwitched(
  from: string,
  to: string,
  at: number,
  cause: 'keys-changed' | 'by-hand' = 'keys-changed',
): DomainEvent {
  return { type: 'teeSwitched', at, from, to, cause };
}

describe('row 29: the notices', () => {
  it('tell of a switch of TEE from, to and why', async () => {
    const { clock, notifications, shown } = policy();
    notifications.take(teeSwitched(A, B, 1));
    await clock.advance(2_000);
    expect(shown[0]?.notice).toMatchObject({
      title: 'Requests go to another TEE',
      body: '0xb2b2b2…b2b2b2 replaced 0xa1a1a1…a1a1a1, because its keys changed. No request was lost.',
    });
  });

  it('are silent about a switch by hand unless that is asked for', async () => {
    for (const [byHand, count] of [
      [false, 0],
      [true, 1],
    ] as const) {
      const { clock, notifications, shown } = policy({ byHand });
      notifications.take(teeSwitched(A, B, 1, 'by-hand'));
      await clock.advance(60_000);
      expect(shown).toHaveLength(count);
    }
  });

  it('make one of switches that follow each other quickly, and none of a way back', async () => {
    const { clock, notifications, shown } = policy();
    const C = `0x${'c3'.repeat(32)}`;
    notifications.take(teeSwitched(A, B, 1));
    notifications.take(teeSwitched(B, C, 2));
    await clock.advance(2_000);
    expect(shown.map(({ notice }) => notice.body)).toEqual([
      expect.stringContaining('0xc3c3c3…c3c3c3 replaced 0xa1a1a1…a1a1a1'),
    ]);
    notifications.take(teeSwitched(C, A, 3));
    notifications.take(teeSwitched(A, C, 4));
    await clock.advance(60_000);
    expect(shown).toHaveLength(1);
  });

  it('tell of a lost gateway after 30 s, once, and take it back when it is ready', async () => {
    const { clock, stateTo, titles, cleared } = policy();
    stateTo('unreachable', 'ready');
    await clock.advance(29_999);
    expect(titles()).toEqual([]);
    await clock.advance(1);
    expect(titles()).toEqual(['studio cannot be reached']);
    stateTo('unreachable', 'unreachable');
    await clock.advance(600_000);
    expect(titles()).toHaveLength(1);
    stateTo('ready', 'unreachable');
    expect(cleared).toEqual(['gateway']);
  });

  it('say nothing of an outage that heals itself, or of a restart', async () => {
    const { clock, stateTo, shown } = policy();
    stateTo('unreachable', 'ready');
    await clock.advance(20_000);
    stateTo('ready', 'unreachable');
    await clock.advance(60_000);
    stateTo('unreachable', 'ready');
    stateTo('restarting', 'unreachable');
    await clock.advance(60_000);
    expect(shown).toEqual([]);
  });

  it('count the time that an outage was shown as connecting', async () => {
    const { clock, stateTo, shown } = policy();
    stateTo('unreachable', 'connecting', 60_000);
    await clock.advance(1_000);
    expect(shown[0]?.notice.body).toContain('No answer for 1 min 1 s.');
  });

  it('hold a trouble back through quiet hours, let a switch lapse, and let a failed proof through', async () => {
    const { clock, notifications, stateTo, titles } = policy({ quietHours: '00:00-23:59' });
    clock.setNow(new Date(2026, 0, 1, 12).getTime());
    stateTo('unreachable', 'ready');
    notifications.take(teeSwitched(A, B, 1));
    notifications.take({ type: 'teeAlarm', at: 1, teeId: A, reason: 'signature' });
    await clock.advance(60_000);
    expect(titles()).toEqual(['An answer was refused']);
    await clock.advance(12 * 3_600_000);
    expect(titles()).toEqual(['An answer was refused', 'studio cannot be reached']);
  });

  it('are silent while the window is looked at', async () => {
    const { clock, notifications, state, shown } = policy();
    state.seen = true;
    notifications.take(teeSwitched(A, B, 1));
    await clock.advance(60_000);
    expect(shown).toEqual([]);
  });

  it('tell of one proof once, whichever events notice it', async () => {
    const { clock, notifications, shown } = policy();
    for (let turn = 0; turn < 5; turn += 1) {
      notifications.take({ type: 'answerRefused', at: 1, teeId: A, model: 'm', check: 'signature' });
      notifications.take({ type: 'teeAlarm', at: 1, teeId: A, reason: 'signature' });
      await clock.advance(5_000);
    }
    expect(shown).toHaveLength(1);
  });

  it('end with the application', async () => {
    const { clock, notifications, shown } = policy();
    notifications.take(teeSwitched(A, B, 1));
    notifications.take({ type: 'appStopping', at: 2 });
    notifications.take(teeSwitched(B, A, 3));
    await clock.advance(60_000);
    expect(shown).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('never exceed the pace, tell no run twice, and fit the systems, whatever happens', async () => {
    const step = fc.record({
      waitMs: fc.integer({ min: 0, max: 20_000 }),
      kind: fc.constantFrom('run', 'switch', 'proof', 'lost', 'ready'),
      number: fc.integer({ min: 0, max: 9 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), async (steps, most) => {
        const { clock, notifications, stateTo, shown } = policy({ maxPerMinute: most });
        for (const { waitMs, kind, number } of steps) {
          const at = clock.now();
          if (kind === 'lost') stateTo('unreachable', 'ready');
          else if (kind === 'ready') stateTo('ready', 'unreachable');
          else if (kind === 'switch') notifications.take(teeSwitched(`0x${`0${number}`.repeat(32)}`, B, at));
          else if (kind === 'proof') notifications.take({ type: 'teeAlarm', at, teeId: `tee-${number}`, reason: 'x' });
          else {
            notifications.take({
              type: 'agentProviderFailed',
              at,
              profile: 'studio',
              runId: `run-${number}`,
              agentId: null,
              sessionKey: null,
              provider: `provider-${number}`,
              model: null,
              failoverReason: null,
              kind: 'rate_limit',
              until: null,
              sentence: `Run ${number} ended.`,
            });
          }
          await clock.advance(waitMs);
        }
        await clock.advance(3_600_000);
        for (const { at } of shown) {
          expect(shown.filter(other => other.at > at - 60_000 && other.at <= at).length).toBeLessThanOrEqual(most);
        }
        const runs = shown.map(({ notice }) => notice.body).filter(body => body.startsWith('Run '));
        expect(new Set(runs).size).toBe(runs.length);
        for (const { notice } of shown) {
          expect([...notice.title].length).toBeLessThanOrEqual(40);
          expect([...notice.body].length).toBeLessThanOrEqual(120);
        }
      }),
      { numRuns: 60 },
    );
  });
});
