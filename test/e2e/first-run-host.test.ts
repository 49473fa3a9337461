import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type SetupStatus, StatusSnapshot } from '../../electron/contract/index.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { type RunningHost, runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { openPage } from './page.ts';

const OPENING = { timeout: 60_000 };
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** A host over a home that nobody set up, or left half-way. */
function start(home: string): Promise<RunningHost> {
  return startHost({ home, args: ['--port', '0'], env: { GATEHOUSE_SANDBOX_DEMO: 'off' } });
}

async function open(host: RunningHost): Promise<{ page: Page; complaints: string[] }> {
  const { page, context, complaints } = await openPage(browser);
  onTestFinished(() => context.close());
  await page.goto(host.ready.dashboardUrl ?? '');
  return { page, complaints };
}

async function setupOf(home: string): Promise<SetupStatus> {
  const { stdout } = await runCommand(['status', '--json'], { home });
  return StatusSnapshot.parse(JSON.parse(stdout)).setup;
}

describe('the first run over a home that was never set up', () => {
  it('leads to an open gate in the sandbox, and survives a reload on the way', async () => {
    const home = await tempHome();
    const host = await start(home);
    const { page, complaints } = await open(host);
    const act = (name: string) => page.getByRole('button', { name, exact: true }).click(OPENING);

    await page.getByRole('heading', { name: 'How should requests reach a TEE?' }).waitFor();
    await page.getByRole('radio', { name: 'In the sandbox' }).check();
    await act('Open the sandbox');
    await page.getByText('answered a test request, and the answer was verified.').waitFor(OPENING);
    await act('Continue');

    await page.getByRole('heading', { name: 'Which OpenClaw gateway should be kept open?' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Which OpenClaw gateway should be kept open?' }).waitFor();
    // An address that was mistyped is in nobody's way.
    await page.getByRole('radio', { name: 'At another address' }).check();
    await page.getByLabel('Address', { exact: true }).fill('ws://127.0.0.1:9');
    await act('Connect');
    await page.getByRole('alert').filter({ hasText: 'Nothing answers at 127.0.0.1:9.' }).waitFor(OPENING);
    await page.getByRole('radio', { name: 'The one of the sandbox' }).check();
    await act('Connect');
    await act('Continue');
    expect((await setupOf(home)).choices).toMatchObject({ gateway: 'sandbox' });

    await page.getByRole('heading', { name: 'Which subscriptions do your agents work on?' }).waitFor();
    await act('Skip this step');
    await page.locator('main.view-overview').waitFor();
    expect(await setupOf(home)).toMatchObject({
      phase: 'finished',
      needed: false,
      choices: { network: 'sandbox', gateway: 'sandbox' },
      steps: [{ state: 'ok' }, { state: 'ok' }, { state: 'skipped' }],
    });
    expect(complaints).toEqual([]);
    await host.end('SIGTERM');

    const next = await open(await start(home));
    await next.page.locator('main.view-overview').waitFor();
  });

  it('goes on at the page, with the answer, at which the host was killed', async () => {
    const home = await tempHome();
    const host = await start(home);
    const first = await open(host);
    await first.page.getByRole('radio', { name: 'In the sandbox' }).check();
    await first.page.getByRole('button', { name: 'Open the sandbox' }).click();
    await expect.poll(async () => (await setupOf(home)).choices.network, OPENING).toBe('sandbox');
    await host.end('SIGKILL');
    await first.page.getByText('The connection to Gatehouse is lost.').waitFor();

    const again = await start(home);
    const { page } = await open(again);
    expect(await page.getByRole('radio', { name: 'In the sandbox' }).isChecked()).toBe(true);
    // Killed before or after the check was through: the one filled button says which.
    await page.getByRole('button', { name: /^(?:Check again|Continue)$/ }).click();
    await page
      .getByRole('button', { name: 'Continue', exact: true })
      .or(page.getByLabel('Address', { exact: true }))
      .first()
      .waitFor(OPENING);
    await again.end('SIGKILL');

    const { page: last } = await open(await start(home));
    await last.getByRole('heading', { level: 1 }).waitFor();
    expect((await setupOf(home)).needed).toBe(true);
    await last.getByRole('button', { name: 'Set up later' }).click();
    await last.locator('main.view-overview').waitFor();
    expect(await setupOf(home)).toMatchObject({ phase: 'later', needed: false });
  });
});
