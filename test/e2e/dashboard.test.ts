import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { clipboardText, openPage, type WatchedPage } from './page.ts';
import { type ScriptedDashboard, startScriptedDashboard } from './scripted-dashboard.ts';
import { PICTURES } from './shown-dashboard.ts';
import { brokenSnapshot, FIRST_TEE, rotatedSnapshot, SECOND_TEE, sandboxSnapshot, wellSnapshot } from './snapshots.ts';
import { openView } from './views.ts';

const now = Date.now();
let browser: Browser;
let dashboard: ScriptedDashboard;
let watched: WatchedPage;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  dashboard = await startScriptedDashboard(wellSnapshot(now));
});

afterEach(async () => {
  await watched.context.close();
  await dashboard.stop();
});

async function open(options: Parameters<typeof openPage>[1] = {}): Promise<WatchedPage> {
  watched = await openPage(browser, options);
  await watched.page.goto(dashboard.issueUrl());
  await watched.page.getByRole('heading', { level: 1 }).waitFor();
  return watched;
}

/** From here on the page's time moves by `runFor` only. */
async function stopClock(page: Page): Promise<void> {
  await page.clock.install({ time: now });
  await page.clock.pauseAt(now + 60_000);
}

describe('the dashboard in a real browser', () => {
  it('shows where requests go and drops the token from the address', async () => {
    const { page, complaints } = await open();

    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('The TEE gate is open');
    expect(await page.getByText('Attested', { exact: true }).isVisible()).toBe(true);
    expect(await page.getByTitle(FIRST_TEE).first().innerText()).toContain('0x7f3a9c…e21b04');
    expect(await page.getByText('enclave-07.eu-central.tee.example').isVisible()).toBe(true);
    expect(await page.getByText('128 requests', { exact: true }).isVisible()).toBe(true);
    expect(await page.getByRole('img', { name: /Latency of the last 60 verified answers/ }).isVisible()).toBe(true);
    expect(new URL(page.url()).hash).toBe('');
    expect(await page.title()).toBe('The TEE gate is open: Gatehouse');
    expect(complaints).toEqual([]);
  });

  it('follows changes without being asked', async () => {
    const { page } = await open();

    dashboard.show(rotatedSnapshot(now));
    await page.locator('.facts dd').first().getByTitle(SECOND_TEE).waitFor();

    expect(await page.getByRole('region', { name: 'TEE' }).innerText()).toContain('by hand');
    expect(await page.locator('.facts').innerText()).toContain('enclave-02.us-east.tee.example');
  });

  it('rotates by button and by keys, says "Rotating…" meanwhile and the outcome afterwards', async () => {
    const { page } = await open();
    let finish: () => void = () => {};
    dashboard.answer = () =>
      new Promise(resolve => {
        finish = () => resolve({ changed: true, sentence: `Requests now go to ${SECOND_TEE}.` });
      });

    await page.getByRole('button', { name: 'Rotate TEE' }).click();
    const working = page.getByRole('button', { name: 'Rotating…' });
    await working.waitFor();
    expect(await working.isDisabled()).toBe(true);
    expect(dashboard.commands).toEqual([{ name: 'rotateTee' }]);

    finish();
    await page.getByRole('status').filter({ hasText: 'Requests now go to' }).waitFor();
    await page.keyboard.press('Control+Shift+E');
    await working.waitFor();
    expect(dashboard.commands).toHaveLength(2);
    finish();
    await page.getByRole('button', { name: 'Rotate TEE' }).waitFor();
  });

  it('falls back after ten seconds when nobody answers a rotation, and says so', async () => {
    const { page } = await open();
    await stopClock(page);
    dashboard.answer = () => new Promise(() => {});

    await page.getByRole('button', { name: 'Rotate TEE' }).click();
    await page.getByRole('button', { name: 'Rotating…' }).waitFor();
    await page.clock.runFor(9_900);
    expect(await page.getByRole('button', { name: 'Rotating…' }).isVisible()).toBe(true);
    await page.clock.runFor(200);

    await page.getByRole('button', { name: 'Rotate TEE' }).waitFor();
    expect(await page.getByText('No answer within 10 s.').isVisible()).toBe(true);
  });

  it('copies the endpoint, the environment and the whole TEE id', async () => {
    const { page } = await open();

    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await clipboardText(page)).toBe('http://127.0.0.1:11435/v1');

    await page.getByRole('button', { name: 'Copy environment' }).click();
    await expect.poll(() => clipboardText(page)).toContain('OPENAI_BASE_URL=http://127.0.0.1:11435/v1');

    await page.getByRole('button', { name: 'Copy TEE id' }).click();
    await expect.poll(() => clipboardText(page)).toBe(FIRST_TEE);

    await page.keyboard.press('Control+Shift+C');
    await expect.poll(() => clipboardText(page)).toBe('http://127.0.0.1:11435/v1');
  });

  it('names cause and remedy of a broken gate, and runs the remedy', async () => {
    const { page, complaints } = await open();
    dashboard.show(brokenSnapshot(now));
    await page.getByRole('heading', { level: 1, name: /Private inference is shut/ }).waitFor();

    const band = page.getByRole('region', { name: 'No TEE' });
    expect(await band.innerText()).toContain('rpc.chain.example did not answer within 10 s.');
    expect(await page.getByRole('region', { name: 'Port in use' }).innerText()).toContain('choose another port');
    await band.getByRole('button', { name: 'Check registry' }).click();
    await expect.poll(() => dashboard.commands).toEqual([{ name: 'checkRegistry' }]);
    await page.getByRole('button', { name: 'Choose another port…' }).click();
    await page.getByRole('heading', { level: 1, name: 'Settings' }).waitFor();
    expect(page.url()).toContain('setting=proxy.port');
    expect(complaints).toEqual([]);
  });

  it('says that the sandbox is no real network, and why records are left out', async () => {
    dashboard.show(sandboxSnapshot(now));
    const { page } = await open();

    expect(await page.getByText('Sandbox: nothing here is a real network').isVisible()).toBe(true);
    await openView(page, 'tees');
    const table = await page.locator('main table').last().innerText();
    expect(table).toContain('Its key configuration uses AEAD 2');
    expect(table).toContain('The signing key is no DER SubjectPublicKeyInfo.');
  });

  it('says when the host is gone, keeps the last values, and comes back by itself', async () => {
    const { page } = await open();
    const { port } = new URL(dashboard.origin);

    await dashboard.stop();
    await page.getByText('The connection to Gatehouse is lost.').waitFor();
    expect(await page.getByRole('button', { name: 'Rotate TEE' }).isDisabled()).toBe(true);
    expect(await page.locator('.facts').innerText()).toContain('0x7f3a9c…e21b04');

    // A host that was started again does not know this browser: the page asks for a new link and takes it.
    dashboard = await startScriptedDashboard(rotatedSnapshot(now), Number(port));
    await page.getByText('This browser is not signed in').waitFor();
    await page.goto(dashboard.issueUrl());
    await page.locator('.facts dd').first().getByTitle(SECOND_TEE).waitFor();
  });

  it('waits in silence for a moment, then in words, while nothing is known yet', async () => {
    watched = await openPage(browser);
    const { page } = watched;
    await stopClock(page);
    await page.route('**/session', () => {});
    await page.goto(dashboard.issueUrl());

    await page.clock.runFor(250);
    expect(await page.locator('#root').innerText()).toBe('');
    await page.clock.runFor(100);
    await page.getByText('Waiting for Gatehouse to answer.').waitFor();
  });

  it('asks for another link when the one that was opened is used up', async () => {
    const url = dashboard.issueUrl();
    const first = await openPage(browser);
    await first.page.goto(url);
    await first.page.getByText('Attested', { exact: true }).waitFor();
    await first.context.close();

    watched = await openPage(browser);
    await watched.page.goto(url);
    await watched.page.getByText('The link was already used').waitFor();
    expect(await watched.page.getByText('Attested', { exact: true }).count()).toBe(0);
  });

  it('can be used with the keyboard alone', async () => {
    const { page } = await open();
    const focused: string[] = [];
    for (let i = 0; i < 18; i += 1) {
      await page.keyboard.press('Tab');
      focused.push(
        await page.evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText.split('\\n')[0]",
        ),
      );
    }
    expect(focused).toEqual([
      'Overview',
      'Activity',
      'Gateways',
      'TEEs',
      'Subscriptions',
      'Receipts',
      'Diagnostics',
      'Settings',
      'Keyboard',
      'Pause…',
      'Set up…',
      'Copy TEE id',
      'Copy PCR hash',
      'Rotate TEE',
      'Details',
      'Set up…',
      'Copy',
      'Copy environment',
    ]);
    const outline = await page.evaluate(
      'getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).outlineWidth',
    );
    expect(outline).toBe('solid2px');

    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  it.each([
    { name: 'at its least size', width: 840, height: 560 },
    { name: 'at 125 % zoom', width: 832, height: 576 },
    { name: 'at 200 % zoom', width: 520, height: 360 },
    { name: 'on a very small screen', width: 360, height: 640 },
  ])('never scrolls sideways $name', async ({ width, height }) => {
    dashboard.show(sandboxSnapshot(now));
    const { page } = await open({ viewport: { width, height } });

    for (const snapshot of [sandboxSnapshot(now), brokenSnapshot(now)]) {
      dashboard.show(snapshot);
      await page.getByRole('heading', { level: 1, name: snapshot.headline }).waitFor();
      const overflow = await page.evaluate(
        "[document.documentElement, document.querySelector('main')].map(e => e.scrollWidth - e.clientWidth)",
      );
      expect(overflow).toEqual([0, 0]);
      await page.getByRole('link', { name: 'Show all' }).scrollIntoViewIfNeeded();
    }
  });

  it.each([
    { name: 'well-light', snapshot: wellSnapshot(now), options: {} },
    { name: 'well-dark', snapshot: wellSnapshot(now), options: { colorScheme: 'dark' as const } },
    { name: 'sandbox-light', snapshot: sandboxSnapshot(now), options: {} },
    { name: 'sandbox-dark', snapshot: sandboxSnapshot(now), options: { colorScheme: 'dark' as const } },
    { name: 'broken-light', snapshot: brokenSnapshot(now), options: {} },
    { name: 'broken-dark', snapshot: brokenSnapshot(now), options: { colorScheme: 'dark' as const } },
    { name: 'least-size', snapshot: sandboxSnapshot(now), options: { viewport: { width: 840, height: 560 } } },
    {
      name: 'zoom-200',
      snapshot: sandboxSnapshot(now),
      options: { viewport: { width: 520, height: 720 }, deviceScaleFactor: 2 },
    },
    { name: 'forced-colours', snapshot: sandboxSnapshot(now), options: { forcedColors: 'active' as const } },
  ])('paints $name in its own colours and without a complaint', async ({ name, snapshot, options }) => {
    dashboard.show(snapshot);
    const { page, complaints } = await open(options);

    await page.screenshot({ path: `${PICTURES}${name}.png` });
    const isDark = 'colorScheme' in options;
    if (name !== 'forced-colours') {
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        isDark ? 'rgb(27, 31, 35)' : 'rgb(250, 251, 252)',
      );
    }
    expect(complaints).toEqual([]);
  });
});
