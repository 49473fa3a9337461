import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { launchBrowser } from '../helpers/browser.ts';
import { ROOT } from '../helpers/built.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { clipboardText, openPage } from './page.ts';
import { PICTURES } from './shown-dashboard.ts';
import { openView } from './views.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser.close();
});

interface Started {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly endpoint: string;
  readonly dashboardUrl: string;
  /** Ends it and gives the exit code. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** `npm start -- --port 0`, without a terminal, a display or a configuration. */
async function npmStart(): Promise<Started> {
  const child = spawn(process.execPath, ['build/start.mjs', '--port', '0'], {
    cwd: ROOT,
    env: { ...process.env, DISPLAY: '', WAYLAND_DISPLAY: '', GATEHOUSE_HOME: await tempHome() },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => {
    if (child.exitCode === null) child.kill('SIGKILL');
  });
  let text = '';
  const exited = once(child, 'exit') as Promise<[number | null]>;
  const banner = new Promise<RegExpExecArray[]>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        const endpoint = /Endpoint +(http\S+)/.exec(text);
        const dashboard = /Dashboard +(http\S+)\n/.exec(text);
        if (endpoint !== null && dashboard !== null) resolve([endpoint, dashboard]);
      });
    }
    void exited.then(([code]) => reject(new Error(`It ended with ${code}:\n${text}`)));
  });
  const [endpoint, dashboard] = await banner;
  return {
    process: child,
    output: () => text,
    endpoint: endpoint![1]!,
    dashboardUrl: dashboard![1]!,
    end: async signal => {
      child.kill(signal);
      const [code] = await exited;
      return code;
    },
  };
}

async function ask(endpoint: string, content: string): Promise<Response> {
  return fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content }] }),
  });
}

describe('npm start on a machine without Electron', () => {
  it('says why there is no window, answers a completion with its proof, and ends cleanly', async () => {
    const started = await npmStart();

    expect(started.output()).toMatch(/^Running without a window: .+\.\n/);
    expect(started.output()).toContain('not from a real network');
    const answer = await ask(started.endpoint, 'hello');
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-opengradient-verified')).toBe('true');
    expect(answer.headers.get('x-opengradient-tee-id')).toMatch(/^(0x)?[0-9a-f]{64}$/);

    expect(await started.end('SIGTERM')).toBe(0);
  });

  it('ends cleanly on Ctrl-C as well', async () => {
    const started = await npmStart();

    expect(await started.end('SIGINT')).toBe(0);
  });

  it.each(['light', 'dark'] as const)('shows the running sandbox live in a %s browser', async colorScheme => {
    const started = await npmStart();
    const { page, context, complaints } = await openPage(browser, { colorScheme });
    onTestFinished(() => context.close());
    await page.goto(started.dashboardUrl);
    // Nothing is set up here, and the sandbox works all the same.
    await page.getByRole('button', { name: 'Set up later' }).click();

    await page.getByText('Sandbox: nothing here is a real network').waitFor();
    await page.getByText('Attested', { exact: true }).waitFor();
    const currentTee = () => page.locator('.facts code').first().getAttribute('title');
    const first = await currentTee();

    await Promise.all(Array.from({ length: 12 }, (_, i) => ask(started.endpoint, `hello ${i}`)));
    await page.getByText('12 requests', { exact: true }).first().waitFor();
    await page.getByText('12 answers verified, 0 refused').waitFor();
    await page.getByRole('img', { name: /Latency of the last/ }).waitFor();
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await expect.poll(() => clipboardText(page)).toBe(started.endpoint);
    await page.screenshot({ path: `${PICTURES}npm-start-${colorScheme}.png` });

    await page.keyboard.press('Control+Shift+E');
    await expect.poll(currentTee).not.toBe(first);
    await openView(page, 'tees');
    await page.getByRole('button', { name: 'Check now' }).click();
    await page.getByRole('button', { name: 'Check now', disabled: false }).waitFor();
    await openView(page, 'overview');
    expect(complaints).toEqual([]);

    await started.end('SIGTERM');
    await page.getByText('The connection to Gatehouse is lost.').waitFor();
    expect(await currentTee()).not.toBe(null);
  });
});
