import { describe, expect, it, onTestFinished } from 'vitest';
import type { SetupPorts, SetupSnapshot } from '../../../electron/core/setup/index.ts';
import { type ScriptedSetup, scriptSetup, wellSnapshot } from '../../helpers/setup-ports.ts';
import {
  accountStatus,
  gatewayStatus,
  noAccount,
  proxyStatus,
  subscriptionsStatus,
  teeStatus,
} from '../../helpers/snapshots.ts';
import { tempHome } from '../../helpers/temp-home.ts';

async function started(snapshot: SetupSnapshot, ports: Partial<SetupPorts> = {}): Promise<ScriptedSetup> {
  const script = scriptSetup(await tempHome(), ports);
  script.snapshot = snapshot;
  await script.setup.start(new AbortController().signal);
  onTestFinished(() => script.setup.stop());
  return script;
}

type Registry = SetupSnapshot['tee']['registry'];

function withRegistry(changes: Partial<Registry>): SetupSnapshot {
  const well = wellSnapshot();
  return { ...well, tee: { ...well.tee, registry: { ...well.tee.registry, ...changes } } };
}

const login = { url: 'http://127.0.0.1:1/cli-auth', startedAt: 0, endsAt: 1 };

describe('the checks of a network', () => {
  const failures: [what: string, snapshot: SetupSnapshot, sentence: string, remedy: RegExp][] = [
    [
      'a chain that cannot be reached',
      withRegistry({ state: 'unreachable', lastError: 'rpc.example does not answer.' }),
      'rpc.example does not answer.',
      /RPC address and the connection/,
    ],
    [
      'an RPC endpoint of another chain',
      withRegistry({ state: 'wrong-chain', lastError: 'rpc.example is of chain 1, not 10.' }),
      'rpc.example is of chain 1, not 10.',
      /right chain id/,
    ],
    [
      'no contract at the address',
      withRegistry({ state: 'no-contract', lastError: 'Nothing is there.' }),
      'Nothing is there.',
      /registry contract/,
    ],
    ['an empty registry', withRegistry({ state: 'empty' }), 'The registry lists no TEE.', /register a TEE/],
    [
      'no usable TEE',
      {
        ...wellSnapshot(),
        tee: teeStatus({ state: 'no-usable-tee', sentence: 'None of 4 is usable.', remedy: { text: 'Wait.' } }),
      },
      'None of 4 is usable.',
      /Wait/,
    ],
    [
      'nothing to send requests with',
      wellSnapshot({ account: noAccount() }),
      'There is nothing to send requests with: nobody is signed in, and no token for the relay is stored.',
      /Sign in, or store a token/,
    ],
    [
      'a local endpoint that is shut',
      wellSnapshot({
        proxy: proxyStatus({ endpoint: null, sentence: 'Port 11435 is taken.', remedy: { text: 'Set proxy.port.' } }),
      }),
      'Port 11435 is taken.',
      /proxy\.port/,
    ],
  ];
  it.each(failures)('say of %s what it is and what to do', async (_what, snapshot, sentence, remedy) => {
    const script = await started(snapshot);
    await script.run({ name: 'setupChooseNetwork', network: { kind: 'sandbox' } });
    const step = await script.checked('network');
    expect(step).toMatchObject({ state: 'failed', sentence });
    expect(step.remedy?.text).toMatch(remedy);
    expect(script.setup.status().choices.network).toBe('sandbox');
  });

  const offline = {
    state: 'failed',
    sentence: 'This computer is offline, and nothing was sent.',
    told: { code: 'error', error: 'computer_offline' },
    remedy: { code: 'computer_offline', text: expect.stringContaining('Connect it to a network') },
  };

  it('say that this computer is offline, whatever was read of the registry before', async () => {
    const script = await started(wellSnapshot(), {
      execute: async () => ({
        changed: false,
        sentence: 'The registry could not be checked.',
        told: { code: 'registry_not_checked', of: { code: 'error', error: 'computer_offline' } },
      }),
    });
    await script.run({ name: 'setupChooseNetwork', network: { kind: 'sandbox' } });
    expect((await script.checked('network')).checks[0]).toMatchObject({ state: 'ok' });
    await script.run({ name: 'setupCheck', step: 'network' });
    expect((await script.checked('network')).checks[0]).toMatchObject(offline);
  });

  it('wait for no reading and for no TEE while this computer is offline', async () => {
    const tee = { ...wellSnapshot().tee, state: 'offline' as const };
    const unread = await started(wellSnapshot({ tee: { ...tee, registry: { ...tee.registry, state: 'unread' } } }));
    await unread.run({ name: 'setupChooseNetwork', network: { kind: 'sandbox' } });
    expect((await unread.checked('network')).checks[0]).toMatchObject(offline);
    const read = await started(wellSnapshot({ tee }));
    await read.run({ name: 'setupChooseNetwork', network: { kind: 'sandbox' } });
    expect((await read.checked('network')).checks[1]).toMatchObject(offline);
  });

  it('wait for the login, open the network of the account then, and go on', async () => {
    const script = await started(wellSnapshot({ account: noAccount(), sandbox: { seed: 'x' } }));
    await script.run({ name: 'setupChooseNetwork', network: { kind: 'account' } });
    await script.until(({ steps }) => steps[0]?.checks[0]?.remedy?.command === 'login');
    expect(script.calls).toEqual(['write account']);
    script.snapshot = wellSnapshot({ account: noAccount({ login }), sandbox: { seed: 'x' } });
    script.changed();
    await script.until(({ steps }) => steps[0]?.sentence === 'Waiting for the login in the browser.');
    script.snapshot = wellSnapshot();
    script.changed();
    expect(await script.checked('network')).toMatchObject({ state: 'ok' });
    expect(script.calls).toEqual(['write account', 'switch', 'checkRegistry']);
  });

  it('say why a login came to nothing', async () => {
    const script = await started(wellSnapshot({ account: noAccount({ login }) }));
    await script.run({ name: 'setupChooseNetwork', network: { kind: 'account' } });
    await script.until(({ steps }) => steps[0]?.checks[0]?.state === 'checking');
    script.snapshot = wellSnapshot({ account: noAccount({ loginFailure: 'Nobody signed in within 5 minutes.' }) });
    script.changed();
    expect(await script.checked('network')).toMatchObject({
      state: 'failed',
      sentence: 'Nobody signed in within 5 minutes.',
      remedy: { command: 'login' },
    });
  });

  it('give up on a person who is signed out and does not sign in', async () => {
    const sentence = 'you@example.org is signed out.';
    const script = await started(wellSnapshot({ account: noAccount({ state: 'signed-out', sentence }) }));
    await script.run({ name: 'setupChooseNetwork', network: { kind: 'account' } });
    await script.until(({ steps }) => steps[0]?.checks[0]?.sentence === sentence);
    await script.clock.advance(310_000);
    const step = await script.checked('network');
    expect(step).toMatchObject({ state: 'failed', remedy: { command: 'login', shellCommand: 'gatehouse login' } });
    expect(step.sentence).toContain(sentence);
  });

  it('say of an account without a registry what is missing', async () => {
    const notice = { sentence: 'The login does not say where the registry is.', remedy: { text: 'Set it.' } };
    const script = await started(wellSnapshot({ account: accountStatus({ notice }), sandbox: { seed: 'x' } }));
    await script.run({ name: 'setupChooseNetwork', network: { kind: 'account' } });
    expect(await script.checked('network')).toMatchObject({ state: 'failed', sentence: notice.sentence });
  });
});

describe('the check of a gateway', () => {
  async function chosen(gateway: SetupSnapshot['gateway'], ports: Partial<SetupPorts> = {}): Promise<ScriptedSetup> {
    const script = await started(wellSnapshot({ gateway }), ports);
    await script.run({ name: 'setupChooseGateway', gateway: { kind: 'url', url: 'ws://127.0.0.1:18789' } });
    return script;
  }

  it('waits for the approval with the command to run, and is well once it is given', async () => {
    const approval = { reason: 'not-paired', requestId: 'r1', command: 'openclaw devices approve r1' };
    const sentence = 'studio does not know this computer yet.';
    const script = await chosen(gatewayStatus({ state: 'waiting-for-approval', sentence, approval }));
    await script.until(({ steps }) => steps[1]?.remedy?.shellCommand === 'openclaw devices approve r1');
    expect(script.step('gateway')).toMatchObject({ state: 'checking', sentence });
    await script.clock.advance(299_999);
    expect(script.step('gateway').state).toBe('checking');
    script.snapshot = wellSnapshot();
    script.changed();
    expect(await script.checked('gateway')).toMatchObject({ state: 'ok' });
    expect(script.calls).toEqual([]);
  });

  it('fails with the command when nobody approves in time', async () => {
    const approval = { reason: 'not-paired', requestId: 'r1', command: 'openclaw devices approve r1' };
    const script = await chosen(gatewayStatus({ state: 'waiting-for-approval', sentence: 'Unknown here.', approval }));
    await script.until(({ steps }) => steps[1]?.sentence === 'Unknown here.');
    await script.clock.advance(300_000);
    expect(await script.checked('gateway')).toMatchObject({
      state: 'failed',
      remedy: { shellCommand: 'openclaw devices approve r1' },
    });
  });

  it('gives a gateway that is not running some seconds, then says so', async () => {
    const script = await chosen(gatewayStatus({ state: 'connecting', reason: 'refused', sentence: 'Connecting.' }));
    await script.until(({ steps }) => steps[1]?.sentence === 'Connecting.');
    await script.clock.advance(11_000);
    expect(script.step('gateway').state).toBe('checking');
    await script.clock.advance(1_000);
    const step = await script.checked('gateway');
    expect(step).toMatchObject({ state: 'failed', sentence: 'Nothing answers at 127.0.0.1:18789.' });
    expect(step.remedy?.text).toMatch(/Start the gateway/);
  });

  it('is patient with one that starts', async () => {
    const script = await chosen(
      gatewayStatus({ state: 'starting', reason: 'starting', sentence: 'studio is starting.' }),
    );
    await script.until(({ steps }) => steps[1]?.sentence === 'studio is starting.');
    await script.clock.advance(60_000);
    expect(script.step('gateway').state).toBe('checking');
  });

  it('connects anew to one that was refused before, and says of a wrong token what it is', async () => {
    const sentence = 'studio refused the token. Gatehouse does not repeat it.';
    const script = await chosen(gatewayStatus({ state: 'refused', sentence, remedy: { text: 'Change the token.' } }));
    expect(await script.checked('gateway')).toMatchObject({
      state: 'failed',
      sentence,
      remedy: { text: 'Change the token.' },
    });
    expect(script.calls).toEqual(['reconnectGateway']);
  });

  it('says what to do where this computer is offline', async () => {
    const script = await chosen(gatewayStatus({ state: 'offline', sentence: 'Waiting for a network.', remedy: null }));
    expect(await script.checked('gateway')).toMatchObject({
      state: 'failed',
      sentence: 'Waiting for a network.',
      remedy: { code: 'computer_offline', text: expect.stringContaining('Connect it to a network') },
    });
  });

  it('tells the next choice which gateway the first run itself added', async () => {
    const formers: (string | null)[] = [];
    const useGateway: SetupPorts['useGateway'] = async (_choice, former) => {
      formers.push(former);
      return { name: `number ${formers.length}`, isAdded: true };
    };
    const script = await chosen(gatewayStatus(), { useGateway });
    await script.checked('gateway');
    await script.run({ name: 'setupChooseGateway', gateway: { kind: 'url', url: 'ws://127.0.0.1:1' } });
    await script.checked('gateway');
    expect(formers).toEqual([null, 'number 1']);
    expect(script.setup.status().choices).toMatchObject({ gateway: 'named', gatewayName: 'number 2' });
  });
});

describe('the checks of subscriptions and agents', () => {
  const subscription = (name: string, kind: 'setup_token' | 'api_key' = 'setup_token') =>
    ({ name, kind }) as SetupSnapshot['subscriptions']['subscriptions'][number];
  const agent = (name: string, state: 'up' | 'down', on: string | null = 'max') =>
    ({
      name,
      subscription: on,
      health: { state, reason: state === 'down' ? 'it does not answer' : null },
    }) as SetupSnapshot['subscriptions']['agents'][number];

  async function checkedOf(snapshot: Partial<SetupSnapshot['subscriptions']>, ports: Partial<SetupPorts> = {}) {
    const script = await started(wellSnapshot({ subscriptions: subscriptionsStatus(snapshot) }), ports);
    const result = await script.run({ name: 'setupCheck', step: 'subscriptions' });
    return { script, result, step: await script.checked('subscriptions') };
  }

  it('make one for each, all of them although one fails', async () => {
    const testToken: SetupPorts['testToken'] = async name =>
      name === 'old'
        ? { isUsable: false, sentence: 'The provider refuses the token.' }
        : { isUsable: true, sentence: 'The provider accepts the token.' };
    const { step } = await checkedOf(
      {
        subscriptions: [subscription('old'), subscription('new'), subscription('key', 'api_key')],
        agents: [agent('coder', 'down'), agent('writer', 'up', null)],
      },
      { testToken },
    );
    expect(step.checks.map(({ state, about }) => `${about} ${state}`)).toEqual([
      'old failed',
      'new ok',
      'key ok',
      'coder failed',
      'writer ok',
    ]);
    expect(step).toMatchObject({
      state: 'failed',
      sentence: 'The provider refuses the token. And 1 more.',
      remedy: { shellCommand: 'gatehouse sub replace old' },
    });
    expect(step.checks[3]).toMatchObject({ sentence: 'coder is down: it does not answer.' });
    expect(step.checks[4]?.remedy?.shellCommand).toBe('gatehouse sub assign writer SUBSCRIPTION');
  });

  it('say that there is nothing to check', async () => {
    const { step, result } = await checkedOf({});
    expect(result).toMatchObject({ changed: false });
    expect(step.state).toBe('open');
  });
});
