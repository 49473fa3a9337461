import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { desktopEnvironment } from '../e2e/driver/driver.ts';
import { openStandInPage, type StandInApp, startStandInApp } from '../helpers/electron-stand-in.ts';
import { median } from './gateway-figures.ts';

const BUILT = fileURLToPath(new URL('../../.cache/bench-desktop/', import.meta.url));
const STATIC_PAGE = 'data:text/html,<h1>Gatehouse</h1><p>A page that asks for nothing.';
/** An expression of the page: when something was painted first, in milliseconds of the page's own time. */
const PAINTED = `new Promise(resolve => new PerformanceObserver(list => resolve(list.getEntries()[0].startTime))
  .observe({ type: 'paint', buffered: true }))`;

/** One program, started `runs` times, each in a fresh home. Milliseconds, medians. */
export interface StartResult {
  readonly kind: 'gatehouse' | 'bare';
  readonly runs: number;
  /** From the start of the process to the icon's first menu. */
  readonly trayMs: number;
  /** From the start of the process to the first paint of the window. */
  readonly paintMs: number;
}

/** Bundles the bare host as the product is. Gives the path of its program. */
export async function buildBare(): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: fileURLToPath(new URL('./desktop-bare.ts', import.meta.url)),
      outDir: BUILT,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: { external: ['electron'], output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  });
  return join(BUILT, 'desktop-bare.cjs');
}

/** Starts product and bare host in turn, on the stand-in, with pages in `browser`. */
export async function measureStarts(browser: Browser, bare: string, runs: number): Promise<readonly StartResult[]> {
  const found = { gatehouse: [] as Started[], bare: [] as Started[] };
  for (let run = 0; run < runs; run += 1) {
    found.gatehouse.push(await startOnce(browser, undefined));
    found.bare.push(await startOnce(browser, bare));
  }
  return (['gatehouse', 'bare'] as const).map(kind => ({
    kind,
    runs,
    trayMs: Math.round(median(found[kind].map(({ trayMs }) => trayMs))),
    paintMs: Math.round(median(found[kind].map(({ paintMs }) => paintMs))),
  }));
}

interface Started {
  readonly trayMs: number;
  readonly paintMs: number;
}

async function startOnce(browser: Browser, bare: string | undefined): Promise<Started> {
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'));
  const startedAt = performance.now();
  const app = startStandInApp(desktopEnvironment({ home }), [], undefined, bare);
  const context = await browser.newContext({ ignoreHTTPSErrors: true });
  try {
    await app.waitFor('tray-menu');
    const trayMs = performance.now() - startedAt;
    await app.waitFor('load');
    const page = bare === undefined ? await ownPage(app, context) : await context.newPage();
    if (bare !== undefined) await page.goto(STATIC_PAGE);
    await page.evaluate<number>(PAINTED);
    return { trayMs, paintMs: performance.now() - startedAt };
  } finally {
    await context.close();
    app.process.kill('SIGKILL');
    await app.exited;
    await rm(home, { recursive: true, force: true });
  }
}

async function ownPage(app: StandInApp, context: Parameters<typeof openStandInPage>[1]): Promise<Page> {
  const window = (await app.ask('windows')).find(({ kind }) => kind === 'full');
  if (window === undefined) throw new Error('There is no window.');
  return openStandInPage(app, context, window);
}
