import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RestartHook, type RestartHookOptions } from '../../../electron/core/agents/index.ts';
import { Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { oauthToken, order } from '../../helpers/agent-host.ts';
import { tempHome } from '../../helpers/temp-home.ts';

const never = new AbortController().signal;

function hook(command: readonly string[], changes: Partial<RestartHookOptions> = {}): RestartHook {
  const scrubber = new Redactor();
  return new RestartHook({
    command,
    env: { PATH: process.env['PATH'] },
    clock: new SystemClock(),
    scrubber,
    ...changes,
  });
}

const node = (script: string, ...words: string[]): string[] => [process.execPath, '-e', script, ...words];

describe('a restart hook', () => {
  it('runs the command without a shell, with the name of the agent in place', async () => {
    const script = 'process.exit(process.argv[1] === "restart coder; exit 1" ? 0 : 9)';
    expect(await hook(node(script, 'restart {agent}; exit 1')).run('coder', order('B', 1), never)).toEqual({
      ok: true,
    });
  });

  it('tells the command subscription and generation, and the token only where that was asked for', async () => {
    const script = `
      const { GATEHOUSE_AGENT, GATEHOUSE_SUBSCRIPTION, GATEHOUSE_AGENT_GENERATION, ...rest } = process.env;
      const token = rest.CLAUDE_CODE_OAUTH_TOKEN === undefined ? 'none' : 'some';
      console.log([GATEHOUSE_AGENT, GATEHOUSE_SUBSCRIPTION, GATEHOUSE_AGENT_GENERATION, token, rest.ANTHROPIC_API_KEY, rest.GATEHOUSE_HOME].join('|'));
      process.exit(1);
    `;
    const env = {
      PATH: process.env['PATH'],
      ANTHROPIC_API_KEY: 'k',
      GATEHOUSE_HOME: '/h',
      CLAUDE_CODE_OAUTH_TOKEN: 't',
    };
    expect(await hook(node(script), { env }).run('coder', order('B', 4), never)).toMatchObject({
      reason: expect.stringContaining('coder|sub B|4|none||'),
    });
    expect(await hook(node(script), { env, passToken: true }).run('coder', order('B', 4), never)).toMatchObject({
      reason: expect.stringContaining('coder|sub B|4|some||'),
    });
  });

  it('gives the code and the last line of a failure, shortened and without the token', async () => {
    const script = `console.log('x'.repeat(100000)); console.error('no such container ' + process.env.CLAUDE_CODE_OAUTH_TOKEN + 'y'.repeat(1000)); process.exit(5)`;
    const result = await hook(node(script), { passToken: true }).run('coder', order('B', 1), never);
    expect(result).toMatchObject({ ok: false, reason: expect.stringMatching(/ended with code 5: no such container/) });
    expect(JSON.stringify(result)).not.toContain(oauthToken('B'));
    expect(result).toMatchObject({ told: { code: 'restart_exit_code', why: expect.any(String) } });
    expect(JSON.stringify(result).length).toBeLessThan(1_000);
  });

  it('is done when the command is, and leaves the daemon alone that it started', async () => {
    const script = `
      const { spawn } = require('node:child_process');
      const daemon = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit', detached: process.platform === 'win32' });
      daemon.unref();
      require('node:fs').writeFileSync(process.argv[1], String(daemon.pid));
      process.exit(0);
    `;
    const file = join(await tempHome(), 'pid');
    expect(await hook(node(script, file)).run('coder', undefined, never)).toEqual({ ok: true });
    const pid = Number(await readFile(file, 'utf8'));
    expect(process.kill(pid, 0)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it('says that the program is not there', async () => {
    expect(await hook(['/no/such/program']).run('coder', undefined, never)).toEqual({
      ok: false,
      reason: 'the restart command failed: it could not be started (ENOENT)',
      told: { code: 'restart_not_begun', name: 'ENOENT' },
    });
  });

  it('is ended with all it started when it takes too long', async () => {
    const inner = `require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' }); setInterval(() => 0, 1000)`;
    // The output stays open while any of them lives, so an answer proves that all are gone.
    expect(await hook(node(inner), { timeoutMs: 300 }).run('coder', undefined, never)).toMatchObject({
      reason: 'the restart command failed: it did not end within 0.3 s',
    });
  });

  it('ends with the reason of its signal', async () => {
    const stop = new AbortController();
    const running = hook(node('setInterval(() => 0, 1000)')).run('coder', undefined, stop.signal);
    stop.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });

  it('cannot be empty', () => {
    expect(() => hook([])).toThrow(expect.objectContaining({ code: 'restart_hook_invalid' }));
  });
});
