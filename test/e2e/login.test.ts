import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AccountManager } from '../../electron/core/account/index.ts';
import { encryptedFileCandidate, Redactor, SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { openPage } from './page.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
let browser: Browser;
let sandbox: Sandbox;

beforeAll(async () => {
  [browser, sandbox] = await Promise.all([
    launchBrowser({ isWhole: true }),
    startSandbox({ seed: 'login', clock, signal: new AbortController().signal }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
});

async function createManager() {
  const home = await tempHome();
  const redactor = new Redactor();
  const keyFolder = join(home, 'keys');
  const secrets = encryptedFileCandidate({ home, keyFolder, redactor, clock, platform: process.platform }).open();
  const random = new SystemRandom();
  const manager = new AccountManager({ secrets, redactor, clock, random, home, emit: () => undefined });
  onTestFinished(() => manager.stop());
  return { manager, home };
}

async function openLogin(url: string): Promise<{ page: Page; complaints: string[] }> {
  const { page, context, complaints } = await openPage(browser);
  onTestFinished(() => context.close());
  await page.goto(url);
  return { page, complaints };
}

describe('signing in with a real browser', () => {
  it.each([true, false])('hands the login over by one click (the page gives the state back: %s)', async givesBack => {
    sandbox.account.givesStateBack = givesBack;
    const { manager, home } = await createManager();
    const attempt = await manager.login({ appUrl: sandbox.account.appUrl, signal });
    const { page, complaints } = await openLogin(attempt.url);
    expect(await page.getByRole('heading').textContent()).toBe('Connect gatehouse');
    await page.getByRole('button', { name: 'Connect' }).click();
    expect(await attempt.result).toMatchObject({ email: 'you@sandbox.invalid', signedIn: true });
    await page.getByText('Connected. You can close this page.').waitFor();
    expect(complaints).toEqual([]);

    const token = await manager.bearer(signal);
    expect(sandbox.account.accepts(token!)).toBe(true);
    expect(await manager.network(signal)).toMatchObject({
      relayUrl: sandbox.relayUrl,
      rpcUrl: sandbox.rpcUrl,
      registryAddress: sandbox.registryAddress.toLowerCase(),
    });
    for (const file of await readdir(home, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue;
      const text = await readFile(join(file.parentPath, file.name), 'latin1');
      expect(text).not.toContain(token);
      expect(text).not.toContain('you@sandbox.invalid');
    }
  });

  it('works with the text that the page offers to be copied', async () => {
    const { manager } = await createManager();
    const attempt = await manager.login({ appUrl: sandbox.account.appUrl, signal });
    const { page } = await openLogin(attempt.url);
    await page.getByText('Copy the login instead').click();
    const field = page.getByLabel('Paste this into');
    // Not `waitForFunction`: the page's policy lets nobody evaluate a text there.
    await expect.poll(() => field.inputValue()).not.toBe('');
    const text = await field.inputValue();
    expect(await manager.loginWithBundle(text, 'pasted', signal)).toMatchObject({ signedIn: true });
    attempt.cancel();
  });

  it('refuses what a page of another origin posts, and the page cannot even read the refusal', async () => {
    const stranger = await startSandbox({ seed: 'stranger', clock, signal: new AbortController().signal });
    onTestFinished(() => stranger.stop());
    const { manager } = await createManager();
    const attempt = await manager.login({ appUrl: sandbox.account.appUrl, signal });
    const asked = new URL(attempt.url);
    // The stranger's page does all that the right one does.
    const { page, complaints } = await openLogin(`${stranger.account.appUrl}${asked.pathname}${asked.search}`);
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('The program could not be reached.').waitFor();
    expect(complaints.join()).toContain('blocked by CORS policy');
    expect(await manager.list(signal)).toEqual([]);

    // A form or a request without a preflight does not get through either.
    const callback = asked.searchParams.get('redirect_uri')!;
    const bundle = JSON.stringify(stranger.account.createBundle());
    await page.evaluate(
      ([address, body]) =>
        fetch(address!, { method: 'POST', mode: 'no-cors', headers: { 'Content-Type': 'text/plain' }, body: body! }),
      [callback, bundle],
    );
    expect(await manager.list(signal)).toEqual([]);
    attempt.cancel();
  });

  it('says on the page that the program refused a login that is none', async () => {
    const { manager } = await createManager();
    const attempt = await manager.login({ appUrl: sandbox.account.appUrl, signal });
    const { page } = await openLogin(attempt.url);
    await page.route('**/cli-auth/bundle', route => route.fulfill({ json: { type: 'opengradient-cli-auth' } }));
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('The program refused the login.').waitFor();
    attempt.cancel();
    await expect(attempt.result).rejects.toMatchObject({ code: 'login_cancelled' });
  });
});
