import type { LoadResult } from './load.ts';
import type { ProxyBench } from './proxy.ts';

/** The page `test/bench/README.md`. */
export function proxyReport(bench: ProxyBench): string {
  const { load, firstContent, steps, memory } = bench;
  const [first = 0] = memory.residentMib;
  const last = memory.residentMib.at(-1) ?? 0;
  return `# Measurements

Made by \`npm run bench -- proxy\` on ${bench.date}: ${bench.machine}, Node ${bench.node}. Sandbox, proxy and load are three
processes on this machine and share its cores, and the sandbox signs every sealed answer (RSA-2048), so compare the
columns and rows of one run; the absolute numbers are this machine's.

## Proxy against the enclave's plain endpoint

One small chat completion, answered whole. "Direct" asks the sandbox enclave without sealing, signing or verifying.
"Added" is the difference of the medians; at one connection it holds the enclave's own signature as well. At 16 and 64
connections the load keeps the cores busy without a pause, so the latency there is the queue, and requests/s the figure.

| connections | way | p50 ms | p95 ms | added p50 ms | requests/s | to direct | failed |
|---|---|---|---|---|---|---|---|
${load
  .flatMap(({ connections, direct, strict, progressive }) => [
    row(connections, 'direct', direct, direct),
    row(connections, 'strict', strict, direct),
    row(connections, 'progressive', progressive, direct),
  ])
  .join('\n')}

## First content of a stream

An answer of 40 words that the enclave writes one by one.

| way | first content ms | end ms |
|---|---|---|
${Object.entries(firstContent)
  .map(([way, { firstMs, lastMs }]) => `| ${way} | ${firstMs.toFixed(1)} | ${lastMs.toFixed(1)} |`)
  .join('\n')}

## Cost of each step

| step | µs |
|---|---|
${steps.map(({ step, microseconds }) => `| ${step} | ${microseconds.toFixed(0)} |`).join('\n')}

## CPU and memory of the proxy

${memory.requests.toLocaleString('en')} strict requests over 16 connections: ${memory.failed} failed, ${memory.requestsPerCpuSecond.toFixed(0)} requests per second of CPU time.
Memory in RAM after each tenth: ${memory.residentMib.join(', ')} MiB (${last - first >= 0 ? '+' : ''}${last - first} MiB from the first tenth to the last).
`;
}

function row(connections: number, way: string, result: LoadResult, direct: LoadResult): string {
  const share = (result.requestsPerSecond / direct.requestsPerSecond) * 100;
  const cells = [
    connections,
    way,
    result.p50Ms.toFixed(2),
    result.p95Ms.toFixed(2),
    way === 'direct' ? '' : (result.p50Ms - direct.p50Ms).toFixed(2),
    result.requestsPerSecond.toFixed(0),
    `${share.toFixed(0)} %`,
    result.failed,
  ];
  return `| ${cells.join(' | ')} |`;
}
