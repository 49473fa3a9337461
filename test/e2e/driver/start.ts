import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import type { Desktop, DesktopOptions, SeenItem } from './driver.ts';
import { electronRuntime, startElectron } from './electron.ts';
import { startStandIn } from './stand-in.ts';

/** For a spec file: starts desktops, and ends what a test left behind. */
export function useDesktop(): (options?: Partial<DesktopOptions>) => Promise<Desktop> {
  return desktops(electronRuntime());
}

/**
 * For a spec file about what only a packaged copy does, such as updates: always on the stand-in, because the runtime that
 * development downloads is none and will not say that it is.
 */
export function usePackagedDesktop(): (options?: Partial<DesktopOptions>) => Promise<Desktop> {
  return desktops(undefined);
}

function desktops(runtime: string | undefined): (options?: Partial<DesktopOptions>) => Promise<Desktop> {
  let browser: Browser | undefined;
  beforeAll(async () => {
    // The real runtime is its own browser.
    if (runtime === undefined) browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  return async (options = {}) => {
    const given = { ...options, home: options.home ?? (await tempHome()) };
    const started =
      runtime === undefined ? startStandIn(given, () => browser as Browser) : startElectron(given, runtime);
    onTestFinished(async () => (await started).kill());
    return (await started).desktop;
  };
}

/** For a spec file that only looks: one desktop for all of its tests. */
export function useSharedDesktop(): () => Desktop {
  let browser: Browser | undefined;
  let home: string | undefined;
  let started: StartedDesktop | undefined;
  beforeAll(async () => {
    const runtime = electronRuntime();
    if (runtime === undefined) browser = await launchBrowser();
    home = await mkdtemp(path.join(await realpath(tmpdir()), 'gatehouse-'));
    started = await (runtime === undefined
      ? startStandIn({ home }, () => browser as Browser)
      : startElectron({ home }, runtime));
  });
  afterAll(async () => {
    await started?.kill();
    await browser?.close();
    if (home !== undefined) await rm(home, { recursive: true, force: true });
  });
  return () => {
    if (started === undefined) throw new Error('The application did not start.');
    return started.desktop;
  };
}

/** Every item of the menu, those of its submenus too. */
export async function itemsOf(desktop: Desktop): Promise<readonly SeenItem[]> {
  const flat = (items: readonly SeenItem[]): readonly SeenItem[] =>
    items.flatMap(item => [item, ...flat(item.submenu ?? [])]);
  return flat((await desktop.tray()).menu);
}

export async function itemOf(desktop: Desktop, id: string): Promise<SeenItem | undefined> {
  return (await itemsOf(desktop)).find(item => item.id === id);
}

/** Waits until all gates of the sandbox are open. */
export async function allOpen(desktop: Desktop): Promise<void> {
  await expect.poll(async () => (await desktop.tray()).tooltip).toContain('all open');
}

/** Waits until the full window is shown. */
export async function windowShown(desktop: Desktop): Promise<void> {
  await expect.poll(async () => (await desktop.window('full'))?.isVisible).toBe(true);
}

/** A started desktop, and how to get rid of it. */
export interface StartedDesktop {
  readonly desktop: Desktop;
  kill(): Promise<void>;
}
