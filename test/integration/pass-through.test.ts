import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { oauthToken } from '../helpers/agent-host.ts';
import { launchBuilt } from '../helpers/agent-process.ts';
import { passMessage } from '../helpers/pass-through.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { type ProviderScript, scriptedProvider } from '../helpers/scripted-provider.ts';
import { tempHome, textOfHome } from '../helpers/temp-home.ts';

/** An agent as Claude's command line is one: asks once for each signal, and says how that went. */
const AGENT = `
  process.on('SIGUSR2', async () => {
    const reply = await fetch(process.env.ANTHROPIC_BASE_URL + '/v1/messages?beta=true', {
      method: 'POST',
      headers: { authorization: 'Bearer ' + process.env.ANTHROPIC_AUTH_TOKEN, 'content-type': 'application/json' },
      body: '{"messages":[]}',
    });
    console.log(JSON.stringify({ status: reply.status, pid: process.pid }));
  });
  console.log(JSON.stringify(process.env));
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.exit(), 100);`;

function serving(): ProviderScript {
  const reset = Math.floor(Date.now() / 1_000) + 7_200;
  return { windows: { '5h': { utilization: '0.2', reset }, '7d': { utilization: '0.2', reset } } };
}

function limited(): ProviderScript {
  const reset = Math.floor(Date.now() / 1_000) + 7_200;
  return { mode: 'quota', claim: 'five_hour', windows: { '5h': { utilization: '1.0', status: 'rejected', reset } } };
}

async function createWorld() {
  const home = await tempHome();
  const provider = await scriptedProvider();
  for (const letter of ['A', 'B']) provider.script(oauthToken(letter), serving());
  const env = {
    GATEHOUSE_SUBSCRIPTIONS_PROVIDER_URL: provider.url.href,
    GATEHOUSE_SUBSCRIPTIONS_HEADROOM_AMBIENT: 'off',
    GATEHOUSE_SANDBOX_DEMO: 'off',
  };
  const written: string[] = [];
  const run = async (args: readonly string[], input?: string) => {
    const outcome = await runCommand(args, { home, env, ...(input === undefined ? {} : { input }) });
    written.push(outcome.stdout, outcome.stderr);
    return outcome;
  };
  const done = async (args: readonly string[], input?: string): Promise<string> => {
    const outcome = await run(args, input);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    return outcome.stdout;
  };
  await done(['sub', 'add', 'max-a', '--no-test'], oauthToken('A'));
  await done(['sub', 'add', 'max-b', '--no-test'], oauthToken('B'));
  await done(['agent', 'add', 'me', '--local']);
  await done(['sub', 'assign', 'me', 'max-a']);
  const tokens = (): (string | undefined)[] => provider.requests.map(({ headers }) => headers.authorization?.at(-1));
  return {
    home,
    provider,
    env,
    written,
    run,
    done,
    tokens,
    start: (more = {}) => startHost({ home, env: { ...env, ...more } }),
  };
}

/** The arguments of every process of this machine. */
async function commandLines(): Promise<string> {
  const processes = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const lines = await Promise.all(processes.map(pid => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')));
  return lines.join('\n');
}

describe('a program that is started with gatehouse exec --pass-through', () => {
  it('goes on in the same process when its subscription meets its limit, and never has a token', async () => {
    const { home, provider, env, written, done, tokens, start } = await createWorld();
    const host = await start();
    const keys = {
      ANTHROPIC_API_KEY: 'left-over-1',
      CLAUDE_CODE_OAUTH_TOKEN: 'left-over-2',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    };
    const agent = launchBuilt(['exec', '--agent', 'me', '--pass-through', '--', process.execPath, '-e', AGENT], {
      ...env,
      ...keys,
      HOME: home,
      GATEHOUSE_HOME: home,
    });
    const lines = createInterface({ input: agent.child.stdout })[Symbol.asyncIterator]();
    const next = async (): Promise<ReturnType<JSON['parse']>> => JSON.parse((await lines.next()).value as string);
    const turn = (): ReturnType<typeof next> => {
      agent.child.kill('SIGUSR2');
      return next();
    };
    const environment = await next();
    expect(environment).toMatchObject({
      ANTHROPIC_BASE_URL: host.ready.endpoint?.replace('/v1', '/agents/me'),
      ANTHROPIC_AUTH_TOKEN: expect.stringMatching(/^sk-gatehouse-/),
      NO_PROXY: '127.0.0.1',
    });
    for (const name of ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_OAUTH_TOKEN', 'GATEHOUSE_HOME']) {
      expect(environment).not.toHaveProperty(name);
    }

    const first = await turn();
    expect(first.status).toBe(200);
    provider.script(oauthToken('A'), limited());
    expect(await turn()).toEqual(first);
    expect(tokens()).toEqual(['A', 'A', 'B']);
    provider.script(oauthToken('A'), serving());
    // By hand it may go back, once the provider is seen to serve it again.
    await done(['sub', 'headroom', 'max-a', '--refresh']);
    await done(['rotate', 'subscription', '--agent', 'me', '--to', 'max-a']);
    expect(await turn()).toEqual(first);
    expect(tokens()).toEqual(['A', 'A', 'B', 'A', 'A']);

    const snapshot = StatusSnapshot.parse(JSON.parse(await done(['status', '--json'])));
    expect(snapshot.activity.filter(({ code }) => code === 'subscriptionSwitched')).toHaveLength(2);
    expect(snapshot.subscriptions.lastSwitch).toMatchObject({ from: 'max-b', to: 'max-a', cause: 'by_hand' });
    const key = String(environment.ANTHROPIC_AUTH_TOKEN);
    const arguments_ = await commandLines();
    agent.child.kill('SIGTERM');
    await agent.ended;
    const seen = [
      arguments_,
      await textOfHome(home),
      ...written,
      ...Object.values(host.output()),
      JSON.stringify(snapshot),
    ];
    for (const letter of ['A', 'B']) {
      expect(seen.join('\n')).not.toContain(oauthToken(letter).slice(13));
      expect(JSON.stringify(environment)).not.toContain(oauthToken(letter).slice(13));
    }
    expect(seen.join('\n')).not.toContain(key.slice(13));
  });

  it('is not started when there is nothing to work through: no instance, no such agent, not wanted', async () => {
    const { run, start } = await createWorld();
    const exec = (name: string) => run(['exec', '--agent', name, '--pass-through', '--', process.execPath, '-e', '1']);
    expect(await exec('me')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not running[\s\S]*gatehouse run/),
    });
    const host = await start({ GATEHOUSE_SUBSCRIPTIONS_PASS_THROUGH: 'off' });
    expect(await exec('me')).toMatchObject({ code: 1, stderr: expect.stringMatching(/subscriptions\.passThrough/) });
    await host.end('SIGTERM');
    await start();
    expect(await exec('nobody')).toMatchObject({ code: 1, stderr: expect.stringMatching(/no agent nobody/) });
    expect(await exec('me')).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('gatehouse agent key', () => {
  it('prints the key that opens the endpoint, the same one with and without a running host', async () => {
    const { home, run, done, start, tokens } = await createWorld();
    const key = (await done(['agent', 'key', 'me'])).trim();
    expect(key).toMatch(/^sk-gatehouse-[\w-]{43}$/);
    const { ready } = await start();
    expect(await done(['agent', 'key', 'me'])).toBe(`${key}\n`);
    expect(JSON.parse(await done(['agent', 'key', 'me', '--json']))).toEqual({ agent: 'me', key });
    const base = ready.endpoint?.replace('/v1', '/agents/me') ?? '';
    const lines = (await done(['agent', 'key', 'me', '--env', 'sh'])).split('\n');
    expect(lines.slice(-3)).toEqual([
      `export ANTHROPIC_BASE_URL='${base}'`,
      `export ANTHROPIC_AUTH_TOKEN='${key}'`,
      '',
    ]);

    const path = '/agents/me/v1/messages';
    expect((await passMessage(base, { path, key })).status).toBe(200);
    const fresh = (await done(['agent', 'key', 'me', '--new'])).trim();
    expect(fresh).not.toBe(key);
    expect((await passMessage(base, { path, key })).status).toBe(401);
    expect((await passMessage(base, { path, key: fresh })).status).toBe(200);
    expect(tokens()).toEqual(['A', 'A']);
    expect((await run(['agent', 'key', 'nobody'])).stderr).toMatch(/no agent nobody/);
    await done(['agent', 'remove', 'me']);
    expect((await passMessage(base, { path, key: fresh })).status).toBe(401);
    expect(await done(['secret', 'list'])).not.toContain('agent.me');
    expect(await textOfHome(home)).not.toContain(createHash('sha256').update(fresh).digest('hex'));
  });
});

describe('the sandbox', () => {
  it('lets its agents work through the endpoint, for who tries that out', async () => {
    const home = await tempHome();
    const { ready } = await startHost({ home, env: { GATEHOUSE_SANDBOX_DEMO: 'off' } });
    const { stdout } = await runCommand(['agent', 'key', 'coder'], { home });
    const body = JSON.stringify({ model: 'sandbox', max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] });
    const reply = await passMessage(ready.endpoint ?? '', { key: stdout.trim(), body });
    expect([reply.status, JSON.parse(reply.text)]).toMatchObject([200, { type: 'message', role: 'assistant' }]);
    expect(reply.headers).toMatchObject({ 'x-gatehouse-sandbox': 'true' });
  });
});
