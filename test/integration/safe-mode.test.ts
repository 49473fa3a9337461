import { existsSync } from 'node:fs';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { MARKER_FILE } from '../../electron/core/crash/index.ts';
import { type RunningHost, runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const CRASH = `--import ${fileURLToPath(new URL('../helpers/crash-after.mjs', import.meta.url))}`;
const WITHOUT_DASHBOARD = ['--sandbox', '--port', '0', '--no-dashboard'];

function start(home: string, env: Readonly<Record<string, string>> = {}): Promise<RunningHost> {
  return startHost({ home, args: WITHOUT_DASHBOARD, env });
}

async function statusOf(home: string): Promise<StatusSnapshot> {
  return StatusSnapshot.parse(JSON.parse((await runCommand(['status', '--json'], { home })).stdout));
}

async function ask(endpoint: string | null): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
  });
  return { status: response.status, body: await response.json() };
}

describe('the headless host after a crash', () => {
  it('starts in safe mode the fourth time, leaves it at a word, and is itself again', async () => {
    const home = await tempHome();
    await (await start(home)).end('SIGKILL');
    const aborted = await start(home, { NODE_OPTIONS: CRASH, CRASH_HOW: 'abort' });
    expect(aborted.output().stdout).toContain('The last run ended unexpectedly.');
    await aborted.ended;
    const thrown = await (await start(home, { NODE_OPTIONS: CRASH })).ended;
    expect(thrown).toMatchObject({ code: 1, stderr: expect.stringContaining('No such table: [redacted]') });

    const host = await start(home);
    const sentence = 'Safe mode: Gatehouse ended unexpectedly 3 times within 10 minutes (No such table: [redacted]).';
    expect(host.output().stdout).toContain(sentence);
    const status = await statusOf(home);
    expect(status).toMatchObject({ health: 'needs-you', headline: sentence, safeMode: { crashes: 3 }, sandbox: null });
    expect(status.gateway?.connectedAt ?? null).toBeNull();
    expect(status.tee.registry.lastAttemptAt).toBeNull();
    expect(status.activity.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['safeModeStarted', 'endedUnexpectedly', 'appStarted']),
    );
    const bundle = (await runCommand(['diagnostics'], { home })).stdout;
    expect(bundle).toContain('crashed, headless');
    expect(bundle).toContain('Error: No such table: [redacted]');

    expect((await runCommand(['safe-mode', 'leave'], { home })).stdout).toContain('Safe mode was left');
    const left = await statusOf(home);
    expect(left.safeMode).toBeNull();
    await expect.poll(async () => (await ask(left.proxy.endpoint)).status, { timeout: 20_000 }).toBe(200);
    expect(await host.end('SIGTERM')).toMatchObject({ code: 0 });
    expect(existsSync(join(home, MARKER_FILE))).toBe(false);
  });

  it('does not count ends that were wanted, starts that were refused, and second instances', async () => {
    const home = await tempHome();
    await (await start(home)).end('SIGTERM');
    const host = await start(home);
    const marker = await readFile(join(home, MARKER_FILE), 'utf8');
    expect(await runCommand(['run', ...WITHOUT_DASHBOARD], { home })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('already running'),
    });
    expect(await readFile(join(home, MARKER_FILE), 'utf8')).toBe(marker);
    await host.end('SIGTERM');
    await writeFile(join(home, 'config.json'), JSON.stringify({ proxy: { port: 'none' } }));
    expect((await runCommand(['run', '--sandbox'], { home })).stderr).toContain('proxy.port');

    expect(existsSync(join(home, MARKER_FILE))).toBe(false);
    expect(existsSync(join(home, 'logs', 'crashes.jsonl'))).toBe(false);
  });

  it('starts with broken settings when it is asked for, and says what is wrong when it is to be left', async () => {
    const home = await tempHome();
    await writeFile(
      join(home, 'config.json'),
      JSON.stringify({ proxy: { port: 0 }, tee: { refreshSeconds: 'often' } }),
    );
    const host = await startHost({ home, args: ['--no-dashboard', '--safe-mode'] });

    expect(host.output().stdout).toContain('Safe mode: --safe-mode asked for it.');
    expect(host.output().stdout).toContain('tee.refreshSeconds');
    const { sentence = '' } = (await statusOf(home)).safeMode ?? {};
    expect(await ask(host.ready.endpoint)).toMatchObject({
      status: 503,
      body: { error: { code: 'safe_mode', message: expect.stringContaining(sentence) } },
    });
    expect(await runCommand(['rotate', 'tee'], { home })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('gatehouse safe-mode leave'),
    });
    const refused = await runCommand(['safe-mode', 'leave'], { home });
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('tee.refreshSeconds') });
    expect((await statusOf(home)).safeMode).not.toBeNull();
    await writeFile(join(home, 'config.json'), JSON.stringify({ network: 'sandbox', proxy: { port: 0 } }));
    expect((await runCommand(['safe-mode', 'leave'], { home })).code).toBe(0);
    expect(await host.end('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('says in one sentence that it cannot use its home folder', async () => {
    const home = await tempHome();
    const folder = join(home, 'file');
    await writeFile(folder, '');
    await chmod(folder, 0o400);

    const outcome = await runCommand(['run', '--home', join(folder, 'inside'), '--safe-mode'], { home });
    expect(outcome).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be written') });
  });
});
