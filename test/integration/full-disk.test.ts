import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { allowWrites, refuseWrites } from '../helpers/full-disk.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

async function ask(endpoint: string | null): Promise<Response> {
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
  });
  await response.text();
  return response;
}

async function statusOf(home: string): Promise<StatusSnapshot> {
  return StatusSnapshot.parse(JSON.parse((await runCommand(['status', '--json'], { home })).stdout));
}

/** Every file of the home that is JSON, or lines of JSON; a torn one would throw. */
async function readEverything(home: string): Promise<void> {
  const files = await readdir(home, { recursive: true, withFileTypes: true });
  for (const { name, parentPath } of files.filter(file => file.isFile())) {
    const text = await readFile(join(parentPath, name), 'utf8');
    if (name.endsWith('.json')) JSON.parse(text);
    if (/\.(?:jsonl|log)$/.test(name)) for (const line of text.split('\n').filter(Boolean)) JSON.parse(line);
    expect(name).not.toMatch(/\.tmp$|write-test/);
  }
}

describe('a host that finds no room on its disk', () => {
  it('answers and verifies as before, says so everywhere, keeps what it had and goes on by itself', async () => {
    const home = await tempHome();
    const host = await startHost({ home });
    expect((await ask(host.ready.endpoint)).status).toBe(200);
    const receipts = async (): Promise<number> =>
      (await runCommand(['receipts', 'list', '--json'], { home })).stdout.trim().split('\n').length;
    await expect.poll(receipts).toBeGreaterThan(0);
    await runCommand(['gateway', 'add', 'studio', 'ws://127.0.0.1:9'], { home });
    const settings = await readFile(join(home, 'config.json'), 'utf8');
    expect(settings).toContain('studio');

    await refuseWrites(host.pid);
    for (let number = 0; number < 3; number += 1) {
      const response = await ask(host.ready.endpoint);
      expect(response.status).toBe(200);
      expect(response.headers.get('x-opengradient-verified')).toBe('true');
    }
    await expect.poll(async () => (await statusOf(home)).storage?.receiptsLost ?? 0).toBeGreaterThan(0);
    const full = await statusOf(home);
    expect(full.storage).toMatchObject({ cause: 'full', remedy: { code: 'free_disk' } });
    expect(full.headline).toContain('No room is left on the disk.');
    expect(full.health).not.toBe('well');
    expect(full.activity.filter(({ code }) => code === 'storageFailed')).toHaveLength(1);
    const text = (await runCommand(['status'], { home })).stdout;
    expect(text).toMatch(/Storage +full, for .*: No room is left at /);
    expect(text).toContain('To do: Make room on this disk.');
    const report = (await runCommand(['diagnostics'], { home })).stdout;
    expect(report).toMatch(/Disk space for logs and receipts[^\n]*\n?.*No room is left at /);
    // What a person changes meanwhile is refused as a whole, with the reason.
    const refused = await runCommand(['gateway', 'add', 'attic', 'ws://127.0.0.1:9'], { home });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('could not be written');
    expect(await readFile(join(home, 'config.json'), 'utf8')).toBe(settings);

    await allowWrites(host.pid);
    await expect.poll(async () => (await statusOf(home)).storage, { timeout: 30_000 }).toBeUndefined();
    const after = await statusOf(home);
    expect(after.activity.filter(({ code }) => code === 'storageRecovered')).toHaveLength(1);
    expect(after.activity.filter(({ code }) => code === 'storageFailed')).toHaveLength(1);
    expect((await ask(host.ready.endpoint)).status).toBe(200);
    expect((await runCommand(['gateway', 'add', 'attic', 'ws://127.0.0.1:9'], { home })).code).toBe(0);
    expect((await host.end('SIGTERM')).code).toBe(0);
    await readEverything(home);
    expect((await runCommand(['receipts', 'verify', join(home, 'receipts.jsonl')], { home })).stdout).toMatch(
      /^\d+ verified, 0 bad\.$/m,
    );
    const log = await readFile(join(home, 'logs', 'gatehouse.log'), 'utf8');
    expect(log).toContain('Everything can be written again.');
  });

  it('ends in order while there is no room', async () => {
    const home = await tempHome();
    const host = await startHost({ home });
    await refuseWrites(host.pid);
    expect((await ask(host.ready.endpoint)).status).toBe(200);
    expect((await host.end('SIGTERM')).code).toBe(0);
    await readEverything(home);
  });

  it('goes on without a log that cannot be written, and takes it up again', async () => {
    const home = await tempHome();
    const log = join(home, 'logs', 'gatehouse.log');
    await mkdir(log, { recursive: true });
    const host = await startHost({ home });
    await expect.poll(async () => (await statusOf(home)).storage).toMatchObject({ cause: 'failing', path: log });
    expect((await ask(host.ready.endpoint)).status).toBe(200);
    const warnings = host.output().stderr.match(/the log cannot be written/g);
    expect(warnings).toHaveLength(1);
    await rm(log, { recursive: true });
    await expect.poll(async () => (await statusOf(home)).storage, { timeout: 30_000 }).toBeUndefined();
    expect(await readFile(log, 'utf8')).toContain('Everything can be written again.');
    expect((await statusOf(home)).activity.filter(({ code }) => code === 'storageFailed')).toHaveLength(1);
  });
});
