import { writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { launchBrowser } from '../helpers/browser.ts';
import { ensureBuilt } from '../helpers/built.ts';
import buildStandIn from '../helpers/stand-in-once.ts';
import { type FanOutResult, measureFanOut } from './desktop-fan-out.ts';
import { measureRest, type RestResult } from './desktop-rest.ts';
import { buildBare, measureStarts, type StartResult } from './desktop-start.ts';

const DEFAULT_RUNS = 5;
const REST_SECONDS = 60;

/** Everything that `npm run bench -- desktop` measures. */
interface DesktopBench {
  readonly machine: string;
  /** One-minute load average before the first measurement. */
  readonly load: number;
  readonly node: string;
  readonly date: string;
  readonly starts: readonly StartResult[];
  readonly rest: readonly RestResult[];
  readonly fanOut: readonly FanOutResult[];
}

/** Measures the desktop application on the stand-in for Electron beside peers of the same run. `runs` of each start. */
export async function benchDesktop({ json, runs = DEFAULT_RUNS }: { readonly json: boolean; readonly runs?: number }) {
  const load = Number(loadavg()[0]?.toFixed(1));
  ensureBuilt();
  await buildStandIn();
  const bare = await buildBare();
  const browser = await launchBrowser({ isWhole: true });
  try {
    const result: DesktopBench = {
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
      load,
      node: process.versions.node,
      date: new Date().toISOString().slice(0, 10),
      starts: await measureStarts(browser, bare, runs),
      rest: await measureRest(bare, REST_SECONDS),
      fanOut: await measureFanOut(browser),
    };
    const report = desktopReport(result);
    writeFileSync(new URL('./desktop.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(new URL('./desktop.md', import.meta.url), report);
    console.log(json ? JSON.stringify(result) : report);
  } finally {
    await browser.close();
  }
}

function desktopReport({ machine, load, node, date, starts, rest, fanOut }: DesktopBench): string {
  return `# Measurements of the desktop application

Made by \`npm run bench -- desktop\` on ${date}: ${machine}, Node ${node}, load ${load} before it began. Electron's runtime
is not part of it: the unmodified main process runs on the suite's stand-in, under Node, and the window is a page in
Chromium. The machine has other work as well, so compare the rows of one run; the ratios say more than the figures.

## Start

"bare" is a host of the same libraries with an icon, an empty menu and one window, bundled in the same way; its page is a
heading and a sentence. "gatehouse" starts with the sandbox, a whole network in the same process. Medians, from the start of
the process.

| program | runs | ms to the menu of the tray | ms to the first paint |
|---|---|---|---|
${starts.map(({ kind, runs, trayMs, paintMs }) => row([kind, runs, trayMs, paintMs])).join('\n')}

To bare: ${ratio(starts, 'trayMs')} to the tray, ${ratio(starts, 'paintMs')} to the first paint.

## At rest

In the tray, with a network that is configured and does not answer, so that it is asked again and again. "idle Node" has one
WebSocket open. Wake-ups are voluntary context switches of all threads.

| program | watched s | CPU ms a minute | wake-ups a minute | memory in RAM MiB |
|---|---|---|---|---|
${rest
  .map(({ kind, seconds, cpuMsPerMinute, wakeUpsPerMinute, residentMib }) =>
    row([kind, seconds, cpuMsPerMinute, wakeUpsPerMinute, residentMib]),
  )
  .join('\n')}

To bare: ${ratio(rest, 'residentMib')} of the memory.

What still wakes the product a minute: 12 times the beat of 5 s by which it notices that the computer slept or has another
network, together with which everything else beats; 12 times Node's own look for overdue requests at the local endpoint; the
attempts to reach the network, which grow apart to half a minute; each of them wakes threads of V8 and of the file system for
what it logs. Of the memory some 45 MiB are Node's own program and 35 MiB the heap that is in use, with the code and the
schemas of the bundle; what is left is room that V8 keeps for the next allocations.

## Ten thousand events a second

For ten seconds, into the real store with the real page in Chromium; the peer sends each event to a page that counts. That a
page never gets more than ten updates a second is also a test (\`test/e2e/fan-out.test.ts\`).

| way | events | updates a second in the page | event loop delay, 99th percentile ms | CPU ms a second |
|---|---|---|---|---|
${fanOut
  .map(({ kind, events, updatesPerSecond, loopDelayP99Ms, cpuMsPerSecond }) =>
    row([kind, events, updatesPerSecond, loopDelayP99Ms, cpuMsPerSecond]),
  )
  .join('\n')}
`;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The product's figure to the bare host's. */
function ratio<Key extends string>(
  results: readonly ({ readonly kind: string } & Readonly<Record<Key, number>>)[],
  key: Key,
): string {
  const of = (kind: string): number => results.find(result => result.kind === kind)?.[key] ?? Number.NaN;
  return `${(of('gatehouse') / of('bare')).toFixed(1)} times`;
}
