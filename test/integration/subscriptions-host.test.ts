import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type AgentSummary, StatusSnapshot, SubscriptionsStatus } from '../../electron/contract/index.ts';
import { AGENT_SECRET, type AgentCaller, oauthToken } from '../helpers/agent-host.ts';
import { startAgentProcess } from '../helpers/agent-process.ts';
import { type HostOptions, type RunningHost, runCommand, startHost } from '../helpers/running-host.ts';
import { type ScriptedProvider, scriptedProvider } from '../helpers/scripted-provider.ts';
import { tempHome } from '../helpers/temp-home.ts';

const LIMIT = { timeout: 60_000, interval: 100 };
const DIGEST = `require('node:crypto').createHash('sha256').update(process.env.CLAUDE_CODE_OAUTH_TOKEN ?? '').digest('hex').slice(0, 12)`;
const SHORT_JOB = `console.log(${DIGEST})`;
/** Works until the file `finish` lies in the workspace. */
const LONG_JOB = `const { existsSync } = require('node:fs'); console.log(${DIGEST});
  const timer = setInterval(() => { if (existsSync('finish')) { clearInterval(timer); console.log(${DIGEST}); } }, 50);`;

const digest = (letter: string): string => createHash('sha256').update(oauthToken(letter)).digest('hex').slice(0, 12);

/** A home folder, its provider, and the command line on it. */
async function createWorld() {
  const home = await tempHome();
  const provider = await scriptedProvider();
  for (const letter of ['A', 'B', 'C', 'D']) allow(provider, letter, '0.20');
  const env = {
    GATEHOUSE_SUBSCRIPTIONS_PROVIDER_URL: provider.url.href,
    GATEHOUSE_SUBSCRIPTIONS_HEADROOM_AMBIENT: 'off',
    GATEHOUSE_SANDBOX_DEMO: 'off',
  };
  const written: string[] = [];
  const run = async (args: readonly string[], more: Pick<HostOptions, 'input'> = {}) => {
    const outcome = await runCommand(args, { home, env, ...more });
    written.push(outcome.stdout, outcome.stderr);
    return outcome;
  };
  const done = async (args: readonly string[], input?: string): Promise<string> => {
    const outcome = await run(args, input === undefined ? {} : { input });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    return outcome.stdout;
  };
  const status = async (): Promise<SubscriptionsStatus> =>
    StatusSnapshot.parse(JSON.parse(await done(['status', '--json']))).subscriptions;
  return { home, provider, env, written, run, done, status, start: () => startHost({ home, env }) };
}

function allow(provider: ScriptedProvider, letter: string, utilization: string): void {
  const reset = Math.floor(Date.now() / 1_000) + 7_200;
  const windows = { '5h': { utilization, reset }, '7d': { utilization, reset: reset + 86_400 } };
  provider.script(oauthToken(letter), { mode: 'ok', windows });
}

async function startAgent(name: string) {
  const home = await tempHome();
  const workspace = join(home, 'workspace');
  await mkdir(workspace);
  const agent = await startAgentProcess({ home, args: ['--name', name, '--workspace', workspace] });
  return { ...agent, workspace };
}

async function nextToken(caller: AgentCaller): Promise<string> {
  return (await caller.follow((await caller.run(SHORT_JOB)).id)).output.trim();
}

function agentOf({ agents }: SubscriptionsStatus, name: string): AgentSummary | undefined {
  return agents.find(agent => agent.name === name);
}

/** The arguments of every process of this machine. */
async function commandLines(): Promise<string> {
  const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const lines = await Promise.all(processes.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.join('\n');
}

/** Every file of the home folder. */
async function openFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true });
  const texts = entries.map(entry => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return openFiles(path);
    return entry.isFile() ? readFile(path, 'utf8') : Promise.resolve('');
  });
  return (await Promise.all(texts)).join('\n');
}

function overSocket(home: string, method: string, path: string, body?: string) {
  return new Promise<{ status: number; json: ReturnType<JSON['parse']> }>((resolve, reject) => {
    const call = request({ socketPath: join(home, 'control.sock'), method, path, agent: false }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', chunk => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, json: JSON.parse(text) }));
    });
    call.once('error', reject);
    call.end(body);
  });
}

describe('subscriptions of a running host', () => {
  it('rotates real agents while their jobs go on, survives kill -9, revokes at once, and shows no token', async () => {
    const { home, written, run, done, status, start } = await createWorld();
    const [coder, writer] = [await startAgent('coder'), await startAgent('writer')];
    const hosts: RunningHost[] = [await start()];

    expect(await done(['sub', 'add', 'max-a', '--tier', 'max'], `${oauthToken('A')}\n`)).toMatch(
      /^Added max-a \([0-9a-f]{12}\)\. The provider accepts the token\./,
    );
    await done(['sub', 'add', 'max-b'], oauthToken('B'));
    for (const { url, name } of [
      { url: coder.url, name: 'coder' },
      { url: writer.url, name: 'writer' },
    ]) {
      await done(['agent', 'add', name, '--url', url, '--secret-stdin'], AGENT_SECRET);
      expect(await done(['sub', 'assign', name, 'max-a'])).toMatch(new RegExp(`^${name} moved to “max-a”`));
    }
    expect(await nextToken(coder.caller)).toBe(digest('A'));
    const jobs = await Promise.all([coder, writer].map(({ caller }) => caller.run(LONG_JOB)));

    const dry = await done(['rotate', 'subscription', '--all', '--dry-run']);
    expect(dry).toMatch(/^2 of 2 would move\. Nothing was changed\.\n.*\n.*\n.*coder: 1\. max-b/);
    expect(agentOf(await status(), 'coder')?.subscription).toBe('max-a');
    expect(await done(['rotate', 'subscription', '--all'])).toMatch(
      /^2 of 2 agents moved\.(\n.*max-b {2}hot_reloaded){2}/,
    );
    expect(await Promise.all([coder, writer].map(({ caller }) => nextToken(caller)))).toEqual([
      digest('B'),
      digest('B'),
    ]);
    const after = await status();
    expect(agentOf(after, 'coder')).toMatchObject({
      subscription: 'max-b',
      cause: 'by_hand',
      isConfirmed: true,
      generation: 2,
      canReload: 'yes',
    });
    expect(after).toMatchObject({ state: 'usable', usableTotal: 2, lastSwitch: { from: 'max-a', to: 'max-b' } });
    expect((await done(['status'])).replaceAll(/ +/g, ' ')).toContain('2 of 2 subscriptions are usable; 2 agents work');

    await hosts[0]!.end('SIGKILL');
    hosts.push(await start());
    expect(agentOf(await status(), 'writer')).toMatchObject({ subscription: 'max-b', isConfirmed: true });
    await done(['sub', 'replace', 'max-b'], oauthToken('C'));
    expect(await nextToken(writer.caller)).toBe(digest('C'));

    expect(await done(['sub', 'remove', 'max-b'])).toMatch(/^Removed max-b\. No agent has it any more\./);
    expect(await nextToken(coder.caller)).toBe(digest('A'));
    expect(await done(['sub', 'remove', 'max-a'])).toMatch(/^Removed max-a\. No agent has it any more\./);
    expect(await nextToken(coder.caller)).toBe(createHash('sha256').update('').digest('hex').slice(0, 12));
    expect(await done(['secret', 'list'])).not.toContain('subscription.');

    const arguments_ = await commandLines();
    for (const { workspace } of [coder, writer]) await writeFile(join(workspace, 'finish'), '');
    for (const [index, { caller }] of [coder, writer].entries()) {
      const { output, exit } = await caller.follow(jobs[index]!.id);
      // The jobs began on A and never learned of B, C, or that all of it was taken away.
      expect(output).toBe(`${digest('A')}\n${digest('A')}\n`);
      expect(exit).toMatchObject({ pid: jobs[index]!.pid, exit_code: 0 });
    }
    const snapshot = await run(['status', '--json']);
    expect(snapshot.stdout).toContain('subscriptionSwitched');
    const seen = [
      arguments_,
      await openFiles(home),
      ...written,
      ...hosts.flatMap(host => Object.values(host.output())),
    ];
    for (const letter of ['A', 'B', 'C']) expect(seen.join('\n')).not.toContain(oauthToken(letter).slice(13));
    expect(seen.join('\n')).not.toContain(AGENT_SECRET);
    for (const name of ['subscriptions.json', 'assignments.json', 'agents.json', 'secrets.encrypted.json']) {
      expect((await stat(join(home, name))).mode & 0o777).toBe(0o600);
    }
  });

  it('takes reports of agents: over the socket, by command, once per failure, and only for whom it knows', async () => {
    const { home, run, done, status, start } = await createWorld();
    await done(['sub', 'add', 'max-a'], oauthToken('A'));
    await done(['sub', 'add', 'max-b'], oauthToken('B'));
    await done(['agent', 'add', 'me', '--local']);
    await done(['sub', 'assign', 'me', 'max-a']);
    const host = await start();
    const show = ['exec', '--agent', 'me', '--', process.execPath, '-e', SHORT_JOB];
    expect(await done(show)).toBe(`${digest('A')}\n`);

    const throttled = JSON.stringify({ status: 429, message: 'this is not your usage limit: slow down' });
    expect(await overSocket(home, 'POST', '/agents/me/failures', throttled)).toMatchObject({
      status: 200,
      json: { switched: false, retry: false, why: 'throttled', subscription: 'max-a' },
    });
    const failed = JSON.stringify({ status: 429, message: 'usage limit reached', subscription: 'max-a' });
    expect(await overSocket(home, 'POST', '/api/agents/me/failures', failed)).toMatchObject({
      status: 200,
      json: { switched: true, retry: true, subscription: 'max-b', result: 'hot_reloaded' },
    });
    expect(await done(show)).toBe(`${digest('B')}\n`);
    // The same failure told twice moves nobody again.
    expect(await overSocket(home, 'POST', '/agents/me/failures', failed)).toMatchObject({
      json: { switched: false, retry: true, why: 'stale' },
    });
    const report = ['report-failure', '--agent', 'me', '--status', '401', '--message-stdin'];
    expect(await done(report, '{"error":{"message":"OAuth token has expired"}}')).toMatch(/stays on “max-b”/);
    const { subscriptions, state } = await status();
    expect(subscriptions.map(({ name, state: how }) => [name, how])).toEqual([
      ['max-a', 'limited'],
      ['max-b', 'refused'],
    ]);
    expect(state).toBe('none-usable');

    expect(await overSocket(home, 'POST', '/agents/nobody/failures', failed)).toMatchObject({ status: 404 });
    expect(await overSocket(home, 'POST', '/agents/me/failures', '{"status": "x"}')).toMatchObject({ status: 400 });
    expect(await overSocket(home, 'GET', '/agents/nobody/credential')).toMatchObject({
      status: 404,
      json: { error: { code: 'agent_unknown' } },
    });
    expect((await run(['report-failure', '--agent', 'nobody', '--status', '429'])).stderr).toMatch(/no agent nobody/);
    await host.end('SIGTERM');
    expect((await run(report)).stderr).toMatch(/not running/);
  });

  it('moves an agent right before a turn that would be refused: where its host starts a job, and by command', async () => {
    const { home, run, done, status, start } = await createWorld();
    await start();
    for (const letter of ['A', 'B']) await done(['sub', 'add', `max-${letter.toLowerCase()}`], oauthToken(letter));
    const workspace = await tempHome();
    const coder = await startAgentProcess({ home, args: ['--name', 'coder', '--workspace', workspace] });
    await done(['agent', 'add', 'coder', '--url', coder.url, '--secret-stdin'], AGENT_SECRET);
    for (const name of ['me', 'other']) await done(['agent', 'add', name, '--local']);
    for (const name of ['coder', 'me', 'other']) await done(['sub', 'assign', name, 'max-b']);
    const nothing = 'Nothing speaks against its subscription.\n';
    expect(await done(['agent', 'prepare', 'coder'])).toContain(nothing.trim());
    expect(await nextToken(coder.caller)).toBe(digest('B'));

    // Another agent meets the limit: only that one is moved, and the others before their next turns.
    const report = ['report-failure', '--agent', 'me', '--status', '429', '--message-stdin', '--generation', '1'];
    expect(await done(report, 'usage limit reached')).toMatch(/^me moved to “max-a”/);
    expect(agentOf(await status(), 'coder')?.subscription).toBe('max-b');
    expect(await nextToken(coder.caller)).toBe(digest('A'));
    expect(agentOf(await status(), 'coder')).toMatchObject({ subscription: 'max-a', cause: 'pre_dispatch' });
    expect(await done(['agent', 'prepare', 'other'])).toMatch(
      /^other moved to “max-a” from “max-b” because its subscription met a limit/,
    );
    expect(await done(['agent', 'prepare', 'other'])).toContain(nothing.trim());
    expect(await done(report, 'usage limit reached')).toMatch(/switched meanwhile.* may be tried again/);
    expect((await run(['agent', 'prepare', 'nobody'])).stderr).toMatch(/no agent nobody/);
    expect((await run([...report.slice(0, -1), '-3'])).code).toBe(2);
  });

  it('shows what was measured, and chooses by it', async () => {
    const { provider, done, status, start } = await createWorld();
    await start();
    await done(['sub', 'add', 'max-a'], oauthToken('A'));
    await done(['agent', 'add', 'me', '--local']);
    await done(['sub', 'assign', 'me', 'max-a']);
    await done(['sub', 'add', 'max-b'], oauthToken('B'));
    await done(['sub', 'headroom', 'max-b', '--refresh']);
    allow(provider, 'A', '0.97');
    expect(await done(['sub', 'headroom', 'max-a', '--refresh'])).toMatch(/max-a: low/);
    const now = await status();
    expect(now.subscriptions[0]).toMatchObject({ name: 'max-a', state: 'low', headroom: { freshness: 'fresh' } });
    expect(now.subscriptions[0]?.headroom.windows[0]).toMatchObject({ window: '5h', usedPct: 97, isBlocking: false });
    expect(await done(['rotate', 'subscription', '--agent', 'me'])).toMatch(/^me moved to “max-b”.*20% of its fuller/);
  });

  it('shows what the sandbox has, rotates it while its jobs go on, and puts it away for the first own one', async () => {
    const { home, done, status, start } = await createWorld();
    await start();
    const before = await status();
    expect(before).toMatchObject({ isTryOut: true, state: 'usable', agentsTotal: 3, subscriptionsTotal: 3 });
    expect(await done(['rotate', 'subscription', '--all'])).toMatch(/^3 of 3 agents moved\./);
    const after = await status();
    for (const { name, subscription, health } of after.agents) {
      expect(subscription).not.toBe(agentOf(before, name)?.subscription);
      expect(health).toMatchObject({ state: 'up', activeTasks: agentOf(before, name)?.health.activeTasks });
    }
    expect(await readdir(home)).not.toContain('subscriptions.json');
    expect(await done(['sub', 'add', 'mine'], oauthToken('A'))).toContain(
      "The sandbox's own subscriptions are put away.",
    );
    expect(await status()).toMatchObject({ isTryOut: false, subscriptionsTotal: 1, agentsTotal: 0 });
    expect(await readdir(home)).not.toContain('sandbox');
  });

  it('says what is wrong with its files and goes on, and comes back by itself when that is put right', async () => {
    const { home, done, run, status, start } = await createWorld();
    await done(['sub', 'add', 'max-a'], oauthToken('A'));
    const path = join(home, 'subscriptions.json');
    const good = await readFile(path, 'utf8');
    await writeFile(path, JSON.stringify({ version: 99, content: {} }), { mode: 0o600 });
    await start();
    const broken = await status();
    expect(broken).toMatchObject({ health: 'broken', state: 'failed', isTryOut: false });
    expect(broken.remedy?.text).toMatch(/Update Gatehouse/);
    expect((await run(['sub', 'add', 'max-b'], { input: oauthToken('B') })).stderr).toMatch(/later release.*\nUpdate/);
    expect((await run(['test', 'hello'])).code).toBe(0);
    await writeFile(path, good, { mode: 0o600 });
    await vi.waitFor(
      async () => expect(await status()).toMatchObject({ state: 'usable', subscriptionsTotal: 1 }),
      LIMIT,
    );
  });
});

describe('subscriptions without a running host', () => {
  it('works on the files: adds, tests, renames, assigns, rotates a real agent and removes', async () => {
    const { provider, done, run } = await createWorld();
    const coder = await startAgent('coder');
    await done(['sub', 'add', 'max-a'], oauthToken('A'));
    await done(['sub', 'add', 'max-b', '--no-test'], oauthToken('B'));
    expect(provider.requests).toHaveLength(1);
    expect(await done(['sub', 'test', 'max-b'])).toMatch(/^The provider accepts the token\./);
    expect(await done(['sub', 'rename', 'max-b', 'team'])).toBe('max-b is called team now.\n');
    await done(['agent', 'add', 'coder', '--url', coder.url, '--secret-stdin'], AGENT_SECRET);
    await done(['sub', 'assign', 'coder', 'team']);
    expect(await nextToken(coder.caller)).toBe(digest('B'));
    expect(await done(['rotate', 'subscription', '--agent', 'coder', '--to', 'max-a'])).toMatch(
      /^coder moved to “max-a”/,
    );
    expect(await nextToken(coder.caller)).toBe(digest('A'));
    expect(await done(['agent', 'list'])).toMatch(/^coder {2}agent-server, .*max-a .*\(by hand\)/);
    expect(await done(['agent', 'status', 'coder'])).toMatch(/agent-server, up, 0 running/);
    expect(await done(['sub', 'assign', 'coder', '--none'])).toMatch(/has no subscription any more, after “max-a”/);
    expect(await done(['agent', 'remove', 'coder'])).toBe('Removed coder.\n');
    const list = JSON.parse(await done(['sub', 'list', '--json']));
    expect(SubscriptionsStatus.shape.subscriptions.parse(list).map(({ name }) => name)).toEqual(['max-a', 'team']);
    expect((await run(['secret', 'list'])).stdout).not.toContain('agent.coder');
  });

  it.each([
    [['sub', 'add', 'x'], 'sk-ant-oat01-short', 1, /has 18 characters/],
    [['sub', 'add', 'x'], 'hello', 1, /starts neither with/],
    [['sub', 'add', 'x'], oauthToken('Z'), 1, /expired, revoked or mistyped.*\nNothing was stored/],
    [['sub', 'assign', 'nobody', 'x'], '', 1, /no agent nobody/],
    [['sub', 'assign', 'nobody'], '', 2, /either the name of a subscription or --none/],
    [['sub', 'remove', 'x'], '', 1, /no subscription of that name.*\nAdd one/],
    [['rotate', 'subscription'], '', 2, /either --agent NAME or --all/],
    [['rotate', 'subscription', '--agent', 'nobody'], '', 1, /no agent nobody.*\nAdd one/],
    [['agent', 'add', 'x'], '', 2, /one of --url, --trinity and --local/],
    [['agent', 'add', 'X Y', '--local'], '', 1, /lower-case words joined by hyphens/],
    [['agent', 'add', 'x', '--url', 'http://203.0.113.7:8000'], '', 1, /https, or http on this machine/],
    [['agent', 'remove', 'nobody'], '', 1, /no agent nobody/],
  ])('%j given %j ends with %i', async (args, input, code, message) => {
    const { run } = await createWorld();
    const outcome = await run(args, { input });
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(message);
    if (input.length > 10) expect(outcome.stderr).not.toContain(input);
  });
});
