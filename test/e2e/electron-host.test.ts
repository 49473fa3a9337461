import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { FileSecretStore, Redactor, SystemClock } from '../../electron/core/platform/index.ts';
import { launchBrowser } from '../helpers/browser.ts';
import { type StandInApp, startStandInApp } from '../helpers/electron-stand-in.ts';
import { runCommand } from '../helpers/running-host.ts';
import { tempHome, textOfHome } from '../helpers/temp-home.ts';

const PICTURES = fileURLToPath(new URL('./pictures/', import.meta.url));
let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

async function startApp(environment: Readonly<Record<string, string>> = {}): Promise<StandInApp> {
  const app = startStandInApp({
    GATEHOUSE_HOME: environment['GATEHOUSE_HOME'] ?? (await tempHome()),
    GATEHOUSE_PROXY_PORT: '0',
    GATEHOUSE_NETWORK: 'sandbox',
    ...environment,
  });
  onTestFinished(() => {
    if (app.process.exitCode === null) app.process.kill('SIGKILL');
  });
  await app.waitFor('load');
  return app;
}

interface Reply<Value> {
  readonly ok: boolean;
  readonly value: Value;
  readonly error: { readonly code: string };
}

/** None of these ran on Electron: the built main process runs on a stand-in, its page in Chromium. */
describe('the Electron host on a stand-in', () => {
  it('shows the page through its own scheme and preload, follows changes, and rotates', async () => {
    const app = await startApp();
    const context = await browser.newContext({ viewport: { width: 1040, height: 720 }, ignoreHTTPSErrors: true });
    onTestFinished(() => context.close());
    const page = await app.openPage(context);
    const complaints: string[] = [];
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text());
    });

    await page.getByText('Sandbox: nothing here is a real network').waitFor();
    await page.getByText('Attested', { exact: true }).waitFor();
    const before = await page.locator('.facts code').first().getAttribute('title');
    await page.getByRole('button', { name: 'Rotate TEE' }).click();
    await expect.poll(() => page.locator('.facts code').first().getAttribute('title')).not.toBe(before);
    expect(await page.getByRole('region', { name: 'TEE', exact: true }).innerText()).toContain('by hand');
    expect(await page.evaluate('typeof require + typeof process + typeof globalThis.standInInvoke')).toBe(
      'undefinedundefinedundefined',
    );
    await page.screenshot({ path: `${PICTURES}electron-stand-in.png` });

    expect(complaints).toEqual([]);
    expect(await app.quit()).toBe(0);
  });

  it('opens one locked window', async () => {
    const app = await startApp();

    const { options } = (await app.waitFor('window')) as unknown as {
      options: { webPreferences: Record<string, unknown> };
    };
    expect(options.webPreferences).toMatchObject({ contextIsolation: true, sandbox: true, nodeIntegration: false });
    expect(app.told.some(({ type }) => type === 'sandbox-enabled')).toBe(true);
    expect(app.told).toContainEqual({ type: 'load', url: 'app://gatehouse/' });
    expect(await app.ask('open', { url: 'https://evil.example' })).toEqual({ action: 'deny' });
    for (const event of ['will-navigate', 'will-frame-navigate', 'will-redirect', 'will-attach-webview']) {
      expect(await app.ask('navigate', { event })).toBe(true);
    }
    expect(await app.ask('permission', { permission: 'media', url: 'app://gatehouse/' })).toEqual({
      checked: false,
      requested: false,
    });
    expect(await app.ask('permission', { permission: 'clipboard-sanitized-write', url: 'app://gatehouse/' })).toEqual({
      checked: true,
      requested: true,
    });
    expect(await app.ask('outgoing', { url: 'https://evil.example/a.js' })).toEqual({ cancel: true });
    expect(await app.ask('outgoing', { url: 'app://gatehouse/index.html' })).toEqual({ cancel: false });
    expect(await app.quit()).toBe(0);
  });

  it('answers its scheme with the page only, under a strict policy', async () => {
    const app = await startApp();
    const get = (url: string) =>
      app.ask<{ status: number; headers: Record<string, string> }>('request', { url, method: 'GET' });

    const page = await get('app://gatehouse/');
    expect(page.status).toBe(200);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['content-security-policy']).toContain("connect-src 'none'");
    for (const url of [
      'app://gatehouse/..%2f..%2fpackage.json',
      'app://gatehouse/../../package.json',
      'app://elsewhere/index.html',
    ]) {
      expect((await get(url)).status).toBe(404);
    }
    expect(await app.quit()).toBe(0);
  });

  it('answers its own frame only, and known commands only', async () => {
    const app = await startApp();

    const snapshot = await app.ask<Reply<StatusSnapshot>>('invoke', { channel: 'gatehouse:get-snapshot' });
    expect(snapshot.value.app.host).toBe('electron');
    const foreign = await app.ask<Reply<StatusSnapshot>>('invoke', {
      channel: 'gatehouse:get-snapshot',
      frameUrl: 'https://evil.example/',
    });
    expect(foreign).toMatchObject({ ok: false, error: { code: 'foreign_frame' } });
    const unknown = await app.ask('invoke', { channel: 'gatehouse:run', payload: { name: 'formatDisk' } });
    expect(unknown).toMatchObject({ ok: false, error: { code: 'invalid_request' } });
    expect(await app.quit()).toBe(0);
  });

  it('checks the registry at once when the computer wakes', async () => {
    const app = await startApp();
    const lastReadAt = async (): Promise<number> => {
      const { value } = await app.ask<Reply<StatusSnapshot>>('invoke', { channel: 'gatehouse:get-snapshot' });
      return value.tee.registry.lastReadAt ?? 0;
    };
    let before = await lastReadAt();
    while (before === 0) before = await lastReadAt();

    await app.ask('emit', { source: 'powerMonitor', event: 'resume' });
    let after = await lastReadAt();
    while (after === before) after = await lastReadAt();

    expect(after).toBeGreaterThan(before);
    expect(await app.quit()).toBe(0);
  });

  it('keeps secrets in the store of the desktop, which commands reach through it', async () => {
    const home = await tempHome();
    const plain = new FileSecretStore({ home, redactor: new Redactor(), clock: new SystemClock() });
    await plain.set('a.one', 'planted-secret', new AbortController().signal);
    const app = await startApp({ GATEHOUSE_HOME: home });
    expect(await readdir(home)).not.toContain('secrets.json');
    expect(await textOfHome(home)).not.toContain('planted-secret');
    const run = (args: string[], input = '') => runCommand(['secret', ...args], { home, input });
    expect((await run(['list'])).stdout).toContain('a.one\n');
    expect(await run(['set', 'b.two'], 'planted-secret-two')).toMatchObject({ code: 0, stdout: 'Stored b.two.\n' });
    expect((await run(['list'])).stdout).toContain('b.two\n');
    expect(await run(['delete', 'nothing'])).toMatchObject({ code: 1 });
    expect((await runCommand(['status'], { home })).stdout).toContain('by the password manager of this desktop');
    expect(await app.quit()).toBe(0);
    expect((await run(['list'])).stderr).toMatch(/\nStart the desktop app with this home/);
    expect(await textOfHome(home)).not.toContain('planted-secret');
  });

  it.each([
    { answer: '0', file: 'secrets.encrypted.json' },
    { answer: '1', file: 'secrets.safe-storage' },
  ])('asks before it stores secrets almost unprotected ($file)', async ({ answer, file }) => {
    const home = await tempHome();
    const app = await startApp({ GATEHOUSE_HOME: home, STAND_IN_BACKEND: 'basic_text', STAND_IN_ANSWER: answer });
    expect(app.told).toContainEqual(expect.objectContaining({ type: 'question' }));
    await expect.poll(() => readdir(home)).toContain(file);
    expect(await app.quit()).toBe(0);
    const again = await startApp({ GATEHOUSE_HOME: home, STAND_IN_BACKEND: 'basic_text', STAND_IN_ANSWER: answer });
    expect(again.told).not.toContainEqual(expect.objectContaining({ type: 'question' }));
    expect(await again.quit()).toBe(0);
  });

  it('leaves at once when it already runs', async () => {
    const app = startStandInApp({ GATEHOUSE_HOME: await tempHome(), STAND_IN_SECOND: '1' });

    expect(await app.waitFor('exit')).toEqual({ type: 'exit', code: 0 });
    expect(app.told.some(({ type }) => type === 'window')).toBe(false);
  });

  it('says in a dialog why it cannot start', async () => {
    const app = startStandInApp({ GATEHOUSE_HOME: await tempHome(), GATEHOUSE_PROXY_PORT: 'many' });

    const box = await app.waitFor('error-box');
    expect(box['content']).toContain('GATEHOUSE_PROXY_PORT');
    expect(await app.waitFor('exit')).toEqual({ type: 'exit', code: 1 });
  });
});
