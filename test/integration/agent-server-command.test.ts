import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { encryptedFileCandidate, Redactor, SystemClock } from '../../electron/core/platform/index.ts';
import { agentClient, order } from '../helpers/agent-host.ts';
import { launchBuilt, startAgentProcess } from '../helpers/agent-process.ts';
import { tempHome } from '../helpers/temp-home.ts';

const never = new AbortController().signal;

it('gatehouse agent-server makes a secret at its first start, keeps it, and never shows it', async () => {
  const home = await tempHome();
  const workspace = await tempHome();
  const start = () =>
    startAgentProcess({ home, args: ['--workspace', workspace], env: { GATEHOUSE_AGENT_SECRET: '' } });
  const first = await start();
  const store = encryptedFileCandidate({
    home,
    keyFolder: join(home, 'keys'),
    redactor: new Redactor(),
    clock: new SystemClock(),
    platform: process.platform,
  }).open();
  const secret = (await store.get('agent.coder.secret', never))!;
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  expect(first.output()).toContain('agent.coder.secret');
  expect(await agentClient(first.url, secret).reload(order('B', 1), never)).toMatchObject({ kind: 'reloaded' });
  expect(await agentClient(first.url).reload(order('C', 2), never)).toMatchObject({ kind: 'rejected', status: 401 });
  expect(await first.end('SIGINT')).toBe(0);
  const second = await start();
  expect(second.output()).not.toContain('Stored');
  expect(await agentClient(second.url, secret).health(never)).toMatchObject({ state: 'up', generation: 1 });
  expect(await second.end('SIGTERM')).toBe(0);
  for (const text of [first.output(), second.output()]) expect(text).not.toContain(secret);
});

it('gatehouse agent-server takes the secret from a file', async () => {
  const home = await tempHome();
  const file = join(home, 'secret');
  await writeFile(file, 'from-a-file-0123456789\n');
  const agent = await startAgentProcess({ home, args: ['--workspace', await tempHome(), '--secret-file', file] });
  const reply = await agentClient(agent.url, 'from-a-file-0123456789').reload(order('B', 1), never);
  expect(reply).toMatchObject({ kind: 'reloaded' });
});

it('gatehouse agent-server names what is wrong', async () => {
  const home = await tempHome();
  const run = async (args: string[], env: Record<string, string> = {}) => {
    const { ended, written } = launchBuilt(['agent-server', ...args], { HOME: home, GATEHOUSE_HOME: home, ...env });
    return [await ended, written.stderr] as const;
  };
  const workspace = ['--workspace', await tempHome()];
  expect(await run(['--name', 'coder'])).toEqual([2, expect.stringContaining('--port')]);
  expect(await run(['--name', 'coder', '--port', '70000'])).toEqual([2, expect.stringContaining('65535')]);
  expect(await run(['--name', '../x', '--port', '0'])).toEqual([1, expect.stringContaining('lower-case words')]);
  expect(await run(['--name', 'coder', '--port', '0', '--workspace', home])).toEqual([
    1,
    expect.stringContaining('--state DIR'),
  ]);
  expect(await run(['--name', 'coder', '--port', '0', ...workspace, '--secret-file', '/none'])).toEqual([
    1,
    expect.stringContaining('--secret-file'),
  ]);
  expect(await run(['--name', 'coder', '--port', '0', ...workspace], { GATEHOUSE_AGENT_SECRET: 'short' })).toEqual([
    1,
    expect.stringContaining('at least 16'),
  ]);
});
