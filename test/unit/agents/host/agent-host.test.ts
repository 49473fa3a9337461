import { chmod, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { liveTokenFingerprint } from '../../../../electron/core/agents/index.ts';
import {
  AGENT_SECRET,
  type AgentCaller,
  agentFolders,
  oauthToken,
  order,
  startAgentHost,
} from '../../../helpers/agent-host.ts';
import { expectMode } from '../../../helpers/file-mode.ts';

const never = new AbortController().signal;
const OVERRIDE = 'credential-override.json';
/** Prints the credential variables as JSON, tokens by their last letter. */
const SHOW = `
  const show = name => process.env[name]?.slice(-1) ?? null;
  console.log(JSON.stringify([show('CLAUDE_CODE_OAUTH_TOKEN'), show('ANTHROPIC_API_KEY'), show('ANTHROPIC_AUTH_TOKEN')]));
`;

async function credentialsOf(caller: AgentCaller, env: Record<string, string> = {}): Promise<(string | null)[]> {
  const { id } = await caller.run(SHOW, env);
  return JSON.parse((await caller.follow(id)).output) as (string | null)[];
}

function reload(caller: AgentCaller, letter: string, body: object = {}, headers: Record<string, string> = {}) {
  return caller.call('POST', '/api/credentials/reload-token', { token: oauthToken(letter), ...body }, headers);
}

describe('reload-token', () => {
  it.each([
    ['no override before', undefined],
    ['an override that others can read', 0o644],
  ])('A11: gives the next process the token and leaves an override of 0600 (%s)', async (_, mode) => {
    const folders = await agentFolders();
    const { caller, host } = await startAgentHost(folders);
    const path = join(folders.stateFolder, OVERRIDE);
    const dotenv = 'CLAUDE_CODE_OAUTH_TOKEN=from-dotenv-X\n';
    await writeFile(join(folders.workspace, '.env'), dotenv);
    if (mode !== undefined) {
      await writeFile(path, '{}');
      await chmod(path, mode);
    }
    const { status, json } = await reload(caller, 'B');
    expect(status).toBe(200);
    expect(json).toEqual({ status: 'success', reloaded: true, env_shadow: [], durable: true });
    expect(await credentialsOf(caller)).toEqual(['B', null, null]);
    await expectMode(path, 0o600);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ token: oauthToken('B') });
    expect(await readFile(join(folders.workspace, '.env'), 'utf8')).toBe(dotenv);
    expect(await readdir(folders.stateFolder)).toEqual([OVERRIDE]);
    await host.stop();
  });

  it.each([
    [true, ['B', null, null]],
    [false, ['B', '1', '2']],
  ])('A12: with remove_api_key %s the next process has %j', async (remove, expected) => {
    const env = { PATH: process.env['PATH'], ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_AUTH_TOKEN: 'key-2' };
    const { caller } = await startAgentHost({ env });
    await reload(caller, 'B', { remove_api_key: remove });
    expect(await credentialsOf(caller)).toEqual(expected);
  });

  it.each([
    ['empty', '', 'token is required'],
    ['blank', ' \n ', 'token is required'],
    ['two lines', `${oauthToken('B')}\nX=1`, 'token contains blanks'],
    ['an API key', 'sk-ant-api03-BBBB', 'platform API key'],
    ['something else', 'hunter2hunter2', 'sk-ant-oat01-'],
    ['endless', `sk-ant-oat01-${'B'.repeat(5_000)}`, 'longer than'],
  ])('A13: refuses a token that is %s with 400 and changes nothing', async (_, token, detail) => {
    const folders = await agentFolders();
    const { caller } = await startAgentHost(folders);
    await reload(caller, 'A');
    const answer = await caller.call('POST', '/api/credentials/reload-token', { token, remove_api_key: true });
    expect(answer.status).toBe(400);
    expect(answer.json.detail).toContain(detail);
    if (token.length > 20) expect(answer.text).not.toContain(token);
    expect((await credentialsOf(caller))[0]).toBe('A');
    expect(await readFile(join(folders.stateFolder, OVERRIDE), 'utf8')).toContain(oauthToken('A'));
  });

  it.each([['not json'], [{}], [{ token: 7 }], [{ token: 'x', remove_api_key: 'yes' }], [[]]])(
    'answers 422 to %j and changes nothing',
    async body => {
      const folders = await agentFolders();
      const { caller } = await startAgentHost(folders);
      expect((await caller.call('POST', '/api/credentials/reload-token', body)).status).toBe(422);
      expect(await readdir(folders.stateFolder)).toEqual([]);
    },
  );

  it('refuses an order older than the one in force with 409, and takes a repeated one', async () => {
    const { caller, client } = await startAgentHost();
    expect(await client.reload(order('B', 5), never)).toMatchObject({ kind: 'reloaded' });
    expect(await client.reload(order('A', 4), never)).toEqual({ kind: 'stale' });
    expect(await client.revoke({ generation: 4 }, never)).toEqual({ kind: 'stale' });
    expect(await client.reload(order('B', 5), never)).toMatchObject({ kind: 'reloaded' });
    expect((await credentialsOf(caller))[0]).toBe('B');
    expect((await reload(caller, 'C', {}, { 'x-gatehouse-generation': '-1' })).status).toBe(400);
  });

  it('keeps the number of the last order over one without a number', async () => {
    const { caller, client } = await startAgentHost();
    await client.reload(order('B', 5), never);
    expect((await reload(caller, 'C')).status).toBe(200);
    expect(await client.reload(order('A', 4), never)).toEqual({ kind: 'stale' });
  });

  it('lets the highest of many simultaneous orders win, in memory and on disk', async () => {
    const folders = await agentFolders();
    const { caller, client } = await startAgentHost(folders);
    const letters = [...'ABCDEFGHIJ'];
    await Promise.all(letters.map((letter, index) => client.reload(order(letter, ((index * 7) % 10) + 1), never)));
    const winner = letters.find((_, index) => ((index * 7) % 10) + 1 === 10)!;
    expect((await credentialsOf(caller))[0]).toBe(winner);
    expect(await readFile(join(folders.stateFolder, OVERRIDE), 'utf8')).toContain(oauthToken(winner));
  });

  it('goes live and says that it is not durable when the override cannot be written', async () => {
    const folders = await agentFolders();
    const { caller, client } = await startAgentHost(folders);
    await rm(folders.stateFolder, { recursive: true });
    expect(await client.reload(order('B', 1), never)).toEqual({ kind: 'reloaded', envShadow: [], durable: false });
    expect((await credentialsOf(caller))[0]).toBe('B');
    expect((await caller.call('GET', '/api/credentials/status')).json.credential.durable).toBe(false);
  });
});

describe('clear-token', () => {
  it('takes the token away from the next process, and a restart does not bring the assigned one back', async () => {
    const folders = await agentFolders();
    const env = { PATH: process.env['PATH'], CLAUDE_CODE_OAUTH_TOKEN: oauthToken('A') };
    const { client, caller, host } = await startAgentHost({ ...folders, env });
    expect((await credentialsOf(caller))[0]).toBe('A');
    expect(await client.revoke({ generation: 3 }, never)).toEqual({ kind: 'reloaded', envShadow: [], durable: true });
    expect((await credentialsOf(caller))[0]).toBeNull();
    expect(await readFile(join(folders.stateFolder, OVERRIDE), 'utf8')).not.toContain(oauthToken('A'));
    await host.stop();
    const again = await startAgentHost({ ...folders, env });
    expect((await credentialsOf(again.caller))[0]).toBeNull();
    expect((await again.client.health(never)).fingerprint).toBeUndefined();
  });
});

describe('a start', () => {
  const env = { PATH: process.env['PATH'], CLAUDE_CODE_OAUTH_TOKEN: oauthToken('A') };

  it('A18: keeps the rotated token over a stop and start', async () => {
    const folders = await agentFolders();
    const first = await startAgentHost({ ...folders, env, generation: 1 });
    await first.client.reload(order('B', 2), never);
    await first.host.stop();
    const { caller, client } = await startAgentHost({ ...folders, env, generation: 1 });
    expect((await credentialsOf(caller))[0]).toBe('B');
    expect(await client.reload(order('A', 1), never)).toEqual({ kind: 'stale' });
  });

  it('A20: takes the assigned token when the state folder is fresh', async () => {
    const folders = await agentFolders();
    const first = await startAgentHost({ ...folders, env });
    await first.client.reload(order('B', 2), never);
    await first.host.stop();
    await rm(folders.stateFolder, { recursive: true });
    const { caller } = await startAgentHost({ ...folders, env });
    expect((await credentialsOf(caller))[0]).toBe('A');
  });

  it('takes the assigned token when it was assigned after the rotation', async () => {
    const folders = await agentFolders();
    const first = await startAgentHost({ ...folders, env });
    await first.client.reload(order('B', 2), never);
    await first.host.stop();
    const { caller } = await startAgentHost({ ...folders, env, generation: 3 });
    expect((await credentialsOf(caller))[0]).toBe('A');
  });

  it.each([
    ['cut short', '{"version":1,"token":"sk-an'],
    ['empty', ''],
    ['of another kind', '{"version":2}'],
    ['far too large', ' '.repeat(20_000)],
  ])('ignores an override that is %s', async (_, text) => {
    const folders = await agentFolders();
    await (await startAgentHost(folders)).host.stop();
    await writeFile(join(folders.stateFolder, OVERRIDE), text);
    const { caller } = await startAgentHost({ ...folders, env });
    expect((await credentialsOf(caller))[0]).toBe('A');
  });

  it('does not follow a link in place of the override', async () => {
    const folders = await agentFolders();
    await (await startAgentHost(folders)).host.stop();
    const planted = join(folders.workspace, 'planted');
    const text = { version: 1, token: oauthToken('X'), subscription: null, generation: 9, removeApiKey: false };
    await writeFile(planted, JSON.stringify(text));
    await symlink(planted, join(folders.stateFolder, OVERRIDE));
    const { caller } = await startAgentHost({ ...folders, env });
    expect((await credentialsOf(caller))[0]).toBe('A');
  });

  it('refuses a state folder inside the workspace, also by way of a link', async () => {
    const { workspace, stateFolder } = await agentFolders();
    await expect(startAgentHost({ workspace, stateFolder: join(workspace, 'state') })).rejects.toMatchObject({
      code: 'agent_state_in_workspace',
    });
    await symlink(join(workspace, 'state'), stateFolder);
    await expect(startAgentHost({ workspace, stateFolder })).rejects.toMatchObject({ code: expect.any(String) });
  });

  it('refuses a secret that protects nothing, and names a port that is taken', async () => {
    await expect(startAgentHost({ secret: 'short' })).rejects.toMatchObject({ code: 'agent_secret_invalid' });
    const { url } = await startAgentHost();
    await expect(startAgentHost({ port: Number(new URL(url).port) })).rejects.toMatchObject({
      code: 'agent_port_busy',
    });
  });
});

describe('A25: API keys in .env', () => {
  const env = { PATH: process.env['PATH'], CLAUDE_CODE_OAUTH_TOKEN: oauthToken('A') };
  const dotenv = 'ANTHROPIC_API_KEY="paid-key-0"\nexport ANTHROPIC_AUTH_TOKEN=paid-key-9\nOTHER=1\n';

  it('are silenced by a reload, reported by name only, and stay silenced over a stop and start', async () => {
    const folders = await agentFolders();
    await writeFile(join(folders.workspace, '.env'), dotenv);
    const first = await startAgentHost(folders);
    expect(await credentialsOf(first.caller)).toEqual([null, '0', '9']);
    const { text, json } = await reload(first.caller, 'B', { remove_api_key: true });
    expect(json.env_shadow).toEqual(['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN']);
    expect(text).not.toContain('paid-key');
    expect(await credentialsOf(first.caller)).toEqual(['B', null, null]);
    await first.host.stop();
    const second = await startAgentHost(folders);
    expect(await credentialsOf(second.caller)).toEqual(['B', null, null]);
    const status = await second.caller.call('GET', '/api/credentials/status');
    expect(status.json.env_drift).toContainEqual({
      key: 'ANTHROPIC_API_KEY',
      in_file: true,
      in_process_env: false,
      equal: false,
      suppressed_for_spawn: true,
    });
    expect(status.text).not.toContain('paid-key');
  });

  it('are silenced from the start for an agent with an assigned token (boot guard)', async () => {
    const folders = await agentFolders();
    await writeFile(join(folders.workspace, '.env'), dotenv);
    const { caller } = await startAgentHost({ ...folders, env });
    expect(await credentialsOf(caller)).toEqual(['A', null, null]);
  });

  it.each([
    ['another runtime', { runtime: 'gemini-cli', env }, ['A', '0', '9']],
    ['an empty token', { env: { ...env, CLAUDE_CODE_OAUTH_TOKEN: '' } }, ['', '0', '9']],
    ['an agent on the platform key', { env: { PATH: process.env['PATH'] } }, [null, '0', '9']],
  ])('are left alone for %s', async (_, changes, expected) => {
    const folders = await agentFolders();
    await writeFile(join(folders.workspace, '.env'), dotenv);
    const { caller } = await startAgentHost({ ...folders, ...changes });
    expect(await credentialsOf(caller)).toEqual(expected);
  });

  it('leave a token that only .env manages alone, and .env is read anew for each process', async () => {
    const folders = await agentFolders();
    const path = join(folders.workspace, '.env');
    await writeFile(path, `${dotenv}CLAUDE_CODE_OAUTH_TOKEN=${oauthToken('D')}\n`);
    const { caller } = await startAgentHost(folders);
    expect(await credentialsOf(caller)).toEqual(['D', '0', '9']);
    await writeFile(path, `CLAUDE_CODE_OAUTH_TOKEN=${oauthToken('E')}\nPATH=/nowhere\n`);
    expect(await credentialsOf(caller)).toEqual(['E', null, null]);
    await writeFile(path, `CLAUDE_CODE_OAUTH_TOKEN=${oauthToken('F')}\n${'#'.repeat(1_048_577)}`);
    expect(await credentialsOf(caller)).toEqual([null, null, null]);
  });
});

describe('access', () => {
  it('is for those who know the secret; only /health is open, and it proves the token without showing it', async () => {
    const { caller, client } = await startAgentHost();
    await client.reload(order('B', 7), never);
    for (const path of ['/api/credentials/status', '/api/jobs', '/nothing', '/health/../api/jobs']) {
      const answer = await caller.call('GET', path, undefined, { 'X-Trinity-Agent-Token': 'wrong' });
      expect([path, answer.status, answer.json]).toEqual([path, 401, { detail: 'Unauthorized' }]);
    }
    const refused = await caller.call('POST', '/health', {}, { 'X-Trinity-Agent-Token': 'wrong' });
    expect(refused.status).toBe(401);
    const health = await caller.call('GET', '/health', undefined, { 'X-Trinity-Agent-Token': 'wrong' });
    expect(health.json.credential).toEqual({
      fingerprint: liveTokenFingerprint(AGENT_SECRET, oauthToken('B')),
      generation: 7,
    });
    expect(health.text).not.toContain('oat01');
  });

  it.each([[{ origin: 'http://evil.example' }], [{ 'sec-fetch-site': 'cross-site' }]])(
    'is refused to web pages (%j)',
    async headers => {
      const { caller } = await startAgentHost();
      expect((await caller.call('GET', '/health', undefined, headers)).status).toBe(403);
    },
  );
});
