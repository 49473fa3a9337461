import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { PictureDrawer } from '../picture-drawer.ts';
import { SCENES, type Scene } from '../picture-scenes.ts';
import { coreSentences } from './spoken.ts';
import { GATEWAY_STATES, type State, SUBSCRIPTION_STATES, TEE_STATES, UPDATE_STATES } from './states.ts';
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

async function walkTo(scene: Scene): Promise<Walk> {
  const page = await drawer.show({ ...scene, locale: 'de-DE' }, 100);
  expect(await page.evaluate<string>('document.documentElement.lang')).toBe('de');
  return new Walk(page, coreSentences(scene.snapshot));
}

/** All that is English in some states of one part, each in the views that tell of it. */
async function problemsOf(states: readonly State[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { name, snapshot, places } of states) {
    for (const place of places) {
      const walk = await walkTo({ name, snapshot, place, shows: 'h1, .popover' });
      await walk.read(`${name} on ${place}`);
      problems.push(...walk.problems);
    }
  }
  return problems;
}

const ENGLISH_SCENES = SCENES.filter(({ isLarge, locale }) => isLarge === undefined && locale === undefined);

describe('the German window', () => {
  it.each(ENGLISH_SCENES.filter(({ isView }) => isView === true))(
    'has no English in $name, whatever is opened there',
    async scene => {
      const walk = await walkTo(scene);
      await walk.everything(scene.name);
      expect(walk.problems).toEqual([]);
    },
  );

  it.each(ENGLISH_SCENES.filter(({ isView }) => isView === undefined))('has no English in $name', async scene => {
    const walk = await walkTo(scene);
    await walk.read(scene.name);
    expect(walk.problems).toEqual([]);
  });

  it('has no English in any state of a gateway', async () => {
    expect(await problemsOf(GATEWAY_STATES)).toEqual([]);
  });

  it('has no English in any state of private inference', async () => {
    expect(await problemsOf(TEE_STATES)).toEqual([]);
  });

  it('has no English in any state of a subscription', async () => {
    expect(await problemsOf(SUBSCRIPTION_STATES)).toEqual([]);
  });

  it('has no English in any state of an update', async () => {
    expect(await problemsOf(UPDATE_STATES)).toEqual([]);
  });
});
