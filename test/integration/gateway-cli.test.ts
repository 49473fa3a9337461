import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type GatewaySummary, StatusSnapshot } from '../../electron/contract/index.ts';
import { launchBuilt } from '../helpers/agent-process.ts';
import { type CommandOutcome, runCommand, startHost } from '../helpers/running-host.ts';
import { type Script, ScriptedGateway } from '../helpers/scripted-gateway.ts';
import { tempHome, textOfHome } from '../helpers/temp-home.ts';

const LIMIT = { timeout: 60_000, interval: 100 };
const TOKENS = { studio: 'planted-token-of-studio', office: 'planted-token-of-office' };
const written: string[] = [];

async function run(home: string, args: readonly string[], more: { input?: string } = {}): Promise<CommandOutcome> {
  const outcome = await runCommand(args, { home, ...more });
  written.push(outcome.stdout, outcome.stderr);
  return outcome;
}

async function gatewaysOf(home: string): Promise<readonly GatewaySummary[]> {
  const { stdout } = await run(home, ['gateway', 'list', '--json']);
  return StatusSnapshot.shape.gateways.parse(JSON.parse(stdout));
}

async function startGateway(script?: Script, port = 0): Promise<ScriptedGateway & { readonly shown: string[] }> {
  const shown: string[] = [];
  const welcome: Script = async connection => shown.push(JSON.stringify((await connection.welcome()).params['auth']));
  const gateway = await ScriptedGateway.start(script ?? welcome, { port });
  onTestFinished(() => gateway.stop().catch(() => undefined));
  return Object.assign(gateway, { shown });
}

describe('gatehouse gateway, without a running instance', () => {
  it('adds, lists, chooses and removes in the settings file, and keeps secrets out of it', async () => {
    const home = await tempHome();
    const config = join(home, 'config.json');
    expect((await run(home, ['gateway', 'list'])).stdout).toMatch(/^No gateway is configured\. Add one with/);

    const add = ['gateway', 'add', 'Studio', 'ws://127.0.0.1:1', '--token-stdin'];
    expect(await run(home, add, { input: `${TOKENS.studio}\n` })).toMatchObject({ code: 0, stdout: 'Added Studio.\n' });
    const pinned = [
      'gateway',
      'add',
      'office',
      'wss://office.example',
      '--fingerprint',
      'AB'.repeat(32),
      '--priority',
      '1',
    ];
    expect(await run(home, pinned)).toMatchObject({ code: 0 });
    expect(await gatewaysOf(home)).toMatchObject([
      { id: 'studio', host: '127.0.0.1:1', priority: 1, state: 'idle', isPinned: false },
      { id: 'office', host: 'office.example', priority: 1 },
    ]);
    expect(await readFile(config, 'utf8')).not.toContain('planted');
    expect((await run(home, ['secret', 'list'])).stdout).toBe('gateway.studio.token\n');

    expect((await run(home, ['gateway', 'use', 'OFFICE'])).stdout).toBe('office is used when Gatehouse runs.\n');
    expect((await gatewaysOf(home))[1]).toMatchObject({ id: 'office', isPinned: true });
    expect(await run(home, ['gateway', 'use', '--auto'])).toMatchObject({ code: 0 });
    expect((await run(home, ['gateway', 'remove', 'studio'])).stdout).toBe('Removed Studio and its secrets.\n');
    expect((await run(home, ['secret', 'list'])).stdout).toBe('');
    expect(JSON.parse(await readFile(config, 'utf8'))).toMatchObject({ gateway: { profiles: [{ name: 'office' }] } });
  });

  it.each([
    [['add', 'far', 'ws://203.0.113.7'], 1, /203\.0\.113\.7 is a public host.*\nUse wss/],
    [['add', 'x', 'ws://user:planted-secret@127.0.0.1'], 1, /address cannot be used/],
    [['add', 'sandbox', 'ws://127.0.0.1:1'], 1, /cannot be called “sandbox”/],
    [['add', 'x', 'ws://127.0.0.1:1', '--priority', '0'], 2, /whole number from 1 to 1000/],
    [['add', 'x', 'ws://127.0.0.1:1', '--token-stdin', '--password-stdin'], 2, /either the token or the password/],
    [['remove', 'nobody'], 1, /no gateway called nobody\.\nNone is configured/],
    [['access', '--scope', 'bogus'], 2, /names like operator\.admin/],
    [['use'], 2, /either the name of a gateway or --auto.*\n.*gatehouse gateway use --help/],
    [['edit', 'office'], 2, /Nothing is to be changed.*\n.*gatehouse gateway edit --help/],
    [['use', 'nobody'], 1, /no gateway called nobody/],
    [['health'], 1, /not running/],
    [['pair'], 1, /not running.*\n.*gatehouse run/],
    [['discover'], 1, /no configuration of OpenClaw/],
  ])('%j ends with %i and says why', async (args, code, message) => {
    const home = await tempHome();
    const outcome = await run(home, ['gateway', ...args]);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(message);
    expect(outcome.stderr).not.toContain('planted');
  });

  it('refuses a name that is taken before it touches the secret of that gateway', async () => {
    const home = await tempHome();
    const add = (token: string) =>
      run(home, ['gateway', 'add', 'studio', 'ws://127.0.0.1:1', '--token-stdin'], { input: token });
    await add(TOKENS.studio);
    const second = await add('another-token-entirely');
    expect(second.stderr).toMatch(/called studio already.*\n.*gateway remove studio/);
    expect((await run(home, ['secret', 'list'])).stdout).toBe('gateway.studio.token\n');
    expect(await textOfHome(home)).not.toContain(TOKENS.studio);
  });

  it('shows what OpenClaw on this computer is set up for, but no secret', async () => {
    const home = await tempHome();
    await mkdir(join(home, '.openclaw'));
    const text = '{ // mine\n gateway: { port: 19777, auth: { token: "planted-in-openclaw" } } }';
    await writeFile(join(home, '.openclaw', 'openclaw.json'), text);
    const found = await run(home, ['gateway', 'discover']);
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout).toMatch(/^Address +ws:\/\/127\.0\.0\.1:19777\nSource +.*openclaw\.json, with a token$/m);
    expect(JSON.parse((await run(home, ['gateway', 'discover', '--json'])).stdout)).toMatchObject({ hasToken: true });
    expect(found.stdout).not.toContain('planted');
    expect(await gatewaysOf(home)).toMatchObject([{ id: 'discovered', source: 'discovered', host: '127.0.0.1:19777' }]);
  });
});

describe('gatehouse gateway, beside a running host', () => {
  it('adds gateways that connect at once, fails over, comes back, and is chosen by hand', async () => {
    const home = await tempHome();
    const [studio, office] = [await startGateway(), await startGateway()];
    const host = await startHost({
      home,
      env: { GATEHOUSE_GATEWAY_CONNECT_BUDGET_MS: '1000', GATEHOUSE_GATEWAY_FAILOVER_RETURN_AFTER_SECONDS: '1' },
    });
    const add = (name: 'studio' | 'office', url: string) =>
      run(home, ['gateway', 'add', name, url, '--token-stdin'], { input: TOKENS[name] });
    const stands = (...rows: [name: string, isActive: boolean, state: string][]) =>
      vi.waitFor(
        async () =>
          expect((await gatewaysOf(home)).map(({ name, isActive, state }) => [name, isActive, state])).toEqual(rows),
        LIMIT,
      );
    expect((await add('studio', studio.url)).stdout).toBe('Added studio, number 1 of 1 by priority.\n');
    // Only then the second: it would stand in for one that takes longer to connect than its budget.
    await stands(['studio', true, 'ready']);
    expect((await add('office', office.url)).stdout).toBe('Added office, number 2 of 2 by priority.\n');
    await stands(['studio', true, 'ready'], ['office', false, 'ready']);

    const { port } = studio;
    await studio.stop();
    await stands(['studio', false, 'unreachable'], ['office', true, 'ready']);
    expect((await run(home, ['status'])).stdout).toMatch(/^Reserve +studio unreachable: /m);
    const again = await startGateway(undefined, port);
    await stands(['studio', true, 'ready'], ['office', false, 'ready']);

    expect((await run(home, ['gateway', 'use', 'office'])).stdout).toBe('office is used until you choose otherwise.\n');
    await stands(['studio', false, 'ready'], ['office', true, 'ready']);
    expect((await run(home, ['gateway', 'health'])).stdout).toMatch(/^Gateway +ready: Connected to office\./m);
    expect((await run(home, ['gateway', 'reconnect', 'studio'])).code).toBe(0);
    await vi.waitFor(() => expect(again.shown).toHaveLength(2), LIMIT);
    expect((await run(home, ['gateway', 'remove', 'office'])).stdout).toMatch(
      /^Removed office and its secrets\. studio/,
    );
    await stands(['studio', true, 'ready']);

    const { activity } = StatusSnapshot.parse(JSON.parse((await run(home, ['status', '--json'])).stdout));
    expect(activity.filter(({ code }) => code === 'gatewaySwitched').map(({ cause }) => cause)).toEqual([
      'removed',
      'by hand',
      'returned',
      'unreachable',
      // The sandbox's gateway is used as long as there is no other.
      'removed',
    ]);
    const seen = [...studio.shown, ...again.shown];
    expect(seen.every(auth => auth.includes(TOKENS.studio) && !auth.includes(TOKENS.office))).toBe(true);
    expect(office.shown.every(auth => auth.includes(TOKENS.office) && !auth.includes(TOKENS.studio))).toBe(true);
    const { stdout, stderr } = await host.end('SIGTERM');
    for (const text of [stdout, stderr, ...written, await readFile(join(home, 'logs', 'gatehouse.log'), 'utf8')]) {
      expect(text).not.toContain('planted');
    }
  });

  it('waits for approval and tells when it came', async () => {
    const home = await tempHome();
    let isApproved = false;
    const gateway = await startGateway(async connection => {
      if (isApproved) return connection.welcome();
      connection.refuse(await connection.greet(), {
        code: 'NOT_PAIRED',
        message: 'pairing required',
        details: { code: 'PAIRING_REQUIRED', reason: 'not-paired', requestId: 'r-1' },
      });
      return connection.socket.close(1008, 'pairing required');
    });
    await startHost({ home, env: { GATEHOUSE_GATEWAY_URL: gateway.url, GATEHOUSE_GATEWAY_NAME: 'studio' } });
    await vi.waitFor(async () => expect((await gatewaysOf(home))[0]?.state).toBe('waiting-for-approval'), LIMIT);
    const tooLate = await run(home, ['gateway', 'pair', '--timeout', '0']);
    expect(tooLate).toMatchObject({
      code: 1,
      stdout: 'On the computer of studio, run:\n  openclaw devices approve r-1\n',
    });
    expect(tooLate.stderr).toMatch(
      /^gatehouse: studio has not approved within 0 s\..*\nRun openclaw devices approve r-1/,
    );
    const pairing = launchBuilt(['gateway', 'pair', 'studio'], { HOME: home, GATEHOUSE_HOME: home });
    // Not before it waits: the host connects by itself as soon as it is approved.
    await vi.waitFor(() => expect(pairing.written.stdout).toContain('openclaw devices approve r-1'), LIMIT);
    isApproved = true;
    expect(await pairing.ended).toBe(0);
    expect(pairing.written.stderr).toBe('');
    expect(pairing.written.stdout).toMatch(/studio approved this computer\. Connected to studio\.\n$/);
    expect((await run(home, ['gateway', 'pair'])).stdout).toMatch(/^studio knows this computer already\./);
    expect((await run(home, ['gateway', 'remove', 'studio'])).stderr).toMatch(/comes from GATEHOUSE_GATEWAY_URL/);
  });

  it('says of a gateway that is not connected that it cannot be asked for access, and what helps', async () => {
    const home = await tempHome();
    await startHost({ home, env: { GATEHOUSE_GATEWAY_URL: 'ws://127.0.0.1:1', GATEHOUSE_GATEWAY_NAME: 'studio' } });

    const refused = await run(home, ['gateway', 'access', '--timeout', '0']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/studio cannot be asked, for it is not connected\. .+\n.+/);
  });

  it('restarts the gateway once its owner has given the access', async () => {
    const home = await tempHome();
    const methods = ['health', 'gateway.restart.request', 'device.scopes.requestUpgrade', 'device.scopes.waitUpgrade'];
    const restarts: unknown[] = [];
    let scopes = ['operator.read'];
    const deciding: (() => void)[] = [];
    const gateway = await startGateway(connection =>
      connection.welcome({ scopes, methods }, request => {
        if (request.method === 'gateway.restart.request') {
          restarts.push(request.params['skipDeferral']);
          connection.answer(request, { status: 'deferred', preflight: { counts: { embeddedRuns: 2 } } });
        } else if (request.method === 'device.scopes.requestUpgrade') connection.answer(request, { requestId: 'r-9' });
        else if (request.method === 'device.scopes.waitUpgrade') {
          deciding.push(() => {
            scopes = ['operator.read', 'operator.admin'];
            connection.answer(request, { status: 'approved', deviceToken: 'planted-device-token', scopes });
          });
        } else return false;
        return true;
      }),
    );
    await startHost({ home, env: { GATEHOUSE_GATEWAY_URL: gateway.url, GATEHOUSE_GATEWAY_NAME: 'studio' } });
    await vi.waitFor(async () => expect((await gatewaysOf(home))[0]?.state).toBe('ready'), LIMIT);

    const refused = await run(home, ['gateway', 'restart']);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/operator\.admin.*\n.*operator\.admin/);
    const undecided = await run(home, ['gateway', 'access', '--timeout', '0']);
    expect(undecided.stdout).toBe(
      'studio has been asked for more access. Run on its computer: openclaw devices approve r-9\n',
    );
    expect(undecided.stderr).toMatch(
      /^gatehouse: studio has not decided within 0 s\.\nRun openclaw devices approve r-9/,
    );
    // The host asks for the decision once the command has gone.
    await vi.waitFor(() => expect(deciding).not.toEqual([]), LIMIT);
    for (const approve of deciding) approve();
    await vi.waitFor(
      async () => expect((await run(home, ['gateway', 'health', '--json'])).stdout).toContain('"operator.admin"'),
      LIMIT,
    );
    expect((await run(home, ['gateway', 'access'])).stdout).toMatch(
      /^studio has given the access, until Gatehouse ends\. .*gateway\.scopes\.\nstudio grants /,
    );
    expect((await run(home, ['gateway', 'restart'])).stdout).toBe('studio restarts once 2 runs have ended.\n');
    expect(await run(home, ['gateway', 'restart', 'studio', '--force'])).toMatchObject({ code: 0 });
    expect(restarts).toEqual([false, true]);
  });

  it('uses the gateway of OpenClaw on this computer when none is configured', async () => {
    const home = await tempHome();
    const gateway = await startGateway();
    await mkdir(join(home, '.openclaw'));
    const text = JSON.stringify({ gateway: { port: gateway.port, auth: { token: 'planted-in-openclaw' } } });
    await writeFile(join(home, '.openclaw', 'openclaw.json'), text);
    await startHost({ home, args: ['--port', '0'] });
    await vi.waitFor(
      async () => expect(await gatewaysOf(home)).toMatchObject([{ id: 'discovered', state: 'ready', isActive: true }]),
      LIMIT,
    );
    expect(gateway.shown[0]).toContain('planted-in-openclaw');
    expect((await run(home, ['secret', 'list'])).stdout).not.toContain('token');
  });
});
