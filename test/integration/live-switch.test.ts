import { describe, expect, it, onTestFinished } from 'vitest';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { Settings } from '../../electron/core/config/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { gatewayAccess, networkOf, secretsIn, settingsIn, startGatehouseIn } from '../helpers/gatehouse-in.ts';
import { tempHome } from '../helpers/temp-home.ts';

const { signal } = new AbortController();
const clock = new SystemClock();
const LIMIT = { timeout: 60_000, interval: 25 };

async function sandboxOf(seed: string): Promise<Sandbox> {
  const sandbox = await startSandbox({ seed, clock, enclaveCount: 2, signal });
  onTestFinished(() => sandbox.stop());
  return sandbox;
}

/** An application on one sandbox, and the way to another that the first run goes. */
async function startBetween(first: Sandbox, second: Sandbox) {
  const home = await tempHome();
  const secrets = secretsIn(home);
  const loaded = await settingsIn(home, signal);
  const inUse: Settings[] = [loaded.settings];
  const gatehouse = await startGatehouseIn({
    home,
    loaded,
    network: networkOf(first),
    changes: {
      secrets,
      gateway: gatewayAccess(loaded, secrets),
      setup: {
        loaded,
        reopen: async () => {
          const now = await settingsIn(home, signal);
          inUse.unshift(now.settings);
          const gateway = gatewayAccess(now, secrets);
          return { settings: now.settings, network: networkOf(second), gateway, stop: async () => {} };
        },
        stopFirst: async () => undefined,
      },
    },
  });
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
