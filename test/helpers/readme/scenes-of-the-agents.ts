import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { oauthToken } from '../agent-host.ts';
import { type ScriptedProvider, startProvider } from '../scripted-provider.ts';
import type { Scene, Stage } from './stage.ts';

const WINDOWS = { '5h': { utilization: '0.20' } };

/** A provider, one subscription at it, and an agent of this computer on that. */
async function withSubscription(stage: Stage): Promise<ScriptedProvider> {
  const { stop, ...provider } = await startProvider();
  stage.after(stop);
  for (const letter of ['A', 'B', 'C']) provider.script(oauthToken(letter), { mode: 'ok', windows: WINDOWS });
  stage.env['GATEHOUSE_SUBSCRIPTIONS_PROVIDER_URL'] = provider.url.href;
  stage.env['GATEHOUSE_SANDBOX_DEMO'] = 'off';
  // What is seen is what the scene asks for: a question at a time of its own would see it first, or answer for it.
  stage.env['GATEHOUSE_SUBSCRIPTIONS_HEADROOM_AMBIENT'] = 'off';
  await stage.run('--sandbox');
  await stage.type(`npx gatehouse sub add team-max-1 < ${await tokenFile(stage, 'A')}`);
  await stage.type('npx gatehouse agent add coder --local');
  await stage.type('npx gatehouse sub assign coder team-max-1');
  await stage.shows('Agents  usable');
  return provider;
}

async function tokenFile(stage: Stage, letter: string): Promise<string> {
  const path = join(stage.env['HOME'] ?? '', `token-${letter}.txt`);
  await writeFile(path, oauthToken(letter));
  return path;
}

/** One that nobody listens at. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** What goes wrong with subscriptions and agents. */
export const SCENES_OF_THE_AGENTS: readonly Scene[] = [
  {
    sees: 'Agents  none usable',
    play: async stage => {
      const provider = await withSubscription(stage);
      const reset = Math.floor(Date.now() / 1_000) + 3_600;
      const windows = { '5h': { utilization: '1.00', status: 'rejected', reset } };
      provider.script(oauthToken('A'), { mode: 'quota', claim: 'five_hour', windows });
      await stage.type('npx gatehouse sub headroom --refresh');
      await stage.sees();
      const file = await tokenFile(stage, 'B');
      await stage.does('npx gatehouse sub add NAME < token.txt', { NAME: 'team-max-2', 'token.txt': file });
      await stage.shows('Agents  usable');
    },
  },
  {
    sees: 'Agents  token refused',
    play: async stage => {
      const provider = await withSubscription(stage);
      await stage.type(`npx gatehouse sub add team-max-2 < ${await tokenFile(stage, 'B')}`);
      provider.script(oauthToken('A'), { mode: 'invalid' });
      await stage.type('npx gatehouse sub test team-max-1 || true');
      await stage.type('npx gatehouse report-failure --agent coder --status 401');
      await stage.sees();
      const file = await tokenFile(stage, 'C');
      await stage.does('npx gatehouse sub replace NAME < token.txt', { NAME: 'team-max-1', 'token.txt': file });
      await stage.shows('Agents  usable');
    },
  },
  {
    sees: 'Agents  agent unreachable',
    play: async stage => {
      await withSubscription(stage);
      const port = await freePort();
      await stage.type(`npx gatehouse agent add builder --url http://127.0.0.1:${port}`);
      await stage.type('npx gatehouse sub assign builder team-max-1 || true');
      await stage.sees();
      await stage.type('npx gatehouse agent status');
      stage.names('npx gatehouse agent status');
      const agent = stage.stays(`npx gatehouse agent-server --name builder --port ${port}`);
      await agent.until(text => text.includes('listens at'));
      await stage.shows('Agents  usable');
    },
  },
  {
    sees: 'Agents  shared state away',
    play: async stage => {
      await stage.type(`npx gatehouse sub add team-max-1 --no-test < ${await tokenFile(stage, 'A')}`);
      stage.env['GATEHOUSE_SUBSCRIPTIONS_LOCK_REDIS_URL'] = `redis://127.0.0.1:${await freePort()}`;
      const host = await stage.run('--sandbox');
      await stage.sees();
      await host.interrupt();
      stage.names('subscriptions.lock.redisUrl');
      delete stage.env['GATEHOUSE_SUBSCRIPTIONS_LOCK_REDIS_URL'];
      await stage.run('--sandbox');
      await stage.shows('Agents  usable');
    },
  },
  {
    sees: 'HTTP/1.1 401\nAuthentication failed',
    play: async stage => {
      await withSubscription(stage);
      const status = await stage.shows('Endpoint  listening');
      const [, port] = /127\.0\.0\.1:(\d+)\/v1/.exec(status) ?? [];
      const call = (key: string): string =>
        `curl -s -i http://127.0.0.1:${port}/agents/coder/v1/messages -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '{}'`;
      await stage.sees(call('sk-gatehouse-wrong'));
      const key = await stage.does('npx gatehouse agent key NAME', { NAME: 'coder' });
      await stage.shows('HTTP/1.1 200', call(key.trim()));
    },
  },
];
