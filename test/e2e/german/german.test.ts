import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../helpers/browser.ts';
import { PictureDrawer } from '../picture-drawer.ts';
import { SCENES, type Scene } from '../picture-scenes.ts';
import { EVENT_STATES, REASON_STATES } from './reasons.ts';
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

/** One line for each problem: the view, the text, why it is English, and where on the page it is. */
function lines(problems: ReadonlyMap<string, string>): readonly string[] {
  return [...problems].map(([problem, where]) => `${where}: ${problem}`);
}

/** All that is English in some states of one part, each in the views that tell of it. */
async function problemsOf(states: readonly State[]): Promise<readonly string[]> {
  const problems = new Map<string, string>();
  for (const { name, snapshot, places, shows = 'h1, .popover' } of states) {
    for (const place of places) {
      const walk = await walkTo({ name, snapshot, place, shows });
      await walk.read(`${name} on ${place}`);
      for (const [problem, where] of walk.problems) if (!problems.has(problem)) problems.set(problem, where);
    }
  }
  return lines(problems);
}

const ENGLISH_SCENES = SCENES.filter(({ isLarge, locale }) => isLarge === undefined && locale === undefined);

/** A view that asks nothing and has no rows to open. */
const NOTHING_TO_OPEN = new Set(['diagnostics']);

describe('the German window', () => {
  it.each(ENGLISH_SCENES.filter(({ isView }) => isView === true))(
    'has no English in $name, whatever is opened there',
    async scene => {
      const walk = await walkTo(scene);
      await walk.everything(scene.name);
      expect(lines(walk.problems)).toEqual([]);
      expect(walk.opened > 0, `${walk.opened} opened`).toBe(!NOTHING_TO_OPEN.has(scene.name));
    },
  );

  it.each(ENGLISH_SCENES.filter(({ isView }) => isView === undefined))('has no English in $name', async scene => {
    const walk = await walkTo(scene);
    await walk.read(scene.name);
    expect(lines(walk.problems)).toEqual([]);
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

  it('has no English in any reason that the core gives', async () => {
    expect(await problemsOf(REASON_STATES)).toEqual([]);
  });

  it('has no English in the details of any entry of the activity', async () => {
    expect(EVENT_STATES.length).toBeGreaterThan(50);
    expect(await problemsOf(EVENT_STATES)).toEqual([]);
  });
});
