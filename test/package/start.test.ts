import { rm } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { desktopEnvironment } from '../e2e/driver/driver.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { openStandInPage, startStandInApp } from '../helpers/electron-stand-in.ts';
import { tempHome } from '../helpers/temp-home.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The packaged files themselves, with a stand-in for the runtime, which is not there. */
describe.each(inject('packaged'))('the application as packaged by $by, started', ({ content }) => {
  it('paints its window, answers its page through its preload, and ends in order', async () => {
    const home = await tempHome();
    const app = startStandInApp(desktopEnvironment({ home }), [], content);
    onTestFinished(async () => {
      if (app.process.exitCode === null) app.process.kill('SIGKILL');
      await app.exited;
      await rm(home, { recursive: true, force: true });
    });
    await app.waitFor('load');
    const window = (await app.ask('windows')).find(({ kind }) => kind === 'full');
    if (window === undefined) throw new Error('There is no window.');
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    onTestFinished(() => context.close());
    const failures: string[] = [];
    const page = await openStandInPage(app, context, window);
    page.on('pageerror', error => failures.push(error.message));

    await page.getByRole('heading', { level: 1 }).waitFor();
    await expect
      .poll(() => page.evaluate('performance.getEntriesByName("first-contentful-paint").length'))
      .toBeGreaterThan(0);
    expect(await page.evaluate('Object.keys(gatehouse).sort().join()')).toBe('getSnapshot,onSnapshot,query,run');
    expect(failures).toEqual([]);
    expect(await app.quit()).toBe(0);
  });
});
