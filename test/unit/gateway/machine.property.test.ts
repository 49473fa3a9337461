import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure, FailureKind } from '../../../electron/core/gateway/failure.ts';
import { readHello } from '../../../electron/core/gateway/hello.ts';
import type {
  ConnectionEvent,
  ConnectionState,
  MachineContext,
  TimerName,
} from '../../../electron/core/gateway/machine.ts';
import { FAILURE_POLICY } from '../../../electron/core/gateway/policy.ts';
import { IDLE, step } from '../../../electron/core/gateway/transitions.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { helloPayload } from '../../helpers/scripted-gateway.ts';
import { FakeSockets } from './fake-sockets.ts';
import { Bench } from './support.ts';

const context: MachineContext = {
  nowMs: 1_000_000,
  monotonicMs: 5_000,
  random: firstRandom,
  isLoopback: true,
  isOffline: false,
  isTrusted: true,
  hasSharedSecret: true,
  hasDeviceToken: true,
  attemptMs: 5_000,
  challengeMs: undefined,
  signInMs: 10_000,
  budgetMs: 60_000,
};
const kinds = Object.keys(FAILURE_POLICY) as FailureKind[];
const failure = fc.record({
  kind: fc.constantFrom(...kinds),
  detail: fc.constant('x'),
  hint: fc.anything(),
}) as fc.Arbitrary<Failure>;
const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  fc.constantFrom<ConnectionEvent>(
    { type: 'start' },
    { type: 'stop' },
    { type: 'reconnect' },
    { type: 'nudge' },
    { type: 'opened' },
    { type: 'challenged' },
    { type: 'accepted', hello: readHello(helloPayload())! },
    { type: 'draining', isDraining: true },
    { type: 'suspension', phase: 'prepared' },
    { type: 'farewell', farewell: { willReturn: false } },
    { type: 'probed', finding: 'starting' },
    { type: 'probed', finding: 'draining' },
    { type: 'probed', finding: 'live' },
    { type: 'probed', finding: 'silent' },
  ),
  failure.map((value): ConnectionEvent => ({ type: 'refused', failure: value })),
  failure
    .filter(({ kind }) => kind !== 'pairing')
    .map((value): ConnectionEvent => ({ type: 'failed', failure: value })),
  fc.constantFrom<TimerName>('attempt', 'retry', 'budget').map((timer): ConnectionEvent => ({ type: 'timer', timer })),
);

/** The timer without which a state would last for ever. */
const LIFELINE: Partial<Record<ConnectionState['name'], TimerName>> = {
  connecting: 'attempt',
  'awaiting-challenge': 'attempt',
  authenticating: 'attempt',
  waiting: 'retry',
  pairing: 'retry',
};

describe('the machine, whatever happens', () => {
  it('never waits without a timer, never holds two sockets, and never keeps a timer that means nothing', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.boolean(), (events, isLoopback) => {
        let state: ConnectionState = IDLE;
        const armed = new Set<TimerName>();
        let sockets = 0;
        for (const next of [{ type: 'start' } as const, ...events]) {
          if (next.type === 'timer' && !armed.delete(next.timer)) continue;
          const taken = step(state, next, { ...context, isLoopback });
          if (taken === undefined) continue;
          state = taken.state;
          for (const effect of taken.effects) {
            if (effect.type === 'arm') {
              expect(effect.delayMs).toBeGreaterThanOrEqual(0);
              armed.add(effect.timer);
            } else if (effect.type === 'disarm') armed.delete(effect.timer);
            else if (effect.type === 'close') sockets = 0;
            else if (effect.type === 'open') {
              sockets += 1;
              expect(sockets).toBe(1);
            }
          }
          const lifeline = LIFELINE[state.name];
          if (lifeline === undefined) expect([...armed]).toEqual([]);
          else expect(armed.has(lifeline)).toBe(true);
          if (['idle', 'waiting', 'pairing', 'stopped'].includes(state.name)) expect(sockets).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has a sentence and a rule for each failure, and a remedy for each that waits for a person', () => {
    for (const [kind, { sentence, remedy, health, retry, state }] of Object.entries(FAILURE_POLICY)) {
      expect(sentence, kind).toMatch(/[.?]$/);
      if (health === 'needs-you') expect(remedy, kind).toMatch(/\.$/);
      if (retry.type === 'never') expect(state, kind).toBe('refused');
    }
  });
});

describe('frames, whatever they are', () => {
  const known = fc.constantFrom('tick', 'health', 'shutdown', 'gateway.suspension', 'connect.challenge', 'presence');
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .record(
        {
          type: fc.constantFrom('event', 'res', 'req', 7),
          event: fc.oneof(known, fc.anything()),
          id: fc.oneof(fc.constantFrom('connect', '1', '2'), fc.anything()),
          ok: fc.oneof(fc.boolean(), fc.anything()),
          seq: fc.oneof(fc.nat(), fc.anything()),
          payload: fc.oneof(fc.constant(helloPayload()), fc.anything()),
          error: fc.oneof(
            fc.record({
              code: fc.constantFrom('UNAVAILABLE', 'INVALID_REQUEST', 'NOT_PAIRED', '__proto__'),
              retryable: fc.boolean(),
              retryAfterMs: fc.anything(),
              details: fc.record({
                code: fc.constantFrom('PAIRING_REQUIRED', 'PROTOCOL_MISMATCH', 'constructor', 'AUTH_TOKEN_MISMATCH'),
                reason: fc.oneof(fc.constantFrom('startup-sidecars', 'gateway-restarting', 'toString'), fc.anything()),
                requestId: fc.anything(),
                expectedProtocol: fc.anything(),
              }),
            }),
            fc.anything(),
          ),
        },
        { requiredKeys: [] },
      )
      .map(value =>
        JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner)),
      ),
  );

  it('neither crash the client nor leave it stuck: 10 000 of them, before and after hello', async () => {
    const frames = fc.sample(frame, { numRuns: 10_000, seed: 4 });
    const sockets = new FakeSockets();
    const bench = new Bench({ openSocket: sockets.open, shared: { token: 'shared-token-planted' } });
    bench.start();
    for (let at = 0; at < frames.length; at += 100) {
      bench.client.reconnect();
      await bench.clock.advance(0);
      if (at % 200 === 0) sockets.last.hello();
      else sockets.last.challenge();
      for (const text of frames.slice(at, at + 100)) sockets.last.listener.text(text);
      await bench.clock.advance(0);
      expect(bench.clock.pending).toBeLessThan(10);
    }
    sockets.act = socket => socket.hello();
    bench.client.reconnect();
    await bench.clock.advance(0);
    expect(bench.state).toBe('ready');
    expect(sockets.all.filter(({ ending }) => ending === undefined)).toHaveLength(1);
    await bench.client.stop();
    expect(bench.clock.pending).toBe(0);
    expect(JSON.stringify(bench.events)).not.toContain('planted');
  });
});
