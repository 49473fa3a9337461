import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { StatusSnapshot, type UsedAccount } from '../../electron/contract/index.ts';
import { launchBrowser, launchProfile } from '../helpers/browser.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome, textOfHome } from '../helpers/temp-home.ts';
import { openPage } from './page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser({ isWhole: true });
});
afterAll(async () => {
  await browser.close();
});

/** The address in the status of the host, once there is one. */
async function accountOf(home: string): Promise<UsedAccount> {
  const { stdout } = await runCommand(['status', '--json'], { home });
  return StatusSnapshot.parse(JSON.parse(stdout)).account;
}

describe('signing in to the sandbox of a running host', () => {
  it('works from the command line with a real browser, is used, and leaves its tokens nowhere', async () => {
    const home = await tempHome();
    const host = await startHost({ home });
    const login = runCommand(['login', '--sandbox', '--no-browser'], { home });
    await expect.poll(async () => (await accountOf(home)).login?.url).toBeDefined();
    const { login: waiting } = await accountOf(home);

    const { page, context } = await openPage(browser);
    onTestFinished(() => context.close());
    const planted: string[] = [];
    page.on('response', async response => {
      if (!response.url().endsWith('/bundle')) return;
      const bundle = (await response.json()) as { access_token: string; refresh_token: string };
      planted.push(bundle.access_token, bundle.refresh_token);
    });
    await page.goto(waiting?.url ?? '');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Connected. You can close this page.').waitFor();
    const told = [await login, await runCommand(['whoami', '--json'], { home })];
    expect(told[0]).toMatchObject({ code: 0, stdout: expect.stringContaining('Signed in as you@sandbox.invalid.') });
    expect(await accountOf(home)).toMatchObject({ state: 'signed-in', requestsUse: 'account', notice: null });

    told.push(await runCommand(['test', 'hello'], { home }), await runCommand(['status', '--json'], { home }));
    told.push(await runCommand(['account', 'list', '--json'], { home }), await runCommand(['logout'], { home }));
    expect(told.map(({ code }) => code)).toEqual(told.map(() => 0));
    expect(await accountOf(home)).toMatchObject({ state: 'none', requestsUse: 'sandbox' });
    const { stdout, stderr } = await host.end('SIGTERM');

    expect(planted).toHaveLength(2);
    const everything = [JSON.stringify(told), stdout, stderr, await textOfHome(home)].join('\n');
    for (const token of planted) {
      const forms = [token, Buffer.from(token).toString('base64'), Buffer.from(token).toString('hex')];
      for (const form of forms) expect(everything).not.toContain(form.slice(0, 16));
    }
  });

  it('leaves nothing of its tokens in the profile of the browser nor in the home, those of a renewal included', async () => {
    const home = await tempHome();
    const profile = await tempHome();
    const host = await startHost({ home, args: ['--sandbox', '--port', '0'] });
    const login = runCommand(['login', '--sandbox', '--no-browser'], { home });
    await expect.poll(async () => (await accountOf(home)).login?.url).toBeDefined();
    const { login: waiting } = await accountOf(home);
    const context = await launchProfile(profile);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.goto(waiting?.url ?? '');
    await page.getByRole('button', { name: 'Connect' }).click();
    await page.getByText('Connected. You can close this page.').waitFor();
    const told = [await login];
    const dashboard = await context.newPage();
    await dashboard.goto(host.ready.dashboardUrl ?? '');
    await dashboard.getByRole('link', { name: 'Settings' }).click();
    await dashboard.getByRole('button', { name: 'Sign out you@sandbox.invalid' }).waitFor();

    // Renewed because the relay refuses it, and used.
    const endsAt = (await accountOf(home)).active?.expiresAt ?? 0;
    expect(endsAt).toBeGreaterThan(0);
    await page.getByText('Try what can go wrong').click();
    await page.getByRole('button', { name: 'Let the tokens expire' }).click();
    await page.getByText('Every token has expired.').waitFor();
    told.push(await runCommand(['test', 'hello'], { home }), await runCommand(['whoami', '--json'], { home }));
    expect((await accountOf(home)).active?.expiresAt).toBeGreaterThan(endsAt);
    await page.getByRole('button', { name: 'End every session' }).click();
    await page.getByText('Every session has ended.').waitFor();
    for (const args of [['status', '--json'], ['receipts', 'list', '--json'], ['logout']]) {
      told.push(await runCommand(args, { home }));
    }
    await dashboard.getByRole('button', { name: 'Sign in', exact: true }).first().waitFor();
    expect(told.map(({ code }) => code)).toEqual(told.map(() => 0));
    await context.close();
    const { stdout, stderr } = await host.end('SIGTERM');

    const everything = [JSON.stringify(told), stdout, stderr, await textOfHome(home), await textOfHome(profile)].join();
    expect(everything).toContain('you@sandbox.invalid');
    for (const kind of ['access', 'refresh']) {
      const beginning = `sandbox-${kind}-`;
      // As it is, in two bytes for each character, and at each of the three offsets of base64.
      const forms = [beginning, [...beginning].join('\0'), Buffer.from(beginning).toString('hex')];
      const inBase64 = ['', 'x', 'xx'].map(shift =>
        Buffer.from(shift + beginning)
          .toString('base64')
          .slice(4, 16),
      );
      for (const form of [...forms, ...inBase64]) expect(everything.includes(form), form).toBe(false);
    }
  });

  it('is cancelled with the command that waits', async () => {
    const home = await tempHome();
    const host = await startHost({ home });
    const first = runCommand(['login', '--sandbox', '--no-browser'], { home });
    await expect.poll(async () => (await accountOf(home)).login?.url).toBeDefined();
    await host.end('SIGTERM');
    expect(await first).toMatchObject({ code: 1 });
    expect((await runCommand(['login', '--sandbox'], { home })).stderr).toMatch(/does not run on the sandbox/);
  });
});
