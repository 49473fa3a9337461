import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { OPENCLAW_VERSION } from '../helpers/openclaw-install.ts';
import { type FloodResult, measureFlood } from './gateway-flood.ts';
import { type HalfOpenResult, type IdleResult, measureHalfOpen, measureIdle } from './gateway-idle.ts';
import { type LeadResult, measureLeads } from './gateway-leads.ts';
import { buildMeasured } from './gateway-measured.ts';

const DEFAULT_RUNS = 10;
/** The reference client needs two minutes for one; more runs than this tell nothing new. */
const MOST_HALF_OPEN_RUNS = 3;
const MOST_FLOOD_RUNS = 5;

/** Everything that `npm run bench -- gateway` measures. */
interface GatewayBench {
  readonly machine: string;
  readonly node: string;
  readonly date: string;
  readonly openclaw: string;
  readonly leads: readonly LeadResult[];
  readonly idle: readonly IdleResult[];
  readonly flood: readonly FloodResult[];
  readonly halfOpen: readonly HalfOpenResult[];
}

/** Measures the gateway client beside OpenClaw's own, at real gateways. `runs` of each start. */
export async function benchGateway({ json, runs }: { readonly json: boolean; readonly runs?: number }): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const times = runs ?? DEFAULT_RUNS;
  // Gateways are ended on exit, which a signal alone would skip.
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => process.exit(1));
  await buildMeasured();
  const leads = await measureLeads(times, say);
  const idle = await measureIdle();
  const flood = await measureFlood(Math.min(times, MOST_FLOOD_RUNS), say);
  const halfOpen = await measureHalfOpen(Math.min(times, MOST_HALF_OPEN_RUNS), say);
  const result: GatewayBench = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
    openclaw: OPENCLAW_VERSION,
    leads,
    idle,
    flood,
    halfOpen,
  };
  const report = gatewayReport(result);
  writeFileSync(new URL('./gateway.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(new URL('./gateway.md', import.meta.url), report);
  console.log(json ? JSON.stringify(result) : report);
}

function gatewayReport({ machine, date, openclaw, leads, idle, flood, halfOpen }: GatewayBench): string {
  return `# Measurements of the gateway client

Made by \`npm run bench -- gateway\` on ${date}: ${machine}, OpenClaw ${openclaw}. "reference" is OpenClaw's own client,
\`@openclaw/gateway-client\` of the same version. Every client is bundled in a process of its own, under the Node that the
gateway runs on, and at the same gateway as the others; all share this machine's cores, so compare the rows of one run.

## From the gateway's readiness to hello-ok

All clients wait for one start of a real gateway, started so much earlier than its process. "Poller" tries a whole
handshake every 50 ms, which is close to the best possible; "behind" is the time after the poller of the same run.
The time counts from the first TCP connection that the gateway takes.

| started earlier | client | runs | median ms | most ms | behind, median ms | behind, most ms | TCP connections tried |
|---|---|---|---|---|---|---|---|
${leads
  .map(lead =>
    row([
      `${lead.leadSeconds} s`,
      lead.kind,
      lead.runs,
      lead.medianMs,
      lead.maxMs,
      lead.behindMedianMs,
      lead.behindMaxMs,
      lead.connections,
    ]),
  )
  .join('\n')}

${leadRatios(leads)}

## A gateway that freezes

SIGSTOP on the gateway under both clients: when each says that the connection is lost, and why.

| client | runs | median s | most s | not noticed within 180 s | cause it gives |
|---|---|---|---|---|---|
${halfOpen
  .map(({ kind, runs, medianSeconds, maxSeconds, missed, causes }) =>
    row([kind, runs, medianSeconds, maxSeconds, missed, causes.join(', ')]),
  )
  .join('\n')}

## Connected and idle

| client | watched s | CPU ms a minute | memory in RAM MiB |
|---|---|---|---|
${idle.map(({ kind, seconds, cpuMsPerMinute, residentMib }) => row([kind, seconds, cpuMsPerMinute, residentMib])).join('\n')}

## Events through the parser

A local server pours ready-made \`agent\` events as fast as they are taken. "bare" is \`ws\` with JSON.parse and nothing else.

| event bytes | client | runs | events a second | to bare | CPU µs an event |
|---|---|---|---|---|---|
${flood
  .map(result =>
    row([
      result.bytes,
      result.kind,
      result.runs,
      result.eventsPerSecond,
      `${Math.round((result.eventsPerSecond / bareRate(flood, result.bytes)) * 100)} %`,
      result.cpuMicrosPerEvent,
    ]),
  )
  .join('\n')}
`;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

function bareRate(flood: readonly FloodResult[], bytes: number): number {
  return flood.find(result => result.kind === 'bare' && result.bytes === bytes)?.eventsPerSecond ?? Number.NaN;
}

/** One sentence: how much longer than ours the reference client keeps a person waiting. */
function leadRatios(leads: readonly LeadResult[]): string {
  const ratios = leads
    .filter(({ kind }) => kind === 'gatehouse')
    .map(({ leadSeconds, medianMs }) => {
      const other = leads.find(lead => lead.kind === 'reference' && lead.leadSeconds === leadSeconds);
      return `${((other?.medianMs ?? Number.NaN) / medianMs).toFixed(1)} at ${leadSeconds} s`;
    });
  return `The reference client's median is this many times ours: ${ratios.join(', ')}.`;
}
