import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { addPrograms, cleanMachine, type Machine, type Staying } from '../helpers/readme/clean-machine.ts';
import { type Block, blocksOf, missingLine, readmeOf, troublesOf } from '../helpers/readme/readme.ts';
import { SCENES } from '../helpers/readme/scenes.ts';
import { Stage } from '../helpers/readme/stage.ts';
import { openPage } from './page.ts';

/** Installing and building with two busy cores; a slow machine and an empty cache take ten times as long. */
const LIMIT = { timeout: 600_000 };
const DOCUMENTED_PORT = 11_435;

let machine: Machine;
let browser: Browser;
let blocks: readonly Block[];
let started: Staying;
/** The documented one, unless somebody has it now. */
let port: number;

beforeAll(async () => {
  machine = await cleanMachine();
  blocks = blocksOf(readmeOf(machine.folder));
  port = await freePort(DOCUMENTED_PORT);
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await machine?.close();
}, 60_000);

/** What is typed under a heading, each with what the README shows for it. */
function typedUnder(heading: string): { readonly lines: string; readonly shown: string }[] {
  const under = blocks.filter(block => block.heading === heading);
  return under.flatMap(({ language, text }, index) => {
    if (language !== 'sh') return [];
    const next = under[index + 1];
    return [{ lines: onPort(text.trim()), shown: next?.language === 'text' ? onPort(next.text) : '' }];
  });
}

function onPort(text: string): string {
  return text.replaceAll(String(DOCUMENTED_PORT), String(port));
}

function environment(): Record<string, string> {
  return port === DOCUMENTED_PORT ? {} : { GATEHOUSE_PROXY_PORT: String(port) };
}

const dashboardOf = (text: string): string => /Dashboard +(http:\S+)/.exec(text)?.[1] ?? '';

/** Asks again and again until told to stop; gives the TEEs that answered, in order, and every answer that was not verified. */
function keepAsking() {
  const stop = new AbortController();
  const tees: string[] = [];
  const failures: string[] = [];
  const url = `http://127.0.0.1:${port}/v1/chat/completions`;
  const body = JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] });
  const ended = (async () => {
    while (!stop.signal.aborted) {
      const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
      const text = await answer.text();
      if (answer.headers.get('x-opengradient-verified') === 'true') {
        tees.push(answer.headers.get('x-opengradient-tee-id') ?? '');
      } else failures.push(`${answer.status} ${text}`);
    }
  })().catch((error: unknown) => void failures.push(String(error)));
  return {
    tees,
    failures,
    end: async () => {
      stop.abort();
      await ended;
    },
  };
}

describe('a fresh clone on a machine with nothing but Node', () => {
  it('starts by the first command of the README, and shows what stands there', LIMIT, async () => {
    const [start] = typedUnder('Try it');
    expect(start?.lines).toBe('npm ci && npm start');
    expect(existsSync(join(machine.folder, 'node_modules'))).toBe(false);

    started = machine.start(start?.lines ?? '', environment());
    await started.until(text => dashboardOf(text) !== '' && text.includes('Home'));
    expect(missingLine(start?.shown ?? '', started.text())).toBeUndefined();
    expect(started.text()).toMatch(/Running without a window: .+\./);
  });

  it('answers what the first five minutes type, as shown there', LIMIT, async () => {
    const steps = typedUnder('First five minutes');
    expect(steps.length).toBeGreaterThan(4);
    for (const { lines, shown } of steps) {
      const { code, text } = await machine.type(lines);
      expect(missingLine(shown, text), `${lines}\n${text}`).toBeUndefined();
      expect(code, `${lines}\n${text}`).toBe(0);
    }
  });

  it('opens its dashboard by the printed address, and rotates while requests go on', LIMIT, async () => {
    const { page, context, complaints } = await openPage(browser);
    await page.goto(dashboardOf(started.text()));
    await page.getByRole('button', { name: 'Set up later' }).click();
    await page.getByText('Sandbox: nothing here is a real network').waitFor();
    await page.getByText(/^\d+ answers verified, 0 refused$/).waitFor();
    const shownTee = () => page.locator('.facts code').first().getAttribute('title');
    const before = await shownTee();

    const asking = keepAsking();
    await expect.poll(() => asking.tees.length).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Rotate TEE' }).first().click();
    await expect.poll(shownTee).not.toBe(before);
    const after = await shownTee();
    await expect.poll(() => asking.tees.at(-1)).toBe(after);
    await asking.end();

    expect(asking.failures).toEqual([]);
    expect(asking.tees[0]).toBe(before);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('ends in order on Ctrl-C', LIMIT, async () => {
    await started.interrupt();
    expect(started.text()).not.toMatch(/error/i);
    await expect(fetch(`http://127.0.0.1:${port}/health`)).rejects.toThrow();
    // What npx does was seen above. It takes longer than most commands, and there are two hundred of them below.
    await addPrograms(machine, { npx: 'shift; exec node build/bin/gatehouse.mjs "$@"' });
  });
});

/** Each trouble is brought about in the clone of above, seen by what the README quotes, and ended by what it says. */
describe.concurrent('a person whom something goes wrong for', () => {
  it('finds every trouble of the README tried here, and none that it does not have', ({ expect: expects }) => {
    const rows = troublesOf(readmeOf(machine.folder)).map(({ sees }) => sees);

    expects(rows.length).toBeGreaterThan(20);
    expects(rows.filter(row => SCENES.filter(({ sees }) => row.startsWith(sees)).length !== 1)).toEqual([]);
    expects(SCENES.filter(({ sees }) => !rows.some(row => row.startsWith(sees)))).toEqual([]);
  });

  it.for(SCENES.map((scene, index) => ({ scene, index, name: scene.sees.replaceAll('\n', ' … ') })))(
    'sees “$name”, does what stands there, and goes on',
    LIMIT,
    async ({ scene, index }) => {
      const trouble = troublesOf(readmeOf(machine.folder)).find(({ sees }) => sees.startsWith(scene.sees));
      if (trouble === undefined) throw new Error('The README has no such row.');
      const stage = await Stage.at(machine, trouble, `person-${index}`);
      try {
        await scene.play(stage);
      } finally {
        await stage.close();
      }
    },
  );
});

describe('the same clone', () => {
  it('begins the suites by the second command of the README', LIMIT, async () => {
    const [, test] = typedUnder('Try it');
    expect(test?.lines).toBe('npm ci && npm test');

    // To its end it would come here again. What surrounds this test is the whole of it; the check that ends first
    // shows that the suites go on once all is built.
    const suites = machine.start(test?.lines ?? '');
    await suites.until(text => text.includes('── format'));
    await suites.interrupt();
    expect(suites.text()).toContain('── build');
    expect(suites.text()).toContain('Built main.');

    const { code, text } = await machine.type('npm test -- imports');
    expect(code).toBe(0);
    expect(text.trim().split('\n').at(-1)).toBe('1 passed, 0 failed');
  });
});

/** `wanted` if nobody has it, else one that nobody has now. */
async function freePort(wanted: number): Promise<number> {
  const taken = (tried: number): Promise<number | undefined> =>
    new Promise(resolve => {
      const server = createServer();
      server.once('error', () => resolve(undefined));
      server.listen(tried, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
      });
    });
  return (await taken(wanted)) ?? (await taken(0)) ?? wanted;
}
