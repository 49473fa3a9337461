import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { AgentServer } from '../../electron/core/agents/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { rotationBench, tokenOf } from '../helpers/rotation-fleet.ts';

const AGENTS = 1_000;
const LATENCY_MS = 20;
const GOAL_MS = 2_000;
const ONE_AT_A_TIME = 1;

interface RolloverResult {
  readonly mode: 'fan-out' | 'one after the other';
  readonly agents: number;
  readonly latencyMs: number;
  readonly totalMs: number;
  readonly reloaded: number;
  /** Jobs that ran in the agents meanwhile and did not come to their end. */
  readonly lostJobs: number;
}

interface RolloverBench {
  readonly machine: string;
  /** One-minute load average before the first measurement. */
  readonly load: number;
  readonly node: string;
  readonly date: string;
  readonly fanOut: RolloverResult;
  readonly sequential: RolloverResult;
}

/**
 * How long a replaced token takes to reach 1,000 agents that answer after 20 ms, over HTTP and with every assignment on
 * the disk, against telling them one after the other. A job streams from each agent all the while.
 */
export async function benchRollover({ json }: { readonly json: boolean }): Promise<void> {
  const result: RolloverBench = {
    machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB`,
    // The machine's own other work, which these figures contain.
    load: Number(loadavg()[0]?.toFixed(1)),
    node: process.versions.node,
    date: new Date().toISOString().slice(0, 10),
    fanOut: await measure('fan-out', undefined),
    sequential: await measure('one after the other', ONE_AT_A_TIME),
  };
  const report = rolloverReport(result);
  writeFileSync(new URL('./rollover.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(new URL('./rollover.md', import.meta.url), report);
  console.log(json ? JSON.stringify(result) : report);
}

function rolloverReport({ machine, load, node, date, fanOut, sequential }: RolloverBench): string {
  const row = ({ mode, agents, reloaded, totalMs, lostJobs }: RolloverResult): string =>
    `| ${[mode, agents, reloaded, Math.round(totalMs), lostJobs].join(' | ')} |`;
  const verdict = fanOut.totalMs <= GOAL_MS && fanOut.lostJobs === 0 ? 'met' : 'missed';
  return `# Measurements of the roll-out of a replaced token

Made by \`npm run bench -- rollover\` on ${date}: ${machine}, Node ${node}, load ${load} before it began. Agents, product
and disk share one machine, so compare the rows of one run.

${AGENTS} agents that answer after ${LATENCY_MS} ms, over HTTP, each under its own lock, with every assignment on the disk; a job
streams from each of them all the while.

| way | agents | on the new token | total ms | jobs lost |
|---|---|---|---|---|
${row(fanOut)}
${row(sequential)}

The fan-out is ${(sequential.totalMs / fanOut.totalMs).toFixed(1)} times as fast. Its goal, ${GOAL_MS} ms without a lost job, is ${verdict}.
`;
}

async function measure(mode: RolloverResult['mode'], fanOut: number | undefined): Promise<RolloverResult> {
  const { signal } = new AbortController();
  const clock = new SystemClock();
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-rollover-'));
  const fleet = await startFleet();
  const bench = await rotationBench({ home, clock, ...(fanOut === undefined ? {} : { fanOut }) });
  const servers: AgentServer[] = [];
  try {
    await bench.add('a');
    for (let index = 0; index < AGENTS; index += 1) {
      const name = `agent-${index}`;
      const url = `${fleet.url}/${name}`;
      const port = new AgentServer({ name, url, authSecret: async () => undefined, clock, scrubber: bench.redactor });
      servers.push(port);
      bench.agents.set(name, { port });
    }
    await Promise.all(servers.map(({ name }) => bench.rotator.byHand.assign(name, 'a', signal)));
    const jobs = servers.map(({ name }) => runJob(`${fleet.url}/${name}/job`));
    await Promise.all(jobs.map(({ started }) => started));
    const startedAt = performance.now();
    const { outcomes } = await bench.keeper.replace('a', tokenOf('new'), signal);
    const totalMs = performance.now() - startedAt;
    fleet.endJobs();
    const ends = await Promise.all(jobs.map(({ ended }) => ended));
    return {
      mode,
      agents: AGENTS,
      latencyMs: LATENCY_MS,
      totalMs,
      reloaded: outcomes.filter(({ result }) => result === 'hot_reloaded').length,
      lostJobs: ends.filter(isWhole => !isWhole).length,
    };
  } finally {
    await Promise.all(servers.map(server => server.close()));
    await fleet.stop();
    await rm(home, { recursive: true, force: true });
  }
}

/** One server that is 1,000 agents. */
async function startFleet(): Promise<{ readonly url: string; endJobs(): void; stop(): Promise<void> }> {
  const jobs = new Set<ServerResponse>();
  const answer = (incoming: IncomingMessage, response: ServerResponse): void => {
    if (incoming.url?.endsWith('/job') === true) {
      response.write('working\n');
      jobs.add(response);
      return;
    }
    incoming.resume();
    setTimeout(() => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'success', reloaded: true, env_shadow: [] }));
    }, LATENCY_MS);
  };
  const server = createServer(answer);
  await new Promise<void>(resolve => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    endJobs: () => {
      for (const job of jobs) job.end('done\n');
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>(resolve => void server.close(() => resolve()));
    },
  };
}

/** Reads a job's stream; `ended` is true when it came whole. */
function runJob(url: string): { readonly started: Promise<void>; readonly ended: Promise<boolean> } {
  let begin: () => void = () => undefined;
  const started = new Promise<void>(resolve => {
    begin = resolve;
  });
  const ended = new Promise<boolean>(resolve => {
    const call = request(url, response => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        begin();
      });
      response.on('close', () => resolve(text === 'working\ndone\n'));
    });
    call.on('error', () => {
      begin();
      resolve(false);
    });
    call.end();
  });
  return { started, ended };
}
