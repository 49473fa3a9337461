import { readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../electron/core/control/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const signal = new AbortController().signal;

function clientOf(home: string): ControlClient {
  const place = { home, platform: process.platform, runtimeFolder: tmpdir() };
  return new ControlClient({ place, clock: new SystemClock() });
}

describe('a restart of the headless host', () => {
  it('ends in order with the code that its manager starts it again on, and says so before', async () => {
    const home = await tempHome();
    const host = await startHost({ home, env: { GATEHOUSE_RESTARTED_BY: 'a test' } });

    const result = await clientOf(home).execute({ name: 'restartHost' }, signal);

    expect(result).toEqual({ changed: true, sentence: 'Gatehouse restarts.', told: { code: 'restarts', count: 0 } });
    const { code, stderr } = await host.ended;
    expect([code, stderr]).toEqual([75, '']);
    const again = await startHost({ home, env: { GATEHOUSE_RESTARTED_BY: 'a test' } });
    expect((await again.end('SIGTERM')).code).toBe(0);
  });

  it('is refused in a terminal, with the command to type, and nothing ends', async () => {
    const home = await tempHome();
    const host = await startHost({ home, args: ['--sandbox', '--port', '0', '--quiet'] });

    await expect(clientOf(home).execute({ name: 'restartHost' }, signal)).rejects.toMatchObject({
      code: 'restart_unsupported',
      remedy: expect.stringContaining('then run: gatehouse run --sandbox --port 0 --quiet'),
    });

    expect((await clientOf(home).status(signal)).app.pid).toBe(host.pid);
  });
});

describe('files of the headless host', () => {
  it('are a receipt that everybody can verify and the activity, and replace nothing by themselves', async () => {
    const home = await tempHome();
    const { ready } = await startHost({ home });
    const client = clientOf(home);
    const answer = await fetch(`${ready.endpoint}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
    });
    await answer.text();
    const page = () => client.query({ name: 'receipts.page', limit: 1 }, signal);
    await expect.poll(async () => (await page()).receipts.length).toBe(1);
    const id = (await page()).receipts[0]?.id ?? '';
    const path = join(home, 'receipt.json');

    await client.execute({ name: 'saveReceipt', id, path }, signal);

    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await runCommand(['receipts', 'verify', path], { home })).stdout).toContain('1 verified, 0 bad.');
    await writeFile(path, 'mine');
    await expect(client.execute({ name: 'saveReceipt', id, path }, signal)).rejects.toMatchObject({
      code: 'save_exists',
      remedy: expect.any(String),
    });
    expect(await readFile(path, 'utf8')).toBe('mine');
    const { file = '' } = await client.execute({ name: 'exportActivity', filter: {}, format: 'jsonl' }, signal);
    expect(file).toMatch(/exports[\\/]gatehouse-activity-[\d-]+\.jsonl$/);
    const codes = (await readFile(file, 'utf8')).trim().split('\n');
    expect(codes.map(line => (JSON.parse(line) as { code: string }).code)).toContain('answerVerified');
  });
});
