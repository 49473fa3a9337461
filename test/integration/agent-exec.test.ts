import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LocalAgent } from '../../electron/core/agents/index.ts';
import { outwardError } from '../../electron/core/control/index.ts';
import { Redactor } from '../../electron/core/platform/index.ts';
import { oauthToken, order } from '../helpers/agent-host.ts';
import { launchBuilt } from '../helpers/agent-process.ts';
import { tempHome } from '../helpers/temp-home.ts';

const never = new AbortController().signal;

/** A home whose running instance knows the agent "coder". */
async function homeWith(agent: LocalAgent): Promise<string> {
  const home = await tempHome();
  const server = createServer((request, response) => {
    request.resume();
    try {
      expect(`${request.method} ${request.url}`).toBe('GET /agents/coder/credential');
      response.end(JSON.stringify(agent.credential()));
    } catch (error) {
      response.writeHead(409).end(JSON.stringify({ error: outwardError(error, new Redactor()) }));
    }
  });
  server.listen(join(home, 'control.sock'));
  await once(server, 'listening');
  onTestFinished(() => new Promise<void>(resolve => server.close(() => resolve())));
  return home;
}

function exec(home: string, script: string, env: Record<string, string> = {}) {
  const args = ['exec', '--agent', 'coder', '--', process.execPath, '-e', script];
  return launchBuilt(args, { HOME: home, GATEHOUSE_HOME: home, ...env });
}

const SHOW = `console.log(['CLAUDE_CODE_OAUTH_TOKEN', 'ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'GATEHOUSE_HOME'].map(name => process.env[name]?.slice(-1) ?? '-').join(' '))`;

describe('gatehouse exec', () => {
  it('starts on the token of the moment, without keys that shadow it; one that runs keeps its own', async () => {
    const agent = new LocalAgent('coder');
    await agent.reload(order('A', 1), never);
    const home = await homeWith(agent);
    const keys = { ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_AUTH_TOKEN: 'key-2' };
    const long = exec(
      home,
      `${SHOW}; process.once('SIGUSR2', () => { ${SHOW}; clearInterval(timer); }); const timer = setInterval(() => 0, 1000)`,
      keys,
    );
    await once(long.child.stdout, 'data');
    await agent.reload(order('B', 2), never);
    const next = exec(home, SHOW, keys);
    expect(await next.ended).toBe(0);
    expect(next.written.stdout).toBe('B - - -\n');
    long.child.kill('SIGUSR2');
    expect(await long.ended).toBe(0);
    expect(long.written.stdout).toBe('A - - -\nA - - -\n');
    await agent.reload(order('C', 3, { removeApiKey: false }), never);
    const keeping = exec(home, SHOW, keys);
    await keeping.ended;
    expect(keeping.written.stdout).toBe('C 1 2 -\n');
  });

  it('passes on the exit code, signals, and how a signal ended the process', async () => {
    const agent = new LocalAgent('coder');
    await agent.reload(order('A', 1), never);
    const home = await homeWith(agent);
    expect(await exec(home, 'process.exit(42)').ended).toBe(42);
    const polite = exec(
      home,
      `process.on('SIGINT', () => process.exit(7)); setInterval(() => 0, 1000); console.log('up')`,
    );
    await once(polite.child.stdout, 'data');
    polite.child.kill('SIGINT');
    expect(await polite.ended).toBe(7);
    const plain = exec(home, `setInterval(() => 0, 1000); console.log('up')`);
    await once(plain.child.stdout, 'data');
    plain.child.kill('SIGTERM');
    expect(await plain.ended).toBe(143);
  });

  it('says why it cannot: no program, no subscription, no instance, no such name', async () => {
    const agent = new LocalAgent('coder');
    const home = await homeWith(agent);
    const unassigned = exec(home, SHOW);
    expect(await unassigned.ended).toBe(1);
    expect(unassigned.written.stderr).toMatch(/has no subscription[\s\S]*gatehouse sub assign/);
    await agent.reload(order('A', 1), never);
    const missing = launchBuilt(['exec', '--agent', 'coder', '--', '/no/such/program'], { GATEHOUSE_HOME: home });
    expect(await missing.ended).toBe(127);
    expect(missing.written.stderr).toContain('command not found');
    const alone = exec(await tempHome(), SHOW);
    expect(await alone.ended).toBe(1);
    expect(alone.written.stderr).toMatch(/not running[\s\S]*gatehouse run/);
    const named = launchBuilt(['exec', '--agent', '../x', '--', 'ls'], { GATEHOUSE_HOME: home });
    expect(await named.ended).toBe(1);
    expect(named.written.stderr).toContain('lower-case words');
    for (const { written } of [unassigned, missing, alone, named]) {
      expect(written.stdout + written.stderr).not.toContain(oauthToken('A'));
    }
  });
});
