import { readdir } from 'node:fs/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { type StandInApp, startStandInApp } from '../../helpers/electron-stand-in.ts';
import { runCommand } from '../../helpers/running-host.ts';
import { tempHome, textOfHome } from '../../helpers/temp-home.ts';
import { desktopEnvironment } from '../driver/driver.ts';

/** Starts that need a desktop of a certain kind, which only a stand-in can be. */
async function startApp(
  home: string,
  env: Readonly<Record<string, string>> = {},
  args: readonly string[] = [],
): Promise<StandInApp> {
  const app = startStandInApp(desktopEnvironment({ home, env }), args);
  onTestFinished(() => {
    if (app.process.exitCode === null) app.process.kill('SIGKILL');
  });
  return app;
}

describe('the start of the desktop application', () => {
  it('keeps secrets in the store of the desktop, which commands reach through it', async () => {
    const home = await tempHome();
    const plain = new FileSecretStore({ home, redactor: new Redactor(), clock: new SystemClock() });
    await plain.set('a.one', 'planted-secret', new AbortController().signal);
    const app = await startApp(home);
    await app.waitFor('load');
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
  ])('asks once before it stores secrets almost unprotected ($file)', async ({ answer, file }) => {
    const home = await tempHome();
    const env = { STAND_IN_BACKEND: 'basic_text', STAND_IN_ANSWER: answer };
    const app = await startApp(home, env);
    await app.waitFor('load');
    expect(app.told).toContainEqual(expect.objectContaining({ type: 'question' }));
    await expect.poll(() => readdir(home)).toContain(file);
    expect(await app.quit()).toBe(0);
    const again = await startApp(home, env);
    await again.waitFor('load');
    expect(again.told).not.toContainEqual(expect.objectContaining({ type: 'question' }));
    expect(await again.quit()).toBe(0);
  });

  it('says in its About panel the version that the status tells, build included', async () => {
    const app = await startApp(await tempHome());
    await app.waitFor('load');
    const { version } = await runCommand(['--version'], { home: await tempHome() }).then(({ stdout }) => ({
      version: stdout.trim(),
    }));

    expect(app.told).toContainEqual(expect.objectContaining({ type: 'about-panel', applicationVersion: version }));
    expect(await app.quit()).toBe(0);
  });

  it('draws without the graphics processor after its process has died three times', async () => {
    const home = await tempHome();
    const first = await startApp(home);
    await first.waitFor('load');
    const details = { type: 'GPU', reason: 'crashed', exitCode: 139 };
    for (let times = 0; times < 3; times += 1) await first.ask('process-gone', { details });
    expect(first.told.some(({ type }) => type === 'software-rendering')).toBe(false);
    expect(await first.quit()).toBe(0);

    const second = await startApp(home);
    await second.waitFor('load');
    expect(second.told.some(({ type }) => type === 'software-rendering')).toBe(true);
    expect(await second.quit()).toBe(0);
  });

  it('leaves at once when it already runs', async () => {
    const app = await startApp(await tempHome(), { STAND_IN_SECOND: '1' });

    expect(await app.waitFor('exit')).toEqual({ type: 'exit', code: 0 });
    expect(app.told.some(({ type }) => type === 'window')).toBe(false);
  });

  it('says in a dialog why it cannot start', async () => {
    const app = await startApp(await tempHome(), { GATEHOUSE_PROXY_PORT: 'many' });

    const box = await app.waitFor('error-box');
    expect(box['content']).toContain('GATEHOUSE_PROXY_PORT');
    expect(await app.waitFor('exit')).toEqual({ type: 'exit', code: 1 });
  });

  it('says so before the runtime is ready too, when it knows no locale of its own yet', async () => {
    const app = await startApp(await tempHome(), {}, ['--bogus']);

    const box = await app.waitFor('error-box');
    expect(box['title']).toBe('Gatehouse cannot start');
    expect(box['content']).toContain('--bogus');
    expect(await app.waitFor('exit')).toEqual({ type: 'exit', code: 1 });
  });

  it('says it in German where the system speaks it', async () => {
    const app = await startApp(await tempHome(), { GATEHOUSE_PROXY_PORT: 'many', STAND_IN_LOCALE: 'de-AT' });

    const box = await app.waitFor('error-box');
    expect(box['title']).toBe('Gatehouse kann nicht starten');
    expect(box['content']).toContain('GATEHOUSE_PROXY_PORT');
    expect(String(box['content']).split('\n\n')[0]).not.toMatch(/\b(?:the|is|not)\b/);
    expect(await app.waitFor('exit')).toEqual({ type: 'exit', code: 1 });
  });

  it('sandboxes every process of a page before there is one', async () => {
    const app = await startApp(await tempHome());
    await app.waitFor('load');

    const order = app.told.map(({ type }) => type);
    expect(order).toContain('sandbox-enabled');
    expect(order.indexOf('sandbox-enabled')).toBeLessThan(order.indexOf('window'));
    expect(await app.quit()).toBe(0);
  });
});
