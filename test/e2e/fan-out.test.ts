import { expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { startFanOut } from '../helpers/status-fan-out.ts';
import { openPage } from './page.ts';

/** Ten a second, one when the page joins, and one that was due when the last event came. */
const most = (elapsedMs: number): number => Math.ceil(elapsedMs / 100) + 2;

it('gives a page no more than ten updates a second of ten thousand events, and the last one for certain', async () => {
  const fanOut = await startFanOut();
  onTestFinished(() => fanOut.stop());
  const browser = await launchBrowser();
  onTestFinished(() => browser.close());
  const { page } = await openPage(browser);
  const frames: string[] = [];
  page.on('websocket', socket => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  await page.goto(fanOut.dashboard.issueUrl());
  await expect.poll(() => frames.length).toBeGreaterThan(0);

  const before = performance.now();
  const { events } = await fanOut.pour(10_000, 3);
  await expect.poll(() => frames.at(-1)).toContain(`event ${events}`);
  const elapsedMs = performance.now() - before;

  expect(events).toBe(30_000);
  expect(frames.length).toBeLessThanOrEqual(most(elapsedMs));
  expect(frames.length).toBeGreaterThan(2);
});
