import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { Gatehouse } from '../../electron/core/app/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { networkOf, settingsIn, startGatehouseIn } from '../helpers/gatehouse-in.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const LIMIT = { timeout: 60_000, interval: 25 };

async function sandboxOf(): Promise<Sandbox> {
  const sandbox = await startSandbox({ seed: 'pause', clock, enclaveCount: 3, signal });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

async function startOn(sandbox: Sandbox, home: string): Promise<Gatehouse> {
  return startGatehouseIn({ home, loaded: await settingsIn(home, signal), network: networkOf(sandbox) });
}

const isOpen = ({ gateway, tee }: StatusSnapshot): boolean => gateway?.state === 'ready' && tee.state === 'attested';

async function says(gatehouse: Gatehouse, holds: (snapshot: StatusSnapshot) => boolean): Promise<void> {
  await expect.poll(() => holds(gatehouse.status.snapshot()), LIMIT).toBe(true);
}

function ask({ status }: Gatehouse): Promise<Response> {
  return fetch(`${status.snapshot().proxy.endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
  });
}

describe('a whole host in a pause', () => {
  it('serves on, never through a TEE that is not listed any more, and repairs all when it ends', async () => {
    const sandbox = await sandboxOf();
    const gatehouse = await startOn(sandbox, await tempHome());
    await says(gatehouse, isOpen);
    const before = gatehouse.status.snapshot().tee.current?.teeId ?? '';

    await gatehouse.execute({ name: 'pause', until: 'hour' }, signal);
    const { health, headline, paused } = gatehouse.status.snapshot();
    expect(health).toBe('paused');
    expect(headline).toMatch(/^Paused until \d\d:\d\d\. Nothing is rotated or reconnected\./);
    expect(paused?.until).toBeGreaterThan(clock.now() + 3_590_000);
    expect((await ask(gatehouse)).status).toBe(200);

    sandbox.gateway.faults.closeAll(1012, 'service restart');
    await says(gatehouse, ({ gateway }) => gateway?.state === 'idle');
    await sandbox.network.rotateSigningKey(before);
    await gatehouse.execute({ name: 'checkRegistry' }, signal);
    const refused = await ask(gatehouse);
    expect(refused.status).toBe(503);
    expect(JSON.stringify(await refused.json())).toContain('gatehouse resume');
    expect(gatehouse.status.snapshot().headline).toContain('Private inference is shut.');

    const rotated = await gatehouse.execute({ name: 'rotateTee' }, signal);
    expect(rotated.changed).toBe(true);
    expect((await ask(gatehouse)).status).toBe(200);
    expect(gatehouse.status.snapshot().gateway?.state).toBe('idle');

    await gatehouse.execute({ name: 'resume' }, signal);
    await says(gatehouse, snapshot => isOpen(snapshot) && snapshot.paused === null);
    expect(gatehouse.status.snapshot().health).toBe('well');
    const codes = gatehouse.status.activity().map(({ code }) => code);
    expect(codes).toEqual(expect.arrayContaining(['paused', 'resumed']));
  });

  it('is still paused after a restart, and connects nothing before it ends', async () => {
    const sandbox = await sandboxOf();
    const home = await tempHome();
    const first = await startOn(sandbox, home);
    await says(first, isOpen);
    await first.execute({ name: 'pause', until: 'tomorrow' }, signal);
    await first.stop();

    const second = await startOn(sandbox, home);
    await says(second, ({ tee }) => tee.state === 'attested');
    expect(second.status.snapshot()).toMatchObject({ health: 'paused', gateway: { state: 'idle' } });
    expect(second.status.snapshot().gateway?.remedy?.command).toBe('resume');
    await second.execute({ name: 'reconnectGateway' }, signal);
    await says(second, isOpen);
    expect(second.status.snapshot().health).toBe('paused');
    expect((await ask(second)).status).toBe(200);
    await second.execute({ name: 'resume' }, signal);
    expect(second.status.snapshot().paused).toBeNull();
  });
});

describe('gatehouse pause', () => {
  it('pauses and resumes a running instance, and says so in the status', async () => {
    const home = await tempHome();
    await startHost({ home });
    const run = async (...args: string[]): Promise<string> => (await runCommand(args, { home })).stdout;
    expect(await run('pause', '--for', '1h')).toMatch(
      /^Paused until \d\d:\d\d\. Nothing is rotated or reconnected; what is under way goes on\.$/m,
    );
    const status = await run('status');
    expect(status).toMatch(/^Paused until \d\d:\d\d\. Nothing is rotated or reconnected\. /);
    expect(status).toMatch(
      /^Paused {6}for \d+ (?:s|min), for (?:60|5\d) min more\. Requests go on, sealed to attested TEEs only\.$/m,
    );
    expect(await run('resume')).toBe('Gatehouse works by itself again, and looks at everything now.\n');
    expect(await run('resume')).toBe('Gatehouse is not paused.\n');
    expect(await run('status')).not.toContain('Paused');
  });

  it('takes no other time than those it names', async () => {
    const { code, stderr } = await runCommand(['pause', '--for', '2h'], { home: await tempHome() });
    expect(code).toBe(2);
    expect(stderr).toContain('1h, tomorrow');
  });
});

describe('the notices of gatehouse run', () => {
  it('are lines in its terminal, unless it is quiet', async () => {
    for (const quiet of [false, true]) {
      const home = await tempHome();
      const args = ['--sandbox', '--port', '0', '--no-dashboard', ...(quiet ? ['--quiet'] : [])];
      const host = await startHost({ home, args, env: { GATEHOUSE_NOTIFICATIONS_BY_HAND: 'true' } });
      await runCommand(['rotate', 'tee'], { home });
      const logged = () => readFile(join(home, 'logs', 'gatehouse.log'), 'utf8');
      await expect.poll(logged, LIMIT).toContain('Requests go to another TEE');
      const { stdout } = await host.end('SIGTERM');
      const line = /^\[\d\d:\d\d\] Requests go to another TEE: 0x\w+…\w+ replaced 0x/m;
      if (quiet) expect(stdout).not.toMatch(line);
      else expect(stdout).toMatch(line);
    }
  });
});
