import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DomainEvent } from '../../../electron/contract/index.ts';
import { Gateways } from '../../../electron/core/app/gateways.ts';
import { openConfFile, resolveSettings } from '../../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock } from '../../../electron/core/platform/index.ts';
import { gatewayAccess } from '../../../electron/gateway-access.ts';
import { firstRandom } from '../../helpers/first-random.ts';
import { type Script, ScriptedGateway } from '../../helpers/scripted-gateway.ts';
import { silentLogger } from '../../helpers/silent-logger.ts';
import { tempHome } from '../../helpers/temp-home.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';

const signal = new AbortController().signal;

/** A gateway that keeps the token that each client showed it. */
async function startGateway(): Promise<{ readonly url: string; readonly port: number; readonly tokens: unknown[] }> {
  const tokens: unknown[] = [];
  const script: Script = async connection => {
    const { params } = await connection.welcome({ deviceToken: 'planted-device-token' });
    tokens.push((params['auth'] as { token?: unknown } | undefined)?.token);
  };
  const gateway = await ScriptedGateway.start(script);
  onTestFinished(() => gateway.stop());
  return { url: gateway.url, port: gateway.port, tokens };
}

interface Given {
  readonly gateway?: unknown;
  readonly network?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly sandbox?: { readonly url: string; readonly token: string };
  /** The text of OpenClaw's configuration. */
  readonly openClaw?: string;
}

async function create({ gateway = {}, network = 'auto', env = {}, sandbox, openClaw }: Given) {
  const home = await tempHome();
  const clock = new VirtualClock();
  const redactor = new Redactor();
  const secrets = new FileSecretStore({ home, redactor, clock: new SystemClock() });
  const file = openConfFile(join(home, 'config.json'));
  file.set('gateway', gateway);
  const resolved = resolveSettings({ env: {}, file: { ...file.read(), network }, filePath: file.path });
  const writeOpenClaw = async (text: string): Promise<void> => {
    await mkdir(join(home, '.openclaw'), { recursive: true });
    await writeFile(join(home, '.openclaw', 'openclaw.json'), text);
  };
  if (openClaw !== undefined) await writeOpenClaw(openClaw);
  const events: DomainEvent[] = [];
  const watchers = new Set<() => void>();
  const gateways = new Gateways(
    {
      settings: resolved.settings,
      gateway: gatewayAccess({ loaded: { ...resolved, file }, env, secrets, redactor, userFolder: home }),
      clock,
      random: firstRandom,
      logger: silentLogger,
      place: { home, platform: 'linux' },
      version: '0.1.0',
      sandbox: sandbox ?? null,
    },
    event => {
      events.push(event);
      for (const look of [...watchers]) look();
    },
  );
  onTestFinished(() => gateways.stop());
  /** Resolves once `isSo`, looked at whenever something is said. */
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise(resolve => {
      const look = (): void => {
        if (!isSo()) return;
        watchers.delete(look);
        resolve();
      };
      watchers.add(look);
      look();
    });
  const isReady = (name: string): boolean => gateways.list().some(one => one.name === name && one.state === 'ready');
  return { gateways, secrets, file, clock, events, until, isReady, writeOpenClaw };
}

describe('Gateways', () => {
  it('uses the gateways of the settings, each with its own token, and no other', async () => {
    const [studio, office] = [await startGateway(), await startGateway()];
    const profiles = [{ name: 'Office', url: office.url }];
    const { gateways, secrets, until, isReady } = await create({
      gateway: { url: studio.url, name: 'Studio', profiles, selected: 'office' },
      sandbox: { url: 'ws://127.0.0.1:1', token: 'sandbox-token' },
      openClaw: '{}',
    });
    await secrets.set('gateway.token', 'token-of-studio', signal);
    await secrets.set('gateway.office.token', 'token-of-office', signal);
    await gateways.start(signal);
    await until(() => isReady('Studio') && isReady('Office'));
    expect(gateways.list().map(({ name, isActive, isPinned }) => [name, isActive, isPinned])).toEqual([
      ['Studio', false, false],
      ['Office', true, true],
    ]);
    expect([studio.tokens, office.tokens]).toEqual([['token-of-studio'], ['token-of-office']]);
  });

  it('finds the gateway of OpenClaw, now or when it is set up later, and follows a new port', async () => {
    const [first, second] = [await startGateway(), await startGateway()];
    const { gateways, clock, until, isReady, writeOpenClaw } = await create({});
    await gateways.start(signal);
    expect(gateways.list()).toEqual([]);
    expect(gateways.status()).toBeNull();
    await writeOpenClaw(`{gateway:{port:${first.port},auth:{token:'planted-one'}}}`);
    await clock.advance(30_000);
    await until(() => isReady('OpenClaw'));
    expect(gateways.list()).toMatchObject([{ id: 'discovered', source: 'discovered', isActive: true }]);
    await writeOpenClaw(`{gateway:{port:${second.port},auth:{token:'planted-two'}}}`);
    gateways.wake();
    await until(() => second.tokens.length === 1);
    expect([first.tokens, second.tokens]).toEqual([['planted-one'], ['planted-two']]);
  });

  it.each([
    ['nothing of OpenClaw is there', { network: 'auto' }, 'sandbox'],
    ['OpenClaw is there', { network: 'auto', openClaw: '{}' }, 'discovered'],
    ['OpenClaw is there and the sandbox was asked for', { network: 'sandbox', openClaw: '{}' }, 'sandbox'],
    ['discovery is off', { network: 'auto', openClaw: '{}', gateway: { discover: false } }, 'sandbox'],
  ])('of sandbox and discovery, takes the right one when %s', async (_when, given, source) => {
    const sandbox = await startGateway();
    const { gateways } = await create({ ...given, sandbox: { url: sandbox.url, token: 'sandbox-token' } });
    await gateways.start(signal);
    expect(gateways.list().map(one => one.source)).toEqual([source]);
  });

  it('adds, chooses and removes while it runs, and keeps it all in the settings file', async () => {
    const [studio, office] = [await startGateway(), await startGateway()];
    const { gateways, secrets, file, until, isReady } = await create({ gateway: { url: studio.url, name: 'Studio' } });
    await gateways.start(signal);
    await until(() => isReady('Studio'));
    await secrets.set('gateway.office.token', 'token-of-office', signal);
    expect(await gateways.add({ name: 'Office', url: office.url }, signal)).toMatchObject({
      changed: true,
      told: { code: 'gateway_added', name: 'Office' },
      sentence: 'Added Office, number 2 of 2 by priority.',
    });
    await until(() => isReady('Office'));
    expect(await gateways.select('office', signal)).toMatchObject({ changed: true });
    expect(gateways.status()?.profile).toBe('Office');
    expect(await gateways.select('office', signal)).toMatchObject({ changed: false });
    expect(file.read()).toMatchObject({ gateway: { selected: 'Office', profiles: [{ name: 'Office' }] } });
    expect(await gateways.remove('OFFICE', signal)).toMatchObject({
      sentence: 'Removed Office and its secrets. Studio is used now.',
    });
    expect(await secrets.get('gateway.office.token', signal)).toBeUndefined();
    expect(file.read()).toEqual({ gateway: { url: studio.url, name: 'Studio' } });
    expect(studio.tokens).toHaveLength(1);
  });

  it('says what is wrong with a gateway before anything is written', async () => {
    const { gateways, file } = await create({});
    await gateways.start(signal);
    const add = (name: string, url: string): Promise<unknown> => gateways.add({ name, url }, signal);
    await expect(add('far', 'ws://203.0.113.7')).rejects.toMatchObject({ code: 'gateway_plaintext_refused' });
    await expect(add('sandbox', 'ws://127.0.0.1:1')).rejects.toMatchObject({ code: 'gateway_invalid' });
    await expect(gateways.remove('nobody', signal)).rejects.toMatchObject({ code: 'gateway_unknown' });
    await expect(gateways.select('nobody', signal)).rejects.toThrow('There is no gateway called nobody.');
    expect(await gateways.reconnect(undefined, signal)).toMatchObject({ changed: false });
    expect(file.read()).toEqual({ gateway: {} });
  });

  it('says that a gateway in reserve is not connected where standbys are not kept', async () => {
    const profiles = [1, 2].map(port => ({ name: `number ${port}`, url: `ws://127.0.0.1:${port}` }));
    const { gateways } = await create({ gateway: { profiles, failover: { enabled: false } } });
    await gateways.start(signal);
    expect(await gateways.reconnect('number 1', signal)).toMatchObject({ changed: true });
    expect(await gateways.reconnect('number 2', signal)).toMatchObject({
      changed: false,
      sentence: 'number 2 is not in use, so it is not connected. Use it: gatehouse gateway use number-2',
    });
  });

  it('makes one device key for all gateways', async () => {
    const [one, two] = [await startGateway(), await startGateway()];
    const profiles = [one, two].map(({ url }, index) => ({ name: `g${index}`, url }));
    const { gateways, secrets, until, isReady } = await create({ gateway: { profiles } });
    await gateways.start(signal);
    const key = await secrets.get('gateway.device', signal);
    await until(() => isReady('g0') && isReady('g1'));
    expect(key).toBeDefined();
    expect(await secrets.get('gateway.device', signal)).toBe(key);
  });

  it('leaves no timer behind', async () => {
    const { gateways, clock } = await create({});
    await gateways.start(signal);
    await gateways.stop();
    expect(clock.pending).toBe(0);
  });

  it('asks each gateway for the scopes that the settings name', async () => {
    const [studio, office] = [await startGateway(), await startGateway()];
    const { gateways, until, isReady } = await create({
      gateway: {
        url: studio.url,
        scopes: ['operator.read', 'operator.approvals'],
        profiles: [{ name: 'Office', url: office.url }],
      },
    });
    await gateways.start(signal);
    await until(() => gateways.list().some(({ state }) => state === 'limited') && isReady('Office'));
    expect(gateways.status()?.scopes.requested).toEqual(['operator.read', 'operator.approvals']);
    expect(gateways.list()).toMatchObject([{ state: 'limited' }, { state: 'ready' }]);
  });

  it('says that the chosen gateway is not there, until it is', async () => {
    const studio = await startGateway();
    const { gateways, until, isReady } = await create({
      gateway: { url: studio.url, name: 'Studio', selected: 'Attic' },
    });
    await gateways.start(signal);
    await until(() => isReady('Studio'));
    expect(gateways.status()).toMatchObject({
      state: 'ready',
      health: 'needs-you',
      reason: 'selected-unknown',
      sentence: 'Connected to Studio. The gateway that was chosen, attic, is not among those that are configured.',
    });
    expect(gateways.status()?.remedy?.text).toContain('gatehouse gateway use');
    await gateways.select(null, signal);
    expect(gateways.status()).toMatchObject({ health: 'well', reason: null });
  });

  it('removes the token that a gateway gave this computer, unless another name leads to it', async () => {
    const studio = await startGateway();
    const { gateways, secrets, until, isReady } = await create({
      gateway: { profiles: ['One', 'Two'].map(name => ({ name, url: studio.url })) },
    });
    await gateways.start(signal);
    await until(() => isReady('One') && isReady('Two'));
    const kept = async () => (await secrets.names(signal)).filter(name => name.startsWith('gateway.token.'));
    // What is being stored is stored then.
    await gateways.stop();
    expect(await kept()).toHaveLength(1);
    await gateways.remove('One', signal);
    expect(await kept()).toHaveLength(1);
    await gateways.remove('Two', signal);
    expect(await kept()).toHaveLength(0);
    expect(await secrets.get('gateway.device', signal)).toBeDefined();
  });

  it('signs in again when OpenClaw was given another token', async () => {
    const studio = await startGateway();
    const config = (token: string) => `{gateway:{port:${studio.port},auth:{token:'${token}'}}}`;
    const { gateways, clock, until, isReady, writeOpenClaw } = await create({ openClaw: config('planted-old') });
    await gateways.start(signal);
    await until(() => isReady('OpenClaw'));
    await clock.advance(30_000);
    expect(studio.tokens).toEqual(['planted-old']);
    await writeOpenClaw(config('planted-new'));
    gateways.wake();
    await until(() => studio.tokens.length === 2 && isReady('OpenClaw'));
    expect(studio.tokens).toEqual(['planted-old', 'planted-new']);
    expect(JSON.stringify([gateways.list(), gateways.status()])).not.toContain('planted');
  });

  it('reaches names without TLS only where OpenClaw is told to allow it', async () => {
    for (const isAllowed of [false, true]) {
      const env = isAllowed ? { OPENCLAW_ALLOW_INSECURE_PRIVATE_WS: '1' } : {};
      const { gateways } = await create({ env });
      await gateways.start(signal);
      const added = gateways.add({ name: 'Cellar', url: 'ws://cellar.lan.invalid' }, signal);
      if (isAllowed) await expect(added).resolves.toMatchObject({ changed: true });
      else await expect(added).rejects.toMatchObject({ code: 'gateway_plaintext_refused' });
      expect(gateways.list().map(({ state }) => state)).toEqual(isAllowed ? ['connecting'] : []);
    }
  });
});

describe('what a person changes of the gateways', () => {
  it('leaves a gateway alone until it is connected again, also over a restart, and another one takes over', async () => {
    const [studio, attic] = [await startGateway(), await startGateway()];
    const profiles = [
      { name: 'Studio', url: studio.url },
      { name: 'Attic', url: attic.url },
    ];
    const first = await create({ gateway: { profiles } });
    await first.gateways.start(signal);
    await first.until(() => first.isReady('Studio') && first.isReady('Attic'));
    expect(await first.gateways.disconnect(undefined, signal)).toMatchObject({
      changed: true,
      sentence: 'Studio is left alone until you connect to it again. Attic is used now.',
    });
    expect(first.gateways.list()).toMatchObject([
      { id: 'studio', state: 'disconnected', isActive: false, nextAttemptAt: null },
      { id: 'attic', state: 'ready', isActive: true },
    ]);
    expect(await first.gateways.disconnect('studio', signal)).toMatchObject({ changed: false });
    expect(first.events).toContainEqual(expect.objectContaining({ type: 'gatewaySwitched', cause: 'by-hand' }));

    const again = await create({ gateway: (first.file.read() as { gateway: object }).gateway });
    await again.gateways.start(signal);
    await again.until(() => again.isReady('Attic'));
    await again.clock.advance(600_000);
    expect(studio.tokens).toHaveLength(1);
    expect(again.gateways.list()[0]).toMatchObject({ state: 'disconnected', isActive: false });
    expect(await again.gateways.reconnect('studio', signal)).toMatchObject({ changed: true });
    await again.until(() => again.isReady('Studio'));
    expect(again.file.read()).not.toMatchObject({ gateway: { disconnected: expect.anything() } });
  });

  it('says plainly that the only gateway is disconnected, and connects when it is chosen', async () => {
    const studio = await startGateway();
    const { gateways, until, isReady } = await create({ gateway: { profiles: [{ name: 'Studio', url: studio.url }] } });
    await gateways.start(signal);
    await until(() => isReady('Studio'));
    await gateways.disconnect('studio', signal);
    expect(gateways.status()).toMatchObject({
      state: 'disconnected',
      health: 'needs-you',
      sentence: 'Studio is disconnected, as you asked. Nothing is tried until you connect to it again.',
      remedy: { command: 'reconnectGateway' },
    });
    await gateways.select('studio', signal);
    await until(() => isReady('Studio'));
  });

  it('changes name, address and order of a gateway, and its secrets follow its name', async () => {
    const [studio, attic] = [await startGateway(), await startGateway()];
    const profiles = [
      { name: 'Studio', url: studio.url },
      { name: 'Attic', url: studio.url },
    ];
    const { gateways, secrets, file, until, isReady } = await create({ gateway: { profiles, selected: 'Attic' } });
    await secrets.set('gateway.attic.token', 'token-of-attic', signal);
    await gateways.start(signal);
    await until(() => isReady('Attic'));
    const change = { name: 'Loft', url: attic.url, place: 1 };
    expect(await gateways.edit('attic', change, signal)).toMatchObject({
      changed: true,
      sentence: 'Changed Loft, number 1 of 2 by priority.',
    });
    await until(() => isReady('Loft'));
    expect(attic.tokens).toEqual(['token-of-attic']);
    expect((await secrets.names(signal)).filter(name => name.endsWith('.token'))).toEqual(['gateway.loft.token']);
    expect(gateways.list().map(({ id, isPinned }) => [id, isPinned])).toEqual([
      ['loft', true],
      ['studio', false],
    ]);
    expect(gateways.profile('loft')).toMatchObject({ place: 1, placesTotal: 2, scopes: ['operator.read'] });
    expect(file.read()).toMatchObject({ gateway: { selected: 'Loft' } });
    expect(await gateways.edit('loft', { place: 1 }, signal)).toMatchObject({ changed: false });
  });

  it('changes nothing when the new name is taken or the address holds a token, and never repeats the token', async () => {
    const profiles = [
      { name: 'Studio', url: 'ws://127.0.0.1:1' },
      { name: 'Attic', url: 'ws://127.0.0.1:2' },
    ];
    const { gateways, file } = await create({ gateway: { profiles } });
    await expect(gateways.edit('attic', { name: 'studio' }, signal)).rejects.toMatchObject({ code: 'gateway_exists' });
    const withToken = gateways.edit('attic', { url: 'ws://127.0.0.1:2/?token=planted-token' }, signal);
    await expect(withToken).rejects.toMatchObject({
      code: 'gateway_url_invalid',
      message: expect.not.stringContaining('planted-token'),
      remedy: expect.stringContaining('secret store'),
    });
    await expect(gateways.edit('nobody', {}, signal)).rejects.toMatchObject({ code: 'gateway_unknown' });
    expect(file.read()).toMatchObject({ gateway: { profiles } });
  });

  it('edits the gateway of gateway.url where it stands', async () => {
    const { gateways, file } = await create({ gateway: { url: 'ws://127.0.0.1:1', name: 'Studio' } });
    await gateways.edit('studio', { name: 'Loft', scopes: ['operator.read', 'operator.admin'] }, signal);
    expect(file.read()).toMatchObject({
      gateway: { name: 'Loft', url: 'ws://127.0.0.1:1', scopes: ['operator.read', 'operator.admin'] },
    });
  });

  it('brings back a removed gateway at its place with its secrets, for ten minutes', async () => {
    const [studio, attic] = [await startGateway(), await startGateway()];
    const profiles = [
      { name: 'Studio', url: studio.url },
      { name: 'Attic', url: attic.url },
    ];
    const { gateways, secrets, file, clock, until, isReady } = await create({
      gateway: { profiles, selected: 'Studio' },
    });
    await secrets.set('gateway.studio.token', 'token-of-studio', signal);
    await gateways.start(signal);
    await until(() => isReady('Studio') && isReady('Attic'));
    const before = file.read();
    // The gateways gave this device tokens, which are stored in the background.
    await expect.poll(() => secrets.names(signal)).toHaveLength(4);
    const names = await secrets.names(signal);
    await gateways.remove('studio', signal);
    expect(await secrets.names(signal)).not.toContain('gateway.studio.token');
    expect(await gateways.restore('studio', signal)).toMatchObject({
      changed: true,
      sentence: 'Studio is back, with its secrets.',
    });
    expect(file.read()).toEqual(before);
    expect(await secrets.names(signal)).toEqual(names);
    await until(() => isReady('Studio'));

    await gateways.remove('studio', signal);
    await clock.advance(600_000);
    await expect(gateways.restore('studio', signal)).rejects.toMatchObject({ code: 'gateway_not_removed' });
  });

  it('brings back a gateway with its secrets when that is asked for while it is still being removed', async () => {
    const { gateways, secrets } = await create({ gateway: { profiles: [{ name: 'Attic', url: 'ws://127.0.0.1:1' }] } });
    await secrets.set('gateway.attic.token', 'token-of-attic', signal);
    const removing = gateways.remove('attic', signal);
    const restoring = gateways.restore('attic', signal);
    await Promise.all([removing, restoring]);

    expect(await secrets.get('gateway.attic.token', signal)).toBe('token-of-attic');
    expect(gateways.list().map(({ name }) => name)).toEqual(['Attic']);
  });

  it('loses no secret when the store fails half way through removing or bringing back', async () => {
    const { gateways, secrets } = await create({ gateway: { profiles: [{ name: 'Attic', url: 'ws://127.0.0.1:1' }] } });
    await secrets.set('gateway.attic.token', 'token-of-attic', signal);
    await secrets.set('gateway.attic.password', 'password-of-attic', signal);
    const fails = { delete: 'gateway.attic.password', set: 'gateway.attic.token' };
    for (const act of ['delete', 'set'] as const) {
      const works = secrets[act].bind(secrets) as (name: string, ...rest: never[]) => Promise<never>;
      secrets[act] = async (name: string, ...rest: unknown[]) => {
        if (name !== fails[act]) return works(name, ...(rest as never[]));
        fails[act] = '';
        throw new Error('disk full');
      };
    }
    await expect(gateways.remove('attic', signal)).rejects.toThrow('disk full');
    await expect(gateways.restore('attic', signal)).rejects.toThrow('disk full');
    await gateways.restore('attic', signal);

    expect(await secrets.get('gateway.attic.token', signal)).toBe('token-of-attic');
    expect(await secrets.get('gateway.attic.password', signal)).toBe('password-of-attic');
  });
});
