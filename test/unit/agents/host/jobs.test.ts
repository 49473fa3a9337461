import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { JobFailure } from '../../../../electron/core/agents/index.ts';
import {
  AGENT_SECRET,
  AgentCaller,
  agentFolders,
  oauthToken,
  order,
  startAgentHost,
} from '../../../helpers/agent-host.ts';

const never = new AbortController().signal;

/** Small enough to run 64 times. */
const SLEEPER = process.platform === 'win32' ? ['ping', '-n', '600', '127.0.0.1'] : ['sleep', '600'];

/** The answer to a raw request: `fetch` does not let a caller choose the Host. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = request(`${url}/health`, { headers: { host, 'X-Trinity-Agent-Token': AGENT_SECRET } }, response => {
      response.resume();
      resolve(response.statusCode);
    });
    call.once('error', reject);
    call.end();
  });
}

/** Reads a job's stream until the output contains `text`. */
async function followUntil(url: string, id: string, text: string): Promise<void> {
  const response = await fetch(`${url}/api/jobs/${id}/stream`, { headers: { 'X-Trinity-Agent-Token': AGENT_SECRET } });
  let seen = '';
  for await (const chunk of response.body!) {
    seen += Buffer.from(chunk).toString('utf8');
    if (seen.includes(text)) return;
  }
  throw new Error(`ended without ${text}: ${seen}`);
}

describe('a job', () => {
  it('runs in the workspace with its input and extra variables, and its stream ends with how it ended', async () => {
    const folders = await agentFolders();
    const { caller } = await startAgentHost(folders);
    const { json, status } = await caller.call('POST', '/api/jobs', {
      command: [
        process.execPath,
        '-e',
        'process.stdin.on("data", d => console.log(process.cwd(), process.env.EXTRA, String(d))).on("end", () => { console.error("bye"); process.exitCode = 3; })',
      ],
      env: { EXTRA: 'more' },
      stdin: 'hello',
    });
    expect(status).toBe(201);
    const { output, exit } = await caller.follow(json.id);
    expect(output).toContain(`${folders.workspace} more hello\n`);
    expect(output).toContain('bye\n');
    expect(exit).toMatchObject({ state: 'ended', exit_code: 3, pid: json.pid });
    expect((await caller.call('GET', '/api/jobs')).json.jobs).toHaveLength(1);
  });

  it('shows nothing of the secrets that it alone was given, whatever their variables are called', async () => {
    const { caller } = await startAgentHost();
    const env = {
      GH_PAT: 'tiny-but-secret',
      SESSION: 'Zx81aB72cD63eF54gH45iJ36kL',
      DATABASE_URL: 'postgres://me:hunter2-and-more@db/one',
      COMMIT: '0123456789abcdef0123456789abcdef01234567',
    };
    const script = 'for (const name of process.argv.slice(1)) console.log(name, process.env[name])';
    const { json } = await caller.call('POST', '/api/jobs', {
      command: [process.execPath, '-e', script, '--', ...Object.keys(env)],
      env,
    });
    const { output } = await caller.follow(json.id);
    expect(output).toContain('GH_PAT [redacted]');
    expect(output).toContain('SESSION [redacted]');
    expect(output).toContain('postgres://[redacted]@db/one');
    expect(output).toContain(env.COMMIT);
    const again = await caller.follow((await caller.run('console.log("tiny-but-secret".length)')).id);
    expect(again.output).toContain('15');
  });

  it('starts on what is live after the check before it, and starts all the same when that fails', async () => {
    const checks: string[] = [];
    const { caller, client } = await startAgentHost({
      beforeJob: async () => {
        checks.push('asked');
        if (checks.length > 1) throw new Error('nobody is there');
        await client.reload(order('B', 2), never);
      },
    });
    await client.reload(order('A', 1), never);
    const show = 'console.log(process.env.CLAUDE_CODE_OAUTH_TOKEN.length)';
    const [first, second] = [await caller.run(show), await caller.run(show)];
    expect((await caller.call('GET', `/api/jobs/${first.id}`)).json.generation).toBe(2);
    expect((await caller.follow(second.id)).exit).toMatchObject({ exit_code: 0, generation: 2 });
    expect(checks).toHaveLength(2);
  });

  it('can be followed from where a reader left off', async () => {
    const { caller } = await startAgentHost();
    // Of two streams: what is written to one after the other may well arrive in one piece.
    const { id } = await caller.run('console.log("one"); console.error("two")');
    const { output } = await caller.follow(id);
    expect(['one\ntwo\n', 'two\none\n']).toContain(output);
    const again = await caller.call('GET', `/api/jobs/${id}/stream`, undefined, { 'last-event-id': '1' });
    expect(again.text).not.toContain('"seq":1');
    expect(again.text).toContain(`"text":"${output.slice(4, 7)}\\n"`);
  });

  it('is stopped with all that it started, which is no failure', async () => {
    const failures: JobFailure[] = [];
    const { caller, url } = await startAgentHost({ onFailure: failure => failures.push(failure) });
    const script = `
      const { spawn } = require('node:child_process');
      const script = 'process.on("SIGTERM", () => 0); console.log("inner=" + process.pid); setInterval(() => 0, 1000)';
      spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
      setInterval(() => 0, 1000);
    `;
    const { id } = await caller.run(script);
    await followUntil(url, id, 'inner=');
    const stopped = await caller.call('POST', `/api/jobs/${id}/stop`);
    expect(stopped.json).toMatchObject({ state: 'ended', failure: null });
    expect((await caller.follow(id)).exit).toMatchObject(
      // Windows knows no signals: what is ended from outside ends with a code.
      { exit_signal: process.platform === 'win32' ? null : 'SIGTERM' },
    );
    const inner = Number(/inner=(\d+)/.exec((await caller.follow(id)).output)?.[1]);
    await expect.poll(() => isAlive(inner)).toBe(false);
    expect(failures).toEqual([]);
  });

  it('has ended when its process has, whatever it left running', async () => {
    const { caller } = await startAgentHost();
    const script = `
      const { spawn } = require('node:child_process');
      const daemon = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit', detached: true });
      daemon.unref();
      process.stdout.write('daemon=' + daemon.pid);
    `;
    const { id } = await caller.run(script);
    const { output, exit } = await caller.follow(id);
    expect(exit).toMatchObject({ exit_code: 0, failure: null });
    const daemon = Number(/daemon=(\d+)/.exec(output)?.[1]);
    expect(isAlive(daemon)).toBe(true);
    process.kill(daemon, 'SIGKILL');
  });

  it('ends with the host', async () => {
    const { caller, host } = await startAgentHost();
    const { pid } = await caller.run('setInterval(() => 0, 1000)');
    await host.stop();
    await host.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('that cannot be started ended with 127 and says so', async () => {
    const { caller } = await startAgentHost();
    const { json } = await caller.call('POST', '/api/jobs', { command: ['/no/such/program'] });
    const { output, exit } = await caller.follow(json.id);
    expect(exit?.exit_code).toBe(127);
    expect(output).toContain('ENOENT');
  });

  it.each([
    [422, { command: [] }],
    [422, { command: [''] }],
    [422, { command: 'ls' }],
    [422, { command: ['a\0b'] }],
    [422, { command: ['ls'], env: { 'A B': '1' } }],
    [400, { command: ['ls'], env: { CLAUDE_CODE_OAUTH_TOKEN: 'x' } }],
    [400, { command: ['ls'], env: { NODE_OPTIONS: '--require x' } }],
  ])('is refused with %i for %j', async (status, body) => {
    const { caller } = await startAgentHost();
    expect((await caller.call('POST', '/api/jobs', body)).status).toBe(status);
    expect((await caller.call('GET', '/api/jobs/none')).status).toBe(404);
    expect((await caller.call('GET', '/api/jobs/none/stream')).status).toBe(404);
    expect((await caller.call('POST', '/api/jobs/none/stop')).status).toBe(404);
  });

  it('beyond the 64th is refused until one ends', async () => {
    const { caller } = await startAgentHost();
    const sleeper = { command: SLEEPER };
    const answers = await Promise.all(Array.from({ length: 65 }, () => caller.call('POST', '/api/jobs', sleeper)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(64);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    const started = answers.find(({ status }) => status === 201);
    await caller.call('POST', `/api/jobs/${started?.json.id}/stop`);
    expect((await caller.call('POST', '/api/jobs', sleeper)).status).toBe(201);
  });
});

describe('what a job prints', () => {
  it('holds no token, old or new, however the writes cut it', async () => {
    const { caller, client } = await startAgentHost();
    await client.reload(order('A', 1), never);
    const script = `
      const token = process.env.CLAUDE_CODE_OAUTH_TOKEN;
      process.stdout.write('start ' + token.slice(0, 20));
      process.stdin.resume();
      setTimeout(() => {
        process.stdout.write(token.slice(20) + ' middle ');
        const rest = 'x'.repeat(70000) + token + 'y'.repeat(70000);
        process.stdout.write(Buffer.from(token).toString('hex') + ' end\\n', () => process.stderr.write(rest));
      }, 100);
    `;
    const { id } = await caller.run(script);
    await client.reload(order('B', 2), never);
    const { output } = await caller.follow(id);
    expect(output).toMatch(/^start \[redacted\] middle \[redacted\] end$/m);
    expect(output).not.toContain(oauthToken('A').slice(0, 30));
    expect(output).toContain('yyyy');
  });

  it('holds no value of a key in .env', async () => {
    const folders = await agentFolders();
    await writeFile(join(folders.workspace, '.env'), 'GITHUB_TOKEN=ghp_0123456789abcdef\n');
    const { caller } = await startAgentHost(folders);
    const { id } = await caller.run('console.log("have", process.env.GITHUB_TOKEN)');
    expect((await caller.follow(id)).output).toBe('have [redacted]\n');
  });
});

describe('a job that the provider turned away', () => {
  it.each([
    ['You are out of extra usage · resets 5pm', 429, 'rate_limit'],
    ['OAuth token expired, run /login', 503, 'auth'],
    ['Segmentation fault', 502, null],
  ])('is told once with the credential it ran on: %s', async (said, status, kind) => {
    const failures: JobFailure[] = [];
    const { caller, client } = await startAgentHost({ onFailure: failure => failures.push(failure) });
    await client.reload(order('A', 1), never);
    const { id } = await caller.run(
      'process.stdin.resume(); setTimeout(() => { console.error(process.argv[1]); process.exit(1); }, 100)',
      {},
      [said],
    );
    await client.reload(order('B', 2), never);
    const { exit } = await caller.follow(id);
    expect(exit?.failure).toMatchObject({ status, kind, message: expect.stringContaining(said) });
    expect(failures).toMatchObject([
      { agent: 'coder', jobId: id, generation: 1, subscription: 'sub A', failure: { status, kind } },
    ]);
    expect((await caller.call('GET', '/health')).json.consecutive_failures).toBe(1);
  });
});

describe('the host', () => {
  it('answers to loopback names only', async () => {
    const { url } = await startAgentHost();
    const { port } = new URL(url);
    expect(await statusFor(url, `localhost:${port}`)).toBe(200);
    expect(await statusFor(url, `evil.example:${port}`)).toBe(403);
  });

  it('counts the jobs that still run on an older credential', async () => {
    const { caller, client, url } = await startAgentHost();
    await client.reload(order('A', 1), never);
    const { id } = await caller.run('console.log("up"); setInterval(() => 0, 1000)');
    await followUntil(url, id, 'up');
    await client.reload(order('B', 2), never);
    const health = (await new AgentCaller(url).call('GET', '/health')).json;
    expect(health).toMatchObject({ active_tasks: 1, tasks_on_older_credential: 1, status: 'healthy' });
    expect(await client.health(never)).toMatchObject({ state: 'up', activeTasks: 1, generation: 2 });
  });
});

/** Whether the process works; one that ended and that nobody has asked about does not. */
function isAlive(pid: number): boolean {
  try {
    if (process.platform !== 'linux') return process.kill(pid, 0);
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
