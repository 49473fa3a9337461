import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AGENT_SECRET, type AgentCaller, agentClient, oauthToken, order } from '../helpers/agent-host.ts';
import { startAgentProcess } from '../helpers/agent-process.ts';
import { tempHome } from '../helpers/temp-home.ts';

const never = new AbortController().signal;
const PRINT_FINGERPRINT = `
  const { createHash } = require('node:crypto');
  const { existsSync } = require('node:fs');
  const print = () => console.log(process.pid, createHash('sha256').update(process.env.CLAUDE_CODE_OAUTH_TOKEN ?? '').digest('hex').slice(0, 12));
`;
/** Works until the file `finish` lies in the workspace. */
const LONG_JOB = `${PRINT_FINGERPRINT}
  print();
  const timer = setInterval(() => { print(); if (existsSync('finish')) { clearInterval(timer); console.log('finished'); } }, 200);
`;
const SHORT_JOB = `${PRINT_FINGERPRINT} print();`;

const digest = (letter: string): string => createHash('sha256').update(oauthToken(letter)).digest('hex').slice(0, 12);

/** Watches a job's stream from its start. */
function watch(caller: AgentCaller, id: string) {
  let text = '';
  const waiting = new Set<() => void>();
  const whole = (async () => {
    const response = await fetch(`${caller.url}/api/jobs/${id}/stream`, {
      headers: { 'X-Trinity-Agent-Token': AGENT_SECRET },
    });
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString('utf8');
      for (const look of waiting) look();
    }
    for (const look of waiting) look();
  })();
  const lines = (): string[] =>
    [...text.matchAll(/^event: output\ndata: (.*)$/gm)].flatMap(([, data]) =>
      (JSON.parse(data!) as { text: string }).text.trimEnd().split('\n'),
    );
  return {
    lines,
    whole,
    /** Resolves when there are this many lines. */
    atLeast: (count: number) =>
      new Promise<void>((resolve, reject) => {
        const look = (): void => {
          if (lines().length >= count) resolve();
        };
        waiting.add(look);
        look();
        void whole.then(() => reject(new Error(`ended after ${lines().length} lines`)));
      }),
  };
}

async function nextToken(caller: AgentCaller): Promise<string | undefined> {
  const { id } = await caller.run(SHORT_JOB);
  return (await caller.follow(id)).output.trim().split(' ')[1];
}

/** The arguments of every process of this machine. */
async function commandLines(): Promise<string> {
  const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const lines = await Promise.all(processes.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.join('\n');
}

it('A17, A18, A20: a rotation leaves running jobs alone, outlives a restart, and gives way to a fresh agent', async () => {
  const home = await tempHome();
  const workspace = join(home, 'workspace');
  const state = join(home, 'state');
  await mkdir(workspace);
  const start = () =>
    startAgentProcess({
      home,
      args: ['--workspace', workspace, '--state', state],
      env: { CLAUDE_CODE_OAUTH_TOKEN: oauthToken('A') },
    });

  const first = await start();
  const client = agentClient(first.url);
  const jobs = await Promise.all([first.caller.run(LONG_JOB), first.caller.run(LONG_JOB)]);
  const watched = jobs.map(({ id }) => watch(first.caller, id));
  await Promise.all(watched.map(one => one.atLeast(2)));

  expect(await client.reload(order('B', 2), never)).toEqual({ kind: 'reloaded', envShadow: [], durable: true });
  const reloadedAt = watched.map(one => one.lines().length);
  expect(await nextToken(first.caller)).toBe(digest('B'));
  await Promise.all(watched.map((one, index) => one.atLeast(reloadedAt[index]! + 3)));
  const health = await first.caller.call('GET', '/health');
  expect(health.json).toMatchObject({ active_tasks: 2, tasks_on_older_credential: 2, credential: { generation: 2 } });
  const arguments_ = await commandLines();

  await writeFile(join(workspace, 'finish'), '');
  await Promise.all(watched.map(one => one.whole));
  for (const [index, { lines }] of watched.entries()) {
    const printed = lines();
    expect(printed.pop()).toBe('finished');
    // Neither the token nor the process changed under way.
    expect(new Set(printed)).toEqual(new Set([`${jobs[index]?.pid} ${digest('A')}`]));
    expect((await first.caller.call('GET', `/api/jobs/${jobs[index]?.id}`)).json).toMatchObject({
      pid: jobs[index]?.pid,
      exit_code: 0,
      failure: null,
    });
  }
  const status = await first.caller.call('GET', '/api/credentials/status');
  const list = await first.caller.call('GET', '/api/jobs');
  expect(await first.end('SIGTERM')).toBe(0);

  const second = await start();
  expect(await nextToken(second.caller)).toBe(digest('B'));
  expect(await agentClient(second.url).reload(order('C', 1), never)).toEqual({ kind: 'stale' });
  // Also after the hardest end there is.
  await second.end('SIGKILL');
  const third = await start();
  expect(await nextToken(third.caller)).toBe(digest('B'));
  expect(await third.end('SIGTERM')).toBe(0);

  await rm(state, { recursive: true });
  const fresh = await start();
  expect(await nextToken(fresh.caller)).toBe(digest('A'));
  expect(await fresh.end('SIGTERM')).toBe(0);

  const logs = await readdir(join(home, 'logs'));
  expect(logs).toContain('agent-coder.log');
  const written = await Promise.all(logs.map(name => readFile(join(home, 'logs', name), 'utf8')));
  const told = [arguments_, health.text, status.text, list.text, first.output(), second.output(), ...written];
  for (const letter of 'ABC') for (const text of told) expect(text).not.toContain(oauthToken(letter));
  for (const text of told) expect(text).not.toContain(AGENT_SECRET);
});
