import { performance } from 'node:perf_hooks';
import { beforeAll, expect, it } from 'vitest';
import { openclawProgram } from '../helpers/openclaw-install.ts';
import { Live, prepared } from './openclaw-live.ts';

const LIMIT_MS = 45_000;

beforeAll(openclawProgram, 300_000);

it('finds a frozen gateway within 45 s, says why, and is back when it thaws', async () => {
  const gateway = await (await prepared()).up();
  const live = new Live(gateway).start();
  const bootId = await live.isReady();

  gateway.signal('SIGSTOP');
  const frozenAt = performance.now();
  await live.witness.until(() => live.witness.reasons.includes('half-open'), LIMIT_MS);
  expect(performance.now() - frozenAt).toBeLessThan(LIMIT_MS);
  expect(live.status).toMatchObject({ state: 'connecting', reason: 'half-open', health: 'working' });

  gateway.signal('SIGCONT');
  expect(await live.isReady()).toBe(bootId);
  expect(live.witness.count('gatewayRestarted')).toBe(0);
});
