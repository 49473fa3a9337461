import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

async function ask(endpoint: string | null): Promise<Response> {
  return fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
  });
}

async function statusOf(home: string) {
  return StatusSnapshot.parse(JSON.parse((await runCommand(['status', '--json'], { home })).stdout));
}

describe('the headless host', () => {
  it('uses the sandbox when nothing is configured and nobody can be asked, and says so everywhere', async () => {
    const home = await tempHome();
    const host = await startHost({ home, args: ['--port', '0'] });
    expect(host.ready.sandbox).toEqual({ seed: 'gatehouse' });
    expect(host.output().stdout).toMatch(/SANDBOX: .* not from a real network/);
    expect(host.output().stdout).toContain('No registry and relay are configured');
    const response = await ask(host.ready.endpoint);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-opengradient-verified')).toBe('true');
    expect(response.headers.get('x-gatehouse-sandbox')).toBe('true');
    const status = await statusOf(home);
    expect(status.sandbox).toEqual({ seed: 'gatehouse' });
    expect(status.headline).toContain('sandbox');
    expect(status.activity.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['appStarted', 'proxyListening', 'teeSelected', 'answerVerified']),
    );
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends in order on %s and leaves no socket behind', async signal => {
    const home = await tempHome();
    const host = await startHost({ home });
    const outcome = await host.end(signal);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(await readdir(home)).not.toContain('control.sock');
  });

  it('starts again after kill -9 with its receipts intact', async () => {
    const home = await tempHome();
    const first = await startHost({ home });
    await (await ask(first.ready.endpoint)).text();
    await expect
      .poll(async () => (await runCommand(['receipts', 'list', '--json'], { home })).stdout)
      .toContain('sandbox/echo');
    await first.end('SIGKILL');
    expect(await readdir(home)).toContain('control.sock');
    const second = await startHost({ home });
    expect((await ask(second.ready.endpoint)).status).toBe(200);
    expect((await statusOf(home)).app.pid).toBe(second.pid);
    await second.end('SIGTERM');
    expect((await runCommand(['receipts', 'verify', join(home, 'receipts.jsonl')], { home })).stdout).toContain(
      '2 verified, 0 bad.',
    );
  });

  it('runs once per home and says who is there', async () => {
    const home = await tempHome();
    const first = await startHost({ home });
    const second = await runCommand(['run', '--sandbox', '--port', '0'], { home });
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(`process ${first.pid}, ${first.ready.endpoint}`);
    expect(second.stderr).toContain('--home');
    expect((await ask(first.ready.endpoint)).status).toBe(200);
  });

  it('runs with a busy port, shows it with a remedy, and gives it to nobody else', async () => {
    const blocker = createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    onTestFinished(() => void blocker.close());
    const { port } = blocker.address() as AddressInfo;
    const home = await tempHome();
    const host = await startHost({ home, args: ['--sandbox', '--port', String(port)] });
    expect(host.ready.endpoint).toBeNull();
    expect(host.output().stdout).toContain(`Port ${port} is in use`);
    const { proxy, health } = await statusOf(home);
    expect(proxy).toMatchObject({
      state: 'port-busy',
      endpoint: null,
      remedy: { text: expect.stringContaining('--port') },
    });
    expect(health).toBe('needs-you');
    const test = await runCommand(['test'], { home });
    expect(test.code).toBe(1);
    expect(test.stderr).toContain(`Port ${port} is in use`);
  });

  it('says what to do when the home folder cannot be written', async () => {
    const file = join(await tempHome(), 'file');
    await writeFile(file, '');
    const outcome = await runCommand(['run', '--sandbox', '--home', join(file, 'home')], { home: '/nonexistent' });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(
      /^gatehouse: The folder .* cannot be written: .*\nChoose another folder with --home DIR/,
    );
  });

  it('sets a damaged settings file aside, starts, and says so in banner and activity', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'config.json'), '{"proxy": {"port"');
    const host = await startHost({ home });
    expect(host.output().stdout).toMatch(/settings file was damaged/);
    const kept = (await readdir(home)).find(name => name.startsWith('config.json.corrupt-'));
    expect(await readFile(join(home, kept ?? ''), 'utf8')).toBe('{"proxy": {"port"');
    expect((await statusOf(home)).activity.map(({ code }) => code)).toContain('settingsSetAside');
  });

  it('answers from no sandbox where the settings were damaged, unless somebody asks for it', async () => {
    const home = await tempHome();
    await writeFile(join(home, 'config.json'), '{"relay": {"url": "https://relay.example"},}');
    const expected = { code: 1, stderr: expect.stringContaining(`moved to ${join(home, 'config.json.corrupt-')}`) };
    expect(await runCommand(['run', '--port', '0'], { home })).toMatchObject(expected);
    expect(await runCommand(['run', '--port', '0'], { home })).toMatchObject(expected);
    await startHost({ home, args: ['--sandbox', '--port', '0'] });
  });

  it('names key, problem and file of a wrong value, exits 1, and changes nothing', async () => {
    const home = await tempHome();
    const path = join(home, 'config.json');
    await writeFile(path, '{"proxy":{"port":"eighty"}}');
    const outcome = await runCommand(['run', '--sandbox'], { home });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain(`proxy.port from ${path}: expected a whole number`);
    expect(await readFile(path, 'utf8')).toBe('{"proxy":{"port":"eighty"}}');
    const fromEnvironment = await runCommand(['run', '--sandbox'], {
      home: await tempHome(),
      env: { OG_VEIL_PORT: 'x' },
    });
    expect(fromEnvironment.stderr).toContain('proxy.port from OG_VEIL_PORT');
  });

  it('refuses to start where the peer would redact', async () => {
    const outcome = await runCommand(['run', '--sandbox'], { home: await tempHome(), env: { OG_VEIL_PII_SCRUB: '1' } });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('OG_VEIL_PII_SCRUB');
  });

  it('does not fall back to the sandbox when a network is half configured', async () => {
    const outcome = await runCommand(['run'], {
      home: await tempHome(),
      env: { GATEHOUSE_RELAY_URL: 'http://127.0.0.1:9' },
    });
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toContain('tee.registry.rpcUrls');
  });
});
