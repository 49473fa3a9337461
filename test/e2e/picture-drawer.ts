import type { Browser, Page } from 'playwright-core';
import { openPage, type WatchedPage } from './page.ts';
import { type Past, serveAnswers } from './picture-answers.ts';
import { NOW, TIME_ZONE } from './picture-data.ts';
import type { Scene } from './picture-scenes.ts';
import { type ScriptedDashboard, startScriptedDashboard } from './scripted-dashboard.ts';

/** Per cent of the system's scale: twice as large means that half as much fits on the same screen. */
export const SCALES = [100, 200] as const;
export type Scale = (typeof SCALES)[number];
export const MODES = ['light', 'dark'] as const;
export type Mode = (typeof MODES)[number];

const WINDOW = { 100: { width: 1040, height: 684 }, 200: { width: 520, height: 342 } } as const;
/** The host gives the popover its size whatever the scale is. */
const POPOVER = { width: 380, height: 560 };
/** Charts are drawn anew in the frame after the one in which the mode changed. */
const TWO_FRAMES =
  'document.fonts.ready.then(() => new Promise(next => requestAnimationFrame(() => requestAnimationFrame(() => next()))))';
/** A page that still moves after so many looks never stops. */
const MOST_LOOKS = 40;

/** Draws scenes one after the other: always the same pixels on one platform. */
export class PictureDrawer {
  readonly #browser: Browser;
  readonly #dashboard: ScriptedDashboard;
  readonly #pages = new Map<string, WatchedPage>();
  #past: Past = 'full';
  #revision = 1;

  private constructor(browser: Browser, dashboard: ScriptedDashboard) {
    this.#browser = browser;
    this.#dashboard = dashboard;
    serveAnswers(dashboard, () => this.#past);
  }

  /** `first`: any snapshot. Whoever starts it stops it. */
  static async start(browser: Browser, first: Scene): Promise<PictureDrawer> {
    return new PictureDrawer(browser, await startScriptedDashboard(first.snapshot));
  }

  async stop(): Promise<void> {
    for (const { context } of this.#pages.values()) await context.close();
    await this.#dashboard.stop();
  }

  /** Everything that the pages complained about so far. */
  complaints(): string[] {
    return [...this.#pages.values()].flatMap(({ complaints }) => complaints);
  }

  /** Brings a page to the scene. {@link look} draws it. */
  async show(scene: Scene, scale: Scale): Promise<Page> {
    const page = await this.#page(scale, scene.locale ?? 'en-GB');
    this.#past = scene.past ?? 'full';
    this.#revision += 1;
    this.#dashboard.show({ ...scene.snapshot, revision: this.#revision });
    const isPopover = scene.place === 'popover';
    await page.setViewportSize(isPopover ? POPOVER : WINDOW[scene.isLarge === true ? 100 : scale]);
    // By way of an empty page: another fragment alone would leave the page before as it is.
    await page.goto('about:blank');
    await page.goto(new URL(isPopover ? '/?window=popover' : `/#${scene.place}`, this.#dashboard.origin).href);
    await page.locator(scene.shows).first().waitFor({ state: 'attached' });
    await scene.act?.(page);
    return page;
  }

  async #page(scale: Scale, locale: string): Promise<Page> {
    const key = `${scale} ${locale}`;
    const known = this.#pages.get(key);
    if (known !== undefined) return known.page;
    const watched = await openPage(this.#browser, { deviceScaleFactor: scale / 100, locale, timezoneId: TIME_ZONE });
    this.#pages.set(key, watched);
    await watched.page.clock.setFixedTime(NOW);
    // Signs in once: the cookie is the context's.
    await watched.page.goto(this.#dashboard.issueUrl());
    await watched.page.getByRole('heading', { level: 1 }).waitFor();
    return watched.page;
  }
}

/**
 * A picture of `page` in a mode. It is looked at until `isKnown` says so, or until two pictures in a row are the same.
 * Throws when that never happens.
 */
export async function look(page: Page, mode: Mode, isKnown: (png: Buffer) => boolean): Promise<Buffer> {
  await page.emulateMedia({ colorScheme: mode, reducedMotion: 'reduce' });
  let before: Buffer | undefined;
  for (let count = 0; count < MOST_LOOKS; count += 1) {
    await page.evaluate<unknown>(TWO_FRAMES);
    const now = await page.screenshot({ animations: 'disabled', caret: 'hide' });
    if (before?.equals(now) === true || isKnown(now)) return now;
    before = now;
  }
  throw new Error('The page never comes to rest.');
}
