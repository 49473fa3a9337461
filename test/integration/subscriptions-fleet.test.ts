import { expect, it, onTestFinished, vi } from 'vitest';
import { StatusSnapshot, type SubscriptionsStatus } from '../../electron/contract/index.ts';
import { AGENT_SECRET, oauthToken, startAgentHost } from '../helpers/agent-host.ts';
import { startRedis } from '../helpers/redis-server.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const LIMIT = { timeout: 25_000, interval: 200 };
const PASSWORD = 'planted-password-of-redis';

it('two hosts manage one fleet through Redis, switch nothing while it is away, and go on when it is back', async () => {
  const redis = await startRedis({ password: PASSWORD });
  onTestFinished(() => redis.stop());
  const { url } = await startAgentHost();
  const env = {
    GATEHOUSE_SUBSCRIPTIONS_LOCK_REDIS_URL: redis.url,
    GATEHOUSE_SUBSCRIPTIONS_HEADROOM_AMBIENT: 'off',
    GATEHOUSE_SUBSCRIPTIONS_AGENT_CHECK_SECONDS: '5',
    GATEHOUSE_SANDBOX_DEMO: 'off',
  };
  const written: string[] = [];
  const createHost = async () => {
    const home = await tempHome();
    const run = async (args: readonly string[], input = '') => {
      const outcome = await runCommand(args, { home, env, input });
      written.push(outcome.stdout, outcome.stderr);
      return outcome;
    };
    const done = async (args: readonly string[], input?: string) => {
      const outcome = await run(args, input);
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      return outcome.stdout;
    };
    await done(['secret', 'set', 'subscriptions.redis'], PASSWORD);
    const host = await startHost({ home, env });
    await done(['sub', 'add', 'max-a', '--no-test'], oauthToken('A'));
    await done(['sub', 'add', 'max-b', '--no-test'], oauthToken('B'));
    await done(['agent', 'add', 'coder', '--url', url, '--secret-stdin'], AGENT_SECRET);
    const status = async (): Promise<SubscriptionsStatus> =>
      StatusSnapshot.parse(JSON.parse(await done(['status', '--json']))).subscriptions;
    return { host, run, done, status };
  };
  const [one, two] = [await createHost(), await createHost()];

  await one.done(['sub', 'assign', 'coder', 'max-a']);
  await vi.waitFor(async () => {
    expect((await two.status()).agents[0]).toMatchObject({ subscription: 'max-a', isConfirmed: true, generation: 1 });
  }, LIMIT);
  expect(await two.done(['rotate', 'subscription', '--agent', 'coder'])).toMatch(/moved to “max-b”/);
  await vi.waitFor(async () => expect((await one.status()).agents[0]).toMatchObject({ subscription: 'max-b' }), LIMIT);
  expect((await one.status()).lock).toEqual({ kind: 'redis', state: 'held', reason: null });

  await redis.die();
  await vi.waitFor(async () => {
    expect(await one.status()).toMatchObject({ state: 'shared-state-away', health: 'needs-you' });
  }, LIMIT);
  const refused = await one.run(['rotate', 'subscription', '--agent', 'coder']);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/nothing is switched/);
  await redis.revive();
  await vi.waitFor(async () => expect((await one.status()).lock.state).toBe('held'), LIMIT);
  // The shared state came back empty, and the agent remembers a higher number: it is put above that.
  expect(await one.done(['sub', 'assign', 'coder', 'max-a'])).toMatch(/moved to “max-a”/);
  await vi.waitFor(async () => {
    expect((await two.status()).agents[0]).toMatchObject({ subscription: 'max-a', isConfirmed: true });
  }, LIMIT);
  const seen = [...written, ...[one, two].flatMap(({ host }) => Object.values(host.output()))].join('\n');
  expect(seen).not.toContain(PASSWORD);
}, 120_000);
