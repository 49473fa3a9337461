/**
 * A host of its own process that takes an agent's lock and then wants to write, for tests that stop the process in
 * between. Arguments: address of Redis, fleet, subscription id. Says `held N`, waits for a line, writes, says how it went.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Redactor, SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { RedisConnection, RedisLocks, RedisState } from '../../electron/core/subscriptions/index.ts';

const [url = '', fleet = '', subscriptionId = ''] = process.argv.slice(2);
const { signal } = new AbortController();
const clock = new SystemClock();
const lines = createInterface({ input: process.stdin });
const connection = new RedisConnection({
  url,
  password: async () => undefined,
  fleet,
  clock,
  scrubber: new Redactor(),
  emit: () => undefined,
});
await connection.start(signal);
const locks = new RedisLocks({ connection, clock, random: new SystemRandom(), ttlMs: 500 });
const state = new RedisState({ connection, clock });
await locks.withLock('one', signal, async fence => {
  const expectedGeneration = (await state.read('one', signal))?.generation ?? 0;
  console.log(`held ${fence.token}`);
  await once(lines, 'line');
  const change = { agent: 'one', cause: 'failure', atMs: clock.now(), fence: fence.token } as const;
  const late = await state.change({ ...change, expectedGeneration, subscriptionId }, signal);
  const guessed = (await state.read('one', signal))?.generation ?? 0;
  const later = await state.change({ ...change, expectedGeneration: guessed, subscriptionId }, signal);
  console.log(JSON.stringify([late.kind, later.kind]));
});
await connection.stop();
process.exit();
