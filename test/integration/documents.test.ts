import { describe, expect, it, onTestFinished } from 'vitest';
import { describedCommands } from '../../build/docs/commands.ts';
import { SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { SandboxGateway, startSandbox } from '../../electron/sandbox/index.ts';
import { SeededRandom } from '../../electron/sandbox/seeded-random.ts';
import { oauthToken } from '../helpers/agent-host.ts';
import { documentedLines, documentedMentions } from '../helpers/documented-commands.ts';
import { ALONE, ON_ONES_OWN, ON_THE_SANDBOX, SUBSTITUTES, WITH_AN_ACCOUNT } from '../helpers/documented-story.ts';
import { createWorld, type Step, type World, type WorldOptions } from '../helpers/documented-world.ts';
import { freePort } from '../helpers/free-port.ts';
import { scriptedProvider } from '../helpers/scripted-provider.ts';

/** Half a minute each with two calm cores; a machine that does much else may take many times as long. */
const LIMIT = { timeout: 1_800_000 };
const TOKEN = oauthToken('A');
const SANDBOX: Step = { line: 'gatehouse run --sandbox', until: 'Dashboard' };
const STEPS = [SANDBOX, ...ALONE, ...ON_THE_SANDBOX, ...ON_ONES_OWN, ...WITH_AN_ACCOUNT];
const FILES = {
  'token.txt': `${TOKEN}\n`,
  'token-2.txt': `${oauthToken('B')}\n`,
  'secret.txt': 'secret-of-an-agent-0123456789\n',
  'error.json': '{"type":"error","error":{"type":"rate_limit_error","message":"limit reached"}}',
  'answers.json': '{"network":{"kind":"sandbox"}}',
  'other.json': '{}',
};
/** Every command has these from the same place; each is tried somewhere. */
const SHARED = ['--home', '--config'];

const worldWith = (files: Readonly<Record<string, string>> = {}, { env = {}, substitutes = [] }: WorldOptions = {}) =>
  createWorld({ ...FILES, ...files }, { env, substitutes: [...SUBSTITUTES, ...substitutes] });

/** Types one after the other, and tells of every one that did not end as it should. */
async function typeAll(world: World, steps: readonly Step[]): Promise<void> {
  const failures: string[] = [];
  for (const step of steps) await world.type(step).catch((error: unknown) => failures.push(String(error)));
  expect(failures).toEqual([]);
}

async function startGateway(name: string): Promise<SandboxGateway> {
  const gateway = new SandboxGateway({
    clock: new SystemClock(),
    random: new SeededRandom(name),
    secrets: new SystemRandom(),
    auth: { mode: 'token', token: TOKEN },
    demo: true,
  });
  onTestFinished(() => gateway.stop());
  await gateway.start(new AbortController().signal);
  return gateway;
}

/** The command of a line, by the longest name that it begins with, and its long options. */
function called({ line }: Step, names: readonly string[]): { name: string | undefined; options: readonly string[] } {
  const [, command = ''] = /\b(gatehouse .*)$/.exec(line) ?? [];
  const fits = names.filter(name => `${command.replaceAll(')"', ' ')} `.startsWith(`${name} `));
  const [own = ''] = command.split(' -- ');
  return { name: fits.sort((one, other) => other.length - one.length)[0], options: own.match(/--[a-z-]+/g) ?? [] };
}

describe('the command lines of the documents', () => {
  it('are all tried here, and nothing is tried as documented that is not', () => {
    const names = describedCommands().map(({ name }) => name);
    const tried = STEPS.filter(({ isExtra }) => !isExtra).map(({ line }) => line);
    const lines = documentedLines();
    // A sentence may name a command without typing it; that it is tried somewhere is the next test.
    const sentences = documentedMentions().filter(mention => !names.includes(mention));

    expect(lines.length).toBeGreaterThan(80);
    expect([...lines, ...sentences].filter(line => !tried.includes(line))).toEqual([]);
    expect(tried.filter(line => ![...lines, ...documentedMentions()].includes(line))).toEqual([]);
  });

  it('try every command, and every option of it', () => {
    const commands = describedCommands();
    const names = commands.map(({ name }) => name);
    const calls = STEPS.map(step => called(step, names));
    const untried = commands
      .filter(({ isGroup }) => !isGroup)
      .flatMap(({ name, options }) => {
        const own = calls.filter(call => call.name === name);
        if (own.length === 0) return [name];
        const wanted = options.filter(option => !SHARED.includes(option));
        return wanted
          .filter(option => !own.some(call => call.options.includes(option)))
          .map(option => `${name} ${option}`);
      });

    expect(untried).toEqual([]);
    for (const option of SHARED)
      expect(
        calls.some(({ options }) => options.includes(option)),
        option,
      ).toBe(true);
  });

  it('work without a running host', LIMIT, async () => {
    await typeAll(await worldWith(), ALONE);
  });

  it('work on the sandbox', LIMIT, async () => {
    const port = await freePort();
    const env = { GATEHOUSE_PROXY_PORT: String(port), OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` };
    const world = await worldWith({}, { env });
    await world.start(SANDBOX);
    await typeAll(world, ON_THE_SANDBOX);
  });

  it("work with gateways, subscriptions and agents of one's own", LIMIT, async () => {
    const [studio, office] = [await startGateway('studio'), await startGateway('office')];
    const provider = await scriptedProvider();
    for (const letter of ['A', 'B']) {
      provider.script(oauthToken(letter), { mode: 'ok', windows: { '5h': { utilization: '0.20' } } });
    }
    const agents = await worldWith();
    const listening = async (name: string): Promise<string> => {
      const line = `gatehouse agent-server --name ${name} --port 0 --secret-file secret.txt`;
      const shown = await agents.start({ line, until: 'listens at' });
      return /http:\/\/[\d.:]+\d/.exec(shown)?.[0] ?? '';
    };
    const world = await worldWith(
      { '~/.openclaw/openclaw.json': '{ gateway: { port: 1, auth: { token: "of-openclaw" } } }' },
      {
        env: { GATEHOUSE_SANDBOX_DEMO: 'off', GATEHOUSE_SUBSCRIPTIONS_PROVIDER_URL: provider.url.href },
        substitutes: [
          ['ws://127.0.0.1:18789', studio.url],
          ['wss://gateway.example', office.url],
          ['http://127.0.0.1:8000', await listening('coder')],
          ['http://10.0.0.7:8000', await listening('builder')],
        ],
      },
    );
    await world.start(SANDBOX);
    await typeAll(world, ON_ONES_OWN);
  });

  it('work with an account', LIMIT, async () => {
    const { account, stop } = await startSandbox({
      seed: 'documents',
      clock: new SystemClock(),
      signal: new AbortController().signal,
    }).then(network => ({ account: network.account, stop: () => network.stop() }));
    onTestFinished(stop);
    const login = (): string => {
      const bundle = account.createBundle() as { user: object; config: object };
      const user = { ...bundle.user, id: 'you@example.org', email: 'you@example.org' };
      return JSON.stringify({ ...bundle, user, config: { ...bundle.config, app_env: 'production' } });
    };
    const world = await worldWith({ 'login.json': login(), '~/.opengradient/veil/session.json': login() });
    await typeAll(world, WITH_AN_ACCOUNT);
  });
});
