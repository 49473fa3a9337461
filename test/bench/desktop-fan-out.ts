import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Browser } from 'playwright-core';
import { WebSocketServer } from 'ws';
import type { DomainEvent } from '../../electron/contract/index.ts';
import { startFanOut } from '../helpers/status-fan-out.ts';

const SECONDS = 10;
const EVENTS_A_SECOND = 10_000;

/** How ten thousand events a second reach a page. */
export interface FanOutResult {
  readonly kind: 'gatehouse' | 'each event forwarded';
  readonly events: number;
  readonly updatesPerSecond: number;
  /** Of the process that forwards, milliseconds. */
  readonly loopDelayP99Ms: number;
  readonly cpuMsPerSecond: number;
}

/** The real store under its real page, then a peer that sends each event to a page that only counts. */
export async function measureFanOut(browser: Browser): Promise<readonly FanOutResult[]> {
  return [await measure(browser, 'gatehouse'), await measure(browser, 'each event forwarded')];
}

async function measure(browser: Browser, kind: FanOutResult['kind']): Promise<FanOutResult> {
  const fanOut = await startFanOut();
  // Chromium lets a page without an address of its own reach nothing on loopback.
  const pages = createServer((_request, response) => void response.setHeader('content-type', 'text/html').end('<p>'));
  const server = new WebSocketServer({ server: pages });
  pages.listen(0, '127.0.0.1');
  await once(pages, 'listening');
  const { port } = pages.address() as AddressInfo;
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    let updates = 0;
    const emit = fanOut.store.emit;
    if (kind === 'gatehouse') {
      page.on('websocket', socket => socket.on('framereceived', () => (updates += 1)));
      await page.goto(fanOut.dashboard.issueUrl());
    } else {
      await page.goto(`http://127.0.0.1:${port}/`);
      const joined = once(server, 'connection');
      await page.evaluate(`window.received = 0;
        new WebSocket('ws://127.0.0.1:${port}').onmessage = ({ data }) => {
          JSON.parse(data);
          window.received += 1;
        }; undefined`);
      await joined;
    }
    const forward = (event: DomainEvent): void => {
      for (const client of server.clients) client.send(JSON.stringify(event));
    };
    // What a page gets when it joins is no update.
    updates = 0;
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const cpuBefore = process.cpuUsage();
    const { events, elapsedMs } = await fanOut.pour(EVENTS_A_SECOND, SECONDS, kind === 'gatehouse' ? emit : forward);
    const { user, system } = process.cpuUsage(cpuBefore);
    delay.disable();
    if (kind !== 'gatehouse') updates = Number(await page.evaluate('window.received'));
    return {
      kind,
      events,
      updatesPerSecond: Number((updates / (elapsedMs / 1_000)).toFixed(1)),
      loopDelayP99Ms: Number((delay.percentile(99) / 1e6).toFixed(1)),
      cpuMsPerSecond: Math.round((user + system) / 1_000 / (elapsedMs / 1_000)),
    };
  } finally {
    await context.close();
    for (const client of server.clients) client.terminate();
    server.close();
    pages.close();
    pages.closeAllConnections();
    await fanOut.stop();
  }
}
