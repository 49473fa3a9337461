import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import type { ChurnResult } from '../bench/gateway-churn.ts';
import { openclawProgram } from '../helpers/openclaw-install.ts';

const RESTARTS = 100;
const SCRIPT = fileURLToPath(new URL('../bench/gateway-churn.ts', import.meta.url));
const TSX = fileURLToPath(new URL('../../node_modules/tsx/dist/cli.mjs', import.meta.url));
/** Compiled code and caches that grow at first; a leaked connection with its buffers is 20 KiB and more. */
const HEAP_SLACK_MIB = 2;

/** Timers of requests that may be under way at either count. */
const UNDER_WAY = 10;

beforeAll(openclawProgram, 300_000);

it(`leaves no socket, timer or listener behind in ${RESTARTS} restarts in a row`, { timeout: 1_200_000 }, async () => {
  const child = spawn(process.execPath, [TSX, SCRIPT, String(RESTARTS)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  onTestFinished(async () => {
    child.kill('SIGTERM');
    await closed;
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  expect(await closed).toEqual([0, null]);

  const { before, after, stopped, boots, shown } = JSON.parse(output) as ChurnResult;
  expect(boots).toBeGreaterThan(RESTARTS);
  expect(shown['restarting']).toBe(boots - 1);
  expect(shown).not.toHaveProperty('unreachable');
  expect(before.resources).toHaveProperty('TCPSocketWrap', 1);
  expect(after.resources).toEqual(before.resources);
  expect(Math.abs(after.timers - before.timers)).toBeLessThan(UNDER_WAY);
  expect(after.listeners).toBe(before.listeners);
  expect(after.heapMib - before.heapMib).toBeLessThan(HEAP_SLACK_MIB);
  expect(stopped.resources).not.toHaveProperty('TCPSocketWrap');
  expect(stopped.timers).toBe(0);
  expect(stopped.listeners).toBe(before.listeners - 1);
});
