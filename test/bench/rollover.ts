import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
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

/**
 * How long a replaced token takes to reach 1,000 agents that answer after 20 ms, over HTTP and with every assignment on
 * the disk, against telling them one after the other. A job streams from each agent all the while.
 */
export async function benchRollover({ json }: { readonly json: boolean }): Promise<void> {
  const results = [await measure('fan-out', undefined), await measure('one after the other', ONE_AT_A_TIME)];
  if (json) {
    console.log(JSON.stringify(results, null, 2));
    return;
  }
  for (const { mode, totalMs, reloaded, lostJobs } of results) {
    console.log(`${mode}: ${reloaded} of ${AGENTS} agents in ${Math.round(totalMs)} ms, ${lostJobs} jobs lost`);
  }
  const [fanOut, sequential] = results;
  if (fanOut === undefined || sequential === undefined) return;
  console.log(`${(sequential.totalMs / fanOut.totalMs).toFixed(1)} times as fast; the goal is ${GOAL_MS} ms.`);
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
