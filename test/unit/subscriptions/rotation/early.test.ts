import { expect, it } from 'vitest';
import { readingOf, rotationBench } from '../../../helpers/rotation-fleet.ts';
import { tempHome } from '../../../helpers/temp-home.ts';
import { VirtualClock } from '../../../helpers/virtual-clock.ts';

const { signal } = new AbortController();

it('a threshold moves no agent again within five minutes', async () => {
  const clock = new VirtualClock();
  const made = await rotationBench({ home: await tempHome(), clock });
  for (const name of ['a', 'b']) await made.add(name);
  await made.agent('one', 'a');
  made.settings.thresholdPct = 95;
  const [a, b] = [made.vault.find('a').id, made.vault.find('b').id];
  const crossed = () => made.rotator.headroomChanged(a, readingOf(clock.now(), 97, 60), signal);
  made.readings.set(b, readingOf(clock.now(), 5, 5));
  await clock.advance(299_999);
  expect(await crossed()).toMatchObject([{ switched: false, why: 'not_needed' }]);
  await clock.advance(1);
  expect(await crossed()).toMatchObject([{ switched: true, to: 'b' }]);
});

it.each([0, 95])('a reading that refuses moves agents at once, also with the threshold at %i', async thresholdPct => {
  const clock = new VirtualClock();
  const made = await rotationBench({ home: await tempHome(), clock });
  for (const name of ['a', 'b']) await made.add(name);
  for (const agent of ['one', 'two']) await made.agent(agent, 'a');
  made.settings.thresholdPct = thresholdPct;
  const id = made.vault.find('a').id;
  const windows = { '5h': { utilizationPct: 100, resetsAtMs: clock.now() + 3_600_000, status: 'rejected' } };
  const refusing = readingOf(clock.now(), 0, 0, { status: 'rate_limited', windows });
  made.readings.set(id, refusing);
  const moved = await made.rotator.headroomChanged(id, refusing, signal);
  expect(moved).toMatchObject([
    { switched: true, to: 'b', cause: 'pre_dispatch', evidence: 'provider_refusing', eventCount: 0 },
    { switched: true, to: 'b' },
  ]);
  expect(await made.state.failures({ sinceMs: 0 }, signal)).toEqual([]);
});

it('nothing is moved by a reading that refuses while switching by itself is off', async () => {
  const clock = new VirtualClock();
  const made = await rotationBench({ home: await tempHome(), clock });
  for (const name of ['a', 'b']) await made.add(name);
  await made.agent('one', 'a');
  made.settings.automatic = false;
  const refusing = readingOf(clock.now(), 100, 100, { status: 'invalid_token' });
  made.readings.set(made.vault.find('a').id, refusing);
  expect(await made.rotator.headroomChanged(made.vault.find('a').id, refusing, signal)).toEqual([]);
  expect(made.ofType('tokenInvalid')).toHaveLength(1);
  expect(await made.on('one')).toBe('a');
});

it('an agent with nowhere to go is told when its own subscription returns, where that is the first', async () => {
  const clock = new VirtualClock();
  const made = await rotationBench({ home: await tempHome(), clock });
  await made.add('a');
  await made.agent('one', 'a');
  const resetMs = clock.now() + 1_800_000;
  const cooldownHint = { scope: 'subscription', untilMs: resetMs, window: '5h' } as const;
  const verdict = { kind: 'rate_limit', rule: 'R4', cooldownHint } as const;
  const report = { agent: 'one', status: 429, message: 'usage limit reached', verdict };
  expect(await made.rotator.agentFailed(report, signal)).toMatchObject({
    why: 'no_alternative',
    earliestResetMs: resetMs,
  });
  expect(made.ofType('noAlternative')).toMatchObject([{ agent: 'one', subscription: 'a', earliestResetAt: resetMs }]);
});
