import { appendFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Query, QueryReply, type QueryResult, readQueryResult } from '../../electron/contract/index.ts';
import { ControlClient } from '../../electron/core/control/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { type ReadyFacts, runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const signal = new AbortController().signal;

function clientOf(home: string): ControlClient {
  const place = { home, platform: process.platform, runtimeFolder: tmpdir() };
  return new ControlClient({ place, clock: new SystemClock() });
}

async function ask(endpoint: string | null): Promise<void> {
  const response = await fetch(`${endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'planted-prompt' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
}

/** Asks as the page of the dashboard does. */
async function browserOf({
  dashboardUrl,
}: ReadyFacts): Promise<<Q extends Query>(query: Q) => Promise<QueryResult<Q['name']>>> {
  const { origin, hash } = new URL(dashboardUrl ?? '');
  const headers = { Origin: origin, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ token: new URLSearchParams(hash.slice(1)).get('token') });
  const session = await fetch(`${origin}/session`, { method: 'POST', headers, body });
  const Cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return async <Q extends Query>(query: Q) => {
    const response = await fetch(`${origin}/query`, {
      method: 'POST',
      headers: { ...headers, Cookie },
      body: JSON.stringify(query),
    });
    const reply = QueryReply.parse(await response.json());
    if (!reply.ok) throw new Error(reply.error.code);
    return readQueryResult<Q['name']>(query.name, reply.value);
  };
}

describe('queries to a running host', () => {
  it('show a switch of the TEE with its proof in every place, and again after a restart', async () => {
    const home = await tempHome();
    const first = await startHost({ home });
    const client = clientOf(home);
    await ask(first.ready.endpoint);
    await client.execute({ name: 'rotateTee' }, signal);
    const browse = await browserOf(first.ready);

    const { entries } = await browse({ name: 'activity.page', gate: 'tee', limit: 50 });
    const switched = entries.find(({ code }) => code === 'teeSwitched');
    const { facts } = await browse({ name: 'activity.detail', id: switched?.id ?? 0 });
    expect(facts).toMatchObject({ causeCode: 'by-hand', inFlight: 0, lost: 0 });
    expect(facts.from).not.toBe(facts.to);

    await expect.poll(async () => (await browse({ name: 'receipts.page', limit: 1 })).receipts.length).toBe(1);
    const page = await browse({ name: 'receipts.page', limit: 1 });
    expect(page.today).toEqual({ verified: 1, refused: 0 });
    const answered = entries.find(({ code }) => code === 'answerVerified');
    const proof = (await browse({ name: 'activity.detail', id: answered?.id ?? 0 })).facts.receiptId ?? '';
    expect(proof).toBe(page.receipts[0]?.id);
    const receipt = await browse({ name: 'receipts.detail', id: proof });
    expect(receipt.verification).toEqual({ ok: true, reason: null });
    const file = join(home, receipt.exportName);
    await writeFile(file, receipt.exportText);
    expect((await runCommand(['receipts', 'verify', file], { home })).stdout).toContain('1 verified, 0 bad.');

    expect(await client.query({ name: 'history.tee' }, signal)).toMatchObject({
      switches: [{ from: null }, { from: facts.from, to: facts.to, cause: 'by-hand' }],
      points: [{ teeId: facts.from }],
    });
    await first.end('SIGTERM');

    const second = await startHost({ home });
    const later = await (await browserOf(second.ready))({ name: 'activity.page', search: 'replaced', limit: 5 });
    expect(later.entries).toEqual([switched]);
  });

  it('describe and change the settings, for the next start where it takes one', async () => {
    const home = await tempHome();
    const first = await startHost({ home });
    const client = clientOf(home);
    const viewOf = async (path: string) => {
      const { sections } = await client.query({ name: 'settings.describe' }, signal);
      return sections.flatMap(({ settings }) => settings).find(setting => setting.path === path);
    };
    expect(await viewOf('proxy.port')).toMatchObject({ source: 'flag', lockedBy: '--port' });
    expect(await client.query({ name: 'settings.check', path: 'log.level', value: 'loud' }, signal)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('debug'),
    });

    const waits = await client.execute({ name: 'setSetting', path: 'tee.refreshSeconds', value: 60 }, signal);
    expect(waits).toMatchObject({ changed: true, undo: [{ path: 'tee.refreshSeconds', value: null }] });
    expect(await viewOf('tee.refreshSeconds')).toMatchObject({ value: 60, source: 'file', waitsForRestart: true });
    await client.execute({ name: 'setSetting', path: 'log.level', value: 'error' }, signal);
    expect(await viewOf('log.level')).toMatchObject({ value: 'error', needsRestart: false });
    const log = join(home, 'logs', 'gatehouse.log');
    const logged = await readFile(log, 'utf8');
    await client.execute({ name: 'rotateTee' }, signal);
    expect(await readFile(log, 'utf8')).toBe(logged);
    await expect(client.execute({ name: 'setSetting', path: 'proxy.port', value: 1 }, signal)).rejects.toMatchObject({
      code: 'setting_not_in_file',
    });
    const { entries } = await client.query({ name: 'activity.page', search: 'tee.refreshSeconds', limit: 5 }, signal);
    expect(entries).toMatchObject([{ code: 'settingChanged', gate: 'app' }]);
    await first.end('SIGTERM');

    await startHost({ home });
    expect(await viewOf('tee.refreshSeconds')).toMatchObject({ value: 60, waitsForRestart: false });
    await client.execute({ name: 'resetSettings', section: 'tee' }, signal);
    expect(JSON.parse(await readFile(join(home, 'config.json'), 'utf8'))).toEqual({ log: { level: 'error' } });
  });
});

describe('the diagnostics', () => {
  const PLANTED = [
    'planted-relay-token',
    'planted-stored-secret',
    'planted-rpc-key',
    'planted-foreign-value',
    'planted-logged-secret',
    'planted-prompt',
    'planted.person@example.org',
  ];
  const SETTINGS = {
    tee: { registry: { rpcUrls: ['http://127.0.0.1:9/v3/planted-rpc-key?key=planted-rpc-key'] } },
    subscriptions: { headroom: { warnPct: 60 } },
    foreign: { password: 'planted-foreign-value' },
  };
  const env = { GATEHOUSE_RELAY_TOKEN: 'planted-relay-token' };

  async function plantedHome(settings: string): Promise<string> {
    const home = await tempHome();
    await writeFile(join(home, 'config.json'), settings);
    await mkdir(join(home, 'logs'));
    await appendFile(
      join(home, 'logs', 'gatehouse.log'),
      `${JSON.stringify({ level: 30, event: 'old', header: 'Bearer planted-logged-secret', who: 'planted.person@example.org' })}\n`,
    );
    return home;
  }

  function expectNoSecret(text: string, home: string): void {
    for (const planted of PLANTED) expect(text).not.toContain(planted);
    expect(text).not.toContain(home);
  }

  it('say of a running host how everything stands, and hold no secret', async () => {
    const home = await plantedHome(JSON.stringify(SETTINGS));
    await runCommand(['secret', 'set', 'gateway.token'], { home, input: 'planted-stored-secret' });
    const host = await startHost({ home, env });
    await ask(host.ready.endpoint);
    // What a program of the person wrote into the log.
    await appendFile(join(home, 'logs', 'gatehouse.log'), '{"event":"x","token":"planted-stored-secret"}\n');

    const { stdout } = await runCommand(['diagnostics'], { home });
    expect(stdout).toContain('[well] Private inference: Requests are sealed');
    expect(stdout).toContain('[well] RPC of the chain');
    expect(stdout).toContain('[well] Way to the relay');
    expect(stdout).toContain('subscriptions.headroom.warnPct = 60 (file)');
    expect(stdout).toContain('tee.registry.rpcUrls = ["http://127.0.0.1:9/…"] (file)');
    expect(stdout).not.toMatch(/\[broken\]/);
    expectNoSecret(stdout, home);

    const client = clientOf(home);
    const { gates, checks, available } = await client.query({ name: 'diagnostics.checks' }, signal);
    expect(gates.map(({ gate }) => gate)).toEqual(['gateway', 'tee', 'subscriptions']);
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
    expect(available.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
    const some = await client.query({ name: 'diagnostics.checks', only: ['disk-space', 'unheard-of'] }, signal);
    expect(some.checks.map(({ id }) => id)).toEqual(['disk-space']);
    const none = await client.query({ name: 'diagnostics.checks', only: [] }, signal);
    expect(none).toMatchObject({ checks: [], available, logFile: join(home, 'logs', 'gatehouse.log') });
    const shown = await client.execute({ name: 'showFile', which: 'log' }, signal);
    expect(shown).toMatchObject({ changed: false, sentence: `It is at ${none.logFile}.`, file: none.logFile });

    const { file = '' } = await client.execute({ name: 'saveDiagnostics' }, signal);
    expect(await readdir(join(home, 'diagnostics'))).toEqual([file.split('/').at(-1)]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expectNoSecret(await readFile(file, 'utf8'), home);
  });

  it.each([
    ['with settings in order', JSON.stringify(SETTINGS), 'subscriptions.headroom.warnPct = 60 (file)'],
    [
      'with a value that does not fit',
      '{"proxy":{"port":"planted-foreign-value"}}',
      'proxy.port: expected a whole number',
    ],
    ['with settings that are no JSON', '{"relay": {"token": "planted-foreign-value', 'it is not JSON'],
  ])('work while no host runs, %s, and change nothing', async (_name, settings, expected) => {
    const home = await plantedHome(settings);
    const before = await readdir(home);
    const output = join(home, 'report.txt');
    const { code, stdout } = await runCommand(['diagnostics', '--output', output], { home, env });
    expect([code, stdout]).toEqual([0, `The diagnostics were saved to ${output}.\n`]);
    const text = await readFile(output, 'utf8');
    expect(text).toContain('No instance is running');
    expect(text).toContain(expected);
    expectNoSecret(text, home);
    expect((await stat(output)).mode & 0o777).toBe(0o600);
    expect(await readFile(join(home, 'config.json'), 'utf8')).toBe(settings);
    expect(await readdir(home)).toEqual([...before, 'report.txt'].sort());
  });
});
