import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { PictureDrawer } from '../picture-drawer.ts';
import { SCENES } from '../picture-scenes.ts';
import { coreSentences } from './spoken.ts';
import { Walk } from './walk.ts';

let browser: Browser;
let drawer: PictureDrawer;

beforeAll(async () => {
  browser = await launchBrowser();
  drawer = await PictureDrawer.start(browser, SCENES[0]!);
});

afterAll(async () => {
  await drawer.stop();
  await browser.close();
});

describe('the German window', () => {
  it.each(SCENES.filter(({ isLarge, locale }) => isLarge === undefined && locale === undefined))(
    'has no English in $name',
    async scene => {
      const page = await drawer.show({ ...scene, locale: 'de-DE' }, 100);
      const walk = new Walk(page, coreSentences(scene.snapshot));
      expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
      await walk.everything(scene.name);
      expect(walk.problems).toEqual([]);
    },
  );
});
