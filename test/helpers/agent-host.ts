import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { AgentHost, type AgentHostOptions, AgentServer, type ReloadOrder } from '../../electron/core/agents/index.ts';
import { Redactor, SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { silentLogger } from './silent-logger.ts';
import { tempHome } from './temp-home.ts';

/** The secret of every agent host of the tests. */
export const AGENT_SECRET = 'agent-secret-0123456789abcdef';

/** Tokens that look real; `letter` tells them apart. */
export function oauthToken(letter: string): string {
  return `sk-ant-oat01-${letter.repeat(40)}`;
}

/** An order with what does not matter filled in. */
export function order(letter: string, generation: number, changes: Partial<ReloadOrder> = {}): ReloadOrder {
  return {
    token: oauthToken(letter),
    subscription: `sub ${letter}`,
    fingerprint: `vault-${letter}`,
    generation,
    removeApiKey: true,
    ...changes,
  };
}

/** A job as the agent host shows it; only what the tests look at. */
export interface ShownJob {
  readonly id: string;
  readonly pid: number;
  readonly state: 'running' | 'ended';
  readonly exit_code: number | null;
  readonly fingerprint: string | null;
  readonly generation: number | null;
  readonly failure: { readonly status: number; readonly kind: string | null; readonly message: string } | null;
}

/** Calls an agent host as its owner does. */
export class AgentCaller {
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  async call(
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly text: string; readonly json: ReturnType<JSON['parse']> }> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { 'X-Trinity-Agent-Token': AGENT_SECRET, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      json = undefined;
    }
    return { status: response.status, text, json };
  }

  /** Starts a job of Node running `script`. */
  async run(
    script: string,
    env: Readonly<Record<string, string>> = {},
    args: readonly string[] = [],
  ): Promise<ShownJob> {
    const { status, json, text } = await this.call('POST', '/api/jobs', {
      command: [process.execPath, '-e', script, ...args],
      env,
    });
    if (status !== 201) throw new Error(`no job: ${status} ${text}`);
    return json as ShownJob;
  }

  /** All events of the stream up to its end. */
  async follow(id: string): Promise<{ readonly output: string; readonly exit: ShownJob | undefined }> {
    const { text } = await this.call('GET', `/api/jobs/${id}/stream`);
    let output = '';
    let exit: ShownJob | undefined;
    for (const event of text.split('\n\n')) {
      const data = /^data: (.*)$/m.exec(event)?.[1];
      if (data === undefined) continue;
      if (event.includes('event: exit')) exit = JSON.parse(data);
      else output += JSON.parse(data).text;
    }
    return { output, exit };
  }
}

/** Folders of an agent in a fresh place. */
export async function agentFolders(): Promise<{ readonly workspace: string; readonly stateFolder: string }> {
  const home = await tempHome();
  const workspace = join(home, 'workspace');
  await mkdir(workspace);
  return { workspace, stateFolder: join(home, 'state') };
}

/** A started agent host in this process with the client that Gatehouse uses for it, stopped at the end of the test. */
export async function startAgentHost(changes: Partial<AgentHostOptions> = {}) {
  const signal = new AbortController().signal;
  const redactor = new Redactor();
  const clock = new SystemClock();
  const host = new AgentHost({
    name: 'coder',
    port: 0,
    ...(changes.workspace === undefined || changes.stateFolder === undefined
      ? await agentFolders()
      : { workspace: changes.workspace, stateFolder: changes.stateFolder }),
    secret: AGENT_SECRET,
    env: { PATH: process.env['PATH'] },
    generation: null,
    redactor,
    clock,
    random: new SystemRandom(),
    logger: silentLogger,
    ...changes,
  });
  const url = await host.start(signal);
  // Windows takes its time to end many trees of processes.
  onTestFinished(() => host.stop(), 60_000);
  const client = agentClient(url);
  return { host, url, client, caller: new AgentCaller(url) };
}

/** The product's client of the agent at `url`. */
export function agentClient(url: string, secret: string | undefined = AGENT_SECRET): AgentServer {
  const client = new AgentServer({
    name: 'coder',
    url,
    authSecret: async () => secret,
    clock: new SystemClock(),
    scrubber: new Redactor(),
  });
  onTestFinished(() => client.close());
  return client;
}
