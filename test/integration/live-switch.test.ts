import { describe, expect, it, onTestFinished } from 'vitest';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import { createGatehouse, type GatehouseNetwork, type GatewayAccess } from '../../electron/core/app/index.ts';
import {
  GatewaySettings,
  type LoadedSettings,
  loadSettings,
  openConfFile,
  type Settings,
  SettingsDesk,
} from '../../electron/core/config/index.ts';
import { FileSecretStore, Redactor, SystemClock, SystemRandom } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { silentLogger } from '../helpers/silent-logger.ts';
import { tempHome } from '../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const LIMIT = { timeout: 60_000, interval: 25 };

async function sandboxOf(seed: string): Promise<Sandbox> {
  const sandbox = await startSandbox({ seed, clock, enclaveCount: 2, signal });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

function networkOf(sandbox: Sandbox): GatehouseNetwork {
  return {
    rpcUrls: [sandbox.rpcUrl],
    registryAddress: sandbox.registryAddress,
    chainId: sandbox.chainId,
    relayUrl: sandbox.relayUrl,
    bearer: async () => sandbox.bearerToken,
    sandbox: { seed: sandbox.seed, models: ['sandbox/echo'], gateway: sandbox.gateway },
  };
}

/** An application on one sandbox, and the way to another that the first run goes. */
async function startBetween(first: Sandbox, second: Sandbox) {
  const home = await tempHome();
  const secrets = new FileSecretStore({ home, redactor: new Redactor(), clock });
  const load = (): Promise<LoadedSettings> =>
    loadSettings({ home, env: { GATEHOUSE_PROXY_PORT: '0' }, clock, signal, openFile: openConfFile });
  const gatewayOf = (loaded: LoadedSettings): GatewayAccess => ({
    settings: new GatewaySettings(loaded),
    credentials: async () => ({}),
    discover: async () => undefined,
    secrets,
    handshakeTimeoutVariable: undefined,
    challengeTimeoutVariable: undefined,
    allowInsecureNames: false,
    computerName: 'test',
  });
  const loaded = await load();
  const inUse: Settings[] = [loaded.settings];
  const gatehouse = createGatehouse({
    settings: loaded.settings,
    desk: new SettingsDesk(loaded),
    network: networkOf(first),
    gateway: gatewayOf(loaded),
    secrets,
    env: {},
    redact: () => undefined,
    logger: silentLogger,
    scrubber: new Redactor(),
    clock,
    random: new SystemRandom(),
    place: { home, platform: process.platform, runtimeFolder: home },
    host: 'headless',
    version: '0.0.0',
    pid: process.pid,
    veil: { env: {}, userFolder: home },
    setup: {
      loaded,
      reopen: async () => {
        const now = await load();
        inUse.unshift(now.settings);
        return { settings: now.settings, network: networkOf(second), gateway: gatewayOf(now), stop: async () => {} };
      },
      stopFirst: async () => undefined,
    },
  });
  onTestFinished(() => gatehouse.stop());
  await gatehouse.start(signal);
  const says = (holds: (snapshot: StatusSnapshot) => boolean): Promise<void> =>
    expect.poll(() => holds(gatehouse.status.snapshot()), LIMIT).toBe(true);
  const change = async (): Promise<void> => {
    await gatehouse.execute({ name: 'setupStart' }, signal);
    await gatehouse.execute({ name: 'setupChooseNetwork', network: { kind: 'sandbox' } }, signal);
    await says(({ sandbox, setup }) => sandbox?.seed === second.seed && setup.switching === null);
  };
  return { gatehouse, says, change, inUse };
}

const isOpen = ({ gateway, tee }: StatusSnapshot): boolean => gateway?.state === 'ready' && tee.state === 'attested';

describe('a change of the network while Gatehouse runs', () => {
  it('finds a pause, the settings and the questions on the new network', async () => {
    const [first, second] = [await sandboxOf('first'), await sandboxOf('second')];
    const { gatehouse, says, change, inUse } = await startBetween(first, second);
    await says(isOpen);
    await gatehouse.execute({ name: 'pause', until: 'resumed' }, signal);
    await change();
    expect(inUse).toHaveLength(2);
    await says(({ tee, gateway }) => tee.state !== 'attested' && gateway?.state === 'idle');
    expect(gatehouse.status.snapshot()).toMatchObject({ paused: { until: null }, tee: { current: null } });

    await gatehouse.execute({ name: 'resume' }, signal);
    await says(isOpen);
    await gatehouse.execute({ name: 'setSetting', path: 'subscriptions.automatic', value: false }, signal);
    expect(inUse.map(({ subscriptions }) => subscriptions.automatic)).toEqual([false, false]);
    await first.stop();
    const { checks } = (await gatehouse.query({ name: 'diagnostics.checks' }, signal)) as {
      checks: { id: string; verdict: string }[];
    };
    const network = checks.filter(({ id }) => ['gateway-reach', 'chain-rpc', 'relay'].includes(id));
    expect(network.map(({ verdict }) => verdict)).toEqual(['well', 'well', 'well']);
  });
});
