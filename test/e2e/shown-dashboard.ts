import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { openPage, type WatchedPage } from './page.ts';
import { type ScriptedDashboard, startScriptedDashboard } from './scripted-dashboard.ts';

/** Where tests leave pictures of the pages, to be looked at: what they show depends on the time, so nothing is compared. */
export const PICTURES = fileURLToPath(new URL('../../.cache/pictures/seen/', import.meta.url));

/** What each test of a file finds: a dashboard that shows a snapshot, and a page on it. */
export interface ShownDashboard {
  readonly dashboard: ScriptedDashboard;
  readonly watched: WatchedPage;
}

/** Gives each test of the file a dashboard and a page of its own, in one browser; filled while a test runs. */
export function showBeforeEach(first: StatusSnapshot, options: BrowserContextOptions = {}): ShownDashboard {
  // The tests read it once the hooks have run.
  let browser: Browser;
  const shown = {} as { -readonly [K in keyof ShownDashboard]: ShownDashboard[K] };
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    shown.dashboard = await startScriptedDashboard(first);
    shown.watched = await openPage(browser, options);
    await shown.watched.page.goto(shown.dashboard.issueUrl());
    await shown.watched.page.getByRole('heading', { level: 1 }).waitFor();
  });
  afterEach(async () => {
    await shown.watched.context.close();
    await shown.dashboard.stop();
  });
  return shown;
}
