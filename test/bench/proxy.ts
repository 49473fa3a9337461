import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { cryptoSteps } from './crypto-steps.ts';
import { type LoadResult, type LoadTarget, load, streamTimes } from './load.ts';
import { runGatehouse, runSandbox } from './peers.ts';
import { processUsage } from './process-usage.ts';
import { proxyReport } from './proxy-report.ts';

const CONNECTIONS = [1, 16, 64] as const;
const REQUESTS = { 1: 1_500, 16: 6_000, 64: 6_000 } as const;
const MEMORY_REQUESTS = 50_000;
const SMALL_BODY = JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] });
const STREAM_BODY = JSON.stringify({
  model: 'sandbox/echo',
  stream: true,
  messages: [{ role: 'user', content: 'count to 40' }],
});
const PROGRESSIVE = { 'x-gatehouse-verification': 'progressive' };

/** One row: the same load on the same machine in the same minute, through three ways. */
export interface ConnectionsResult {
  readonly connections: number;
  readonly direct: LoadResult;
  readonly strict: LoadResult;
  readonly progressive: LoadResult;
}

/** Everything that `npm run bench -- proxy` measures. */
export interface ProxyBench {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  readonly load: readonly ConnectionsResult[];
  readonly firstContent: Readonly<Record<'direct' | 'strict' | 'progressive', { firstMs: number; lastMs: number }>>;
  readonly steps: Awaited<ReturnType<typeof cryptoSteps>>;
  readonly memory: {
    readonly requests: number;
    readonly failed: number;
    /** Proxy process: requests answered per second of CPU time that it used. */
    readonly requestsPerCpuSecond: number;
    /** MiB in RAM after each tenth of the requests. */
    readonly residentMib: readonly number[];
  };
}

/** Measures the built product in front of a sandbox, each in its own process; prints a table, or JSON. */
export async function benchProxy({ json }: { readonly json: boolean }): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  say('Starting sandbox and proxy …');
  const sandbox = await runSandbox();
  const gatehouse = await runGatehouse(sandbox.address);
  try {
    const plain = new URL(sandbox.address.plainEndpoints[0] ?? '');
    const direct = (body: string): LoadTarget => ({
      origin: plain.origin,
      path: `${plain.pathname}/chat/completions`,
      body,
    });
    const through = (body: string, headers = {}): LoadTarget => ({
      origin: gatehouse.address.origin,
      path: '/v1/chat/completions',
      body,
      headers,
    });
    await load(through(SMALL_BODY), 4, 500);
    await load(direct(SMALL_BODY), 4, 500);
    const rows: ConnectionsResult[] = [];
    for (const connections of CONNECTIONS) {
      say(`${connections} connections …`);
      const requests = REQUESTS[connections];
      rows.push({
        connections,
        direct: await load(direct(SMALL_BODY), connections, requests),
        strict: await load(through(SMALL_BODY), connections, requests),
        progressive: await load(through(SMALL_BODY, PROGRESSIVE), connections, requests),
      });
    }
    say('Streams …');
    const firstContent = {
      direct: await streamTimes(direct(STREAM_BODY)),
      strict: await streamTimes(through(STREAM_BODY)),
      progressive: await streamTimes(through(STREAM_BODY, PROGRESSIVE)),
    };
    say('Steps …');
    const steps = await cryptoSteps(SMALL_BODY);
    const memory = await memoryRun(through(SMALL_BODY), gatehouse.pid, say);
    const result: ProxyBench = {
      machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
      node: process.versions.node,
      date: new Date().toISOString().slice(0, 10),
      load: rows,
      firstContent,
      steps,
      memory,
    };
    const report = proxyReport(result);
    writeFileSync(new URL('./proxy.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
    writeFileSync(new URL('./README.md', import.meta.url), report);
    console.log(json ? JSON.stringify(result) : report);
  } finally {
    await gatehouse.stop();
    await sandbox.stop();
  }
}

async function memoryRun(target: LoadTarget, pid: number, say: (line: string) => void): Promise<ProxyBench['memory']> {
  const residentMib: number[] = [];
  let failed = 0;
  const before = processUsage(pid).cpuSeconds;
  for (let tenth = 1; tenth <= 10; tenth += 1) {
    failed += (await load(target, 16, MEMORY_REQUESTS / 10)).failed;
    residentMib.push(Math.round(processUsage(pid).residentMib));
    say(`${(MEMORY_REQUESTS / 10) * tenth} requests, ${residentMib.at(-1)} MiB`);
  }
  const cpuSeconds = processUsage(pid).cpuSeconds - before;
  return { requests: MEMORY_REQUESTS, failed, requestsPerCpuSecond: MEMORY_REQUESTS / cpuSeconds, residentMib };
}
