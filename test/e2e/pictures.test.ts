import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KeptPictures } from '../helpers/kept-pictures.ts';
import { launchPictureBrowser, picturePlatform } from '../helpers/picture-platform.ts';
import { look, MODES, type Mode, PictureDrawer, SCALES, type Scale } from './picture-drawer.ts';
import { SCENES, type Scene } from './picture-scenes.ts';
import { drawTray } from './picture-tray.ts';

const TRAY = 'tray';
const ALL = SCALES.flatMap(scale => MODES.map(mode => ({ scale, mode })));
type Manner = (typeof ALL)[number];

/** One more state of a view is drawn twice only: what differs from the view is neither its size nor its colours. */
function mannersOf({ isView, isLarge }: Pick<Scene, 'isView' | 'isLarge'>): readonly Manner[] {
  if (isLarge === true) return ALL.filter(({ scale }) => scale === 200);
  return isView === true ? ALL : ALL.filter(({ scale, mode }) => (scale === 100) === (mode === 'light'));
}

function nameOf(scene: string, { mode, scale }: { readonly mode: Mode; readonly scale: Scale }): string {
  return `${scene}-${mode}-${scale}`;
}

let browser: Browser;
let drawer: PictureDrawer;
let kept: KeptPictures;

beforeAll(async () => {
  browser = await launchPictureBrowser();
  const [first] = SCENES;
  drawer = await PictureDrawer.start(browser, first!);
  kept = new KeptPictures({
    folder: fileURLToPath(new URL('./pictures/', import.meta.url)),
    reports: fileURLToPath(new URL('../../.cache/pictures/different/', import.meta.url)),
    platform: picturePlatform(browser),
    isUpdate: process.env['UPDATE_PICTURES'] === '1',
  });
  console.log(`Pictures are ${kept.isUpdate ? 'kept anew' : `compared ${kept.manner}`}.`);
});

afterAll(async () => {
  await drawer.stop();
  await browser.close();
});

/** What is wrong with the picture of this name, as a sentence. */
function problemOf(name: string, png: Buffer): string[] {
  const difference = kept.check(name, png);
  return difference === undefined ? [] : [kept.report(name, png, difference)];
}

/** The same for a page, which is looked at until it is as it is kept or moves no more. */
async function problemOfPage(name: string, page: Page, mode: Mode): Promise<string[]> {
  let isKnown = false;
  const png = await look(page, mode, now => {
    isKnown = !kept.isUpdate && kept.check(name, now) === undefined;
    return isKnown;
  });
  return isKnown ? [] : problemOf(name, png);
}

describe('the kept pictures', () => {
  it.each(SCENES)('show $name as it is drawn', async scene => {
    const problems: string[] = [];
    for (const scale of SCALES) {
      const manners = mannersOf(scene).filter(each => each.scale === scale);
      if (manners.length === 0) continue;
      const page = await drawer.show(scene, scale);
      for (const manner of manners) {
        problems.push(...(await problemOfPage(nameOf(scene.name, manner), page, manner.mode)));
      }
    }
    expect(problems).toEqual([]);
    expect(drawer.complaints()).toEqual([]);
  });

  it('show the icons of the tray in all states on light and dark panels', async () => {
    const problems: string[] = [];
    for (const manner of ALL) {
      problems.push(...problemOf(nameOf(TRAY, manner), await drawTray(browser, manner.mode, manner.scale)));
    }
    expect(problems).toEqual([]);
  });

  it('are all of them drawn', () => {
    const names = SCENES.flatMap(scene => mannersOf(scene).map(manner => nameOf(scene.name, manner)));
    expect(kept.strangers([...names, ...ALL.map(manner => nameOf(TRAY, manner))])).toEqual([]);
  });
});
