import { describe, expect, it } from 'vitest';
import type { Parts } from '../../../../electron/core/app/subscriptions/parts.ts';
import { AgentPassThrough, type OpenGate } from '../../../../electron/core/app/subscriptions/pass-through.ts';
import { readingOf } from '../../../helpers/rotation-fleet.ts';
import { silentLogger } from '../../../helpers/silent-logger.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const signal = new AbortController().signal;
const MINUTE_MS = 60_000;

/** The pass-through on parts that say what the test wants: `coder` is on `a`, which the provider refused `ageMs` ago. */
function passThroughOf({
  ageMs = 0,
  refusedForMs = 7_200_000,
  earliestResetMs = null,
  isKnown = true,
  state = 'active',
}: {
  readonly ageMs?: number;
  readonly refusedForMs?: number;
  /** From now. */
  readonly earliestResetMs?: number | null;
  readonly isKnown?: boolean;
  readonly state?: 'active' | 'removing';
}) {
  const clock = new VirtualClock();
  const nowMs = clock.now();
  const subscription = { id: 'a', name: 'Max A', kind: 'setup_token', state, replacedAtMs: null };
  const reading = readingOf(nowMs - ageMs, 100, 20, { status: 'rate_limited', httpStatus: 429 });
  const refused = { utilizationPct: 100, resetsAtMs: nowMs + refusedForMs, status: 'rejected' };
  const parts = {
    registry: { known: () => (isKnown ? { entry: { model: null } } : undefined) },
    keys: { matches: async () => true },
    rotator: {
      beforeDispatch: async () => ({
        switched: false,
        why: 'no_alternative',
        subscription: 'Max A',
        earliestResetMs: earliestResetMs === null ? null : nowMs + earliestResetMs,
      }),
    },
    state: { read: async () => ({ agent: 'coder', subscriptionId: 'a', generation: 1 }) },
    vault: { byId: () => subscription, token: async () => 'token-a' },
    tokens: { outdated: async () => new Set() },
    book: { reading: () => ({ ...reading, windows: { ...reading.windows, '5h': refused } }) },
    call: {
      baseUrl: new URL('https://provider.test'),
      credential: () => ({ headers: { 'x-api-key': 'k' }, betas: [] }),
    },
  } as unknown as Parts;
  const use: OpenGate['use'] = work => work(parts, signal);
  return new AgentPassThrough({ gate: () => ({ use }), isOutOfReach: () => false, clock, logger: silentLogger });
}

describe('an agent whose limit is used up, with nowhere to go', () => {
  it('is told so without a call when that was read within the last minute, and when to come back', async () => {
    await expect(passThroughOf({ ageMs: MINUTE_MS - 1 }).lease('coder', signal)).rejects.toMatchObject({
      status: 429,
      code: 'no_usable_subscription',
      retryAfterSeconds: 7_200,
      message: expect.stringMatching(
        /^The limit of “Max A” is used up, and no other subscription can take coder\. The first one is expected back at \d{4}-\d\d-\d\dT[\d:.]+Z\.$/,
      ),
    });
  });

  it('is told the first return of all', async () => {
    const lease = (earliestResetMs: number) => passThroughOf({ earliestResetMs }).lease('coder', signal);
    await expect(lease(60_000)).rejects.toMatchObject({ retryAfterSeconds: 60 });
    await expect(lease(9_000_000)).rejects.toMatchObject({ retryAfterSeconds: 7_200 });
  });

  it('finds out anew when that was longer ago, or is over', async () => {
    const served = { headers: { 'x-api-key': 'k' } };
    expect(await passThroughOf({ ageMs: MINUTE_MS }).lease('coder', signal)).toMatchObject(served);
    expect(await passThroughOf({ refusedForMs: -1 }).lease('coder', signal)).toMatchObject(served);
  });
});

describe('an agent', () => {
  it('that was removed gets in with no key, even one that was left over', async () => {
    expect(await passThroughOf({}).admits('coder', ['key'], signal)).toBe(true);
    expect(await passThroughOf({ isKnown: false }).admits('coder', ['key'], signal)).toBe(false);
  });

  it('gets nothing of a subscription that is being removed', async () => {
    const passThrough = passThroughOf({ ageMs: MINUTE_MS, state: 'removing' });
    await expect(passThrough.lease('coder', signal)).rejects.toMatchObject({ status: 403, code: 'agent_unassigned' });
  });
});
