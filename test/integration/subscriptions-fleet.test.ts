import { expect, it, onTestFinished, vi } from 'vitest';
import { StatusSnapshot, type SubscriptionsStatus } from '../../electron/contract/index.ts';
import { AGENT_SECRET, oauthToken, startAgentHost } from '../helpers/agent-host.ts';
import { startRedis } from '../helpers/redis-server.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';

const LIMIT = { timeout: 60_000, interval: 200 };
/** Shows enough of a test's token to tell it from the others, and not so much that it is redacted. */
const SHOW = `const token = process.env.CLAUDE_CODE_OAUTH_TOKEN; console.log(token.length, token.at(-1));`;
const PASSWORD = 'planted-password-of-redis';

it('two hosts manage one fleet through Redis, switch nothing while it is away, and go on when it is back', async () => {
  const redis = await startRedis({ password: PASSWORD });
  onTestFinished(() => redis.stop());
  const { url, caller } = await startAgentHost();
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

  // A new token on one host: the other one knows that its own is not the present one, and how to put that right.
  await one.done(['sub', 'replace', 'max-b', '--no-test'], oauthToken('C'));
  await vi.waitFor(async () => {
    const { state, sentence, remedy, subscriptions } = await two.status();
    expect(subscriptions[1]).toMatchObject({ name: 'max-b', state: 'token-missing', tokenMissing: true });
    expect(state).toBe('token-refused');
    expect(sentence).toMatch(/max-b.*replaced on another host/);
    expect(remedy?.text).toMatch(/gatehouse sub replace max-b/);
  }, LIMIT);
  expect(await caller.follow((await caller.run(SHOW)).id)).toMatchObject({ output: `${oauthToken('C').length} C\n` });
  expect((await two.run(['sub', 'assign', 'coder', 'max-a'])).stdout).toMatch(/moved to “max-a”/);
  expect((await two.run(['sub', 'assign', 'coder', 'max-b'])).stdout).toMatch(/replaced on another host/);
  await two.done(['sub', 'replace', 'max-b', '--no-test'], oauthToken('C'));
  expect((await two.status()).subscriptions[1]).toMatchObject({ name: 'max-b', tokenMissing: false });
  expect((await two.run(['sub', 'assign', 'coder', 'max-b'])).stdout).toMatch(/moved to “max-b”/);

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
});
