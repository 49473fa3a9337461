import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SystemClock } from '../../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../../electron/sandbox/index.ts';
import type { Staying } from './clean-machine.ts';
import type { Scene, Stage } from './stage.ts';

const NOWHERE = `0x${'0'.repeat(39)}1`;
const REPORT = 'npx gatehouse diagnostics --output report.txt';
const HOUR_MS = 3_600_000;

/** A clock that is wrong until it is put right. */
class WrongClock extends SystemClock {
  aheadMs = 0;

  override now(): number {
    return super.now() + this.aheadMs;
  }
}

/** A network that is not the embedded sandbox, and settings that lead to it. */
async function onOwnNetwork(stage: Stage, clock = new SystemClock()): Promise<Sandbox> {
  const signal = AbortSignal.timeout(60_000);
  const network = await startSandbox({ seed: 'readme', clock, enclaveCount: 2, signal });
  stage.after(() => network.stop());
  Object.assign(stage.env, {
    GATEHOUSE_RELAY_URL: network.relayUrl,
    GATEHOUSE_RELAY_TOKEN: network.bearerToken,
    GATEHOUSE_TEE_REGISTRY_RPC_URLS: network.rpcUrl,
    GATEHOUSE_TEE_REGISTRY_ADDRESS: network.registryAddress,
    GATEHOUSE_TEE_REGISTRY_EVENT_POLL_SECONDS: '1',
    GATEHOUSE_TEE_REFRESH_SECONDS: '1',
    GATEHOUSE_GATEWAY_DISCOVER: 'off',
  });
  return network;
}

/** The line that asks something through the endpoint of `host`. */
function question(host: Staying): string {
  const [, endpoint] = /Endpoint +(http:\S+)/.exec(host.text()) ?? [];
  return `curl -s -i ${endpoint}/chat/completions -H 'content-type: application/json' -d '{"model":"sandbox/echo","messages":[{"role":"user","content":"hello"}]}'`;
}

async function fileOf(stage: Stage, name: string, text: string): Promise<string> {
  const path = join(stage.env['HOME'] ?? '', name);
  await writeFile(path, text);
  return path;
}

/** A login of the network as a real one gives it, not marked as the sandbox's. */
function loginOf({ account }: Sandbox): string {
  const bundle = account.createBundle() as { user: object; config: object };
  const user = { ...bundle.user, id: 'you@example.org', email: 'you@example.org' };
  return JSON.stringify({ ...bundle, user, config: { ...bundle.config, app_env: 'production' } });
}

async function lies(stage: Stage): Promise<{ network: Sandbox; ask: string }> {
  const network = await onOwnNetwork(stage);
  const ask = question(await stage.run());
  await stage.shows('TEE  attested');
  network.faults.answer('changed-text', { times: 20 });
  return { network, ask };
}

/** What goes wrong between the endpoint, the relay, the enclaves and their registry. */
export const SCENES_OF_THE_NETWORK: readonly Scene[] = [
  {
    sees: 'Registry  unreachable',
    play: async stage => {
      const network = await onOwnNetwork(stage);
      await stage.run();
      await stage.shows('Registry  ok');
      network.faults.chain('down');
      await stage.sees();
      stage.names('tee.registry.rpcUrls');
      network.faults.chain('honest');
      await stage.shows('Registry  ok');
    },
  },
  {
    sees: 'Registry  no contract',
    play: async stage => {
      const { registryAddress } = await onOwnNetwork(stage);
      stage.env['GATEHOUSE_TEE_REGISTRY_ADDRESS'] = NOWHERE;
      const host = await stage.run();
      await stage.sees();
      await host.interrupt();
      stage.names('tee.registry.address');
      stage.env['GATEHOUSE_TEE_REGISTRY_ADDRESS'] = registryAddress;
      await stage.run();
      await stage.shows('Registry  ok');
    },
  },
  {
    sees: 'TEE  no usable tee',
    play: async stage => {
      const { network } = await onOwnNetwork(stage);
      const ids = network.registry.ofType(0).map(({ teeId }) => teeId);
      for (const id of ids) network.registry.disable(id);
      await stage.run();
      await stage.sees();
      for (const id of ids) network.registry.enable(id);
      await stage.shows('TEE  attested');
    },
  },
  {
    sees: 'No usable TEE runs the pinned build',
    play: async stage => {
      await onOwnNetwork(stage);
      stage.env['GATEHOUSE_TEE_EXPECTED_PCR_HASH'] = `0x${'ab'.repeat(32)}`;
      const host = await stage.run();
      await stage.sees();
      await host.interrupt();
      stage.names('tee.expectedPcrHash');
      delete stage.env['GATEHOUSE_TEE_EXPECTED_PCR_HASH'];
      await stage.run();
      await stage.shows('TEE  attested');
    },
  },
  {
    sees: 'The pinned TEE',
    play: async stage => {
      const network = await onOwnNetwork(stage);
      stage.env['GATEHOUSE_TEE_TEE_ID'] = `0x${'cd'.repeat(32)}`;
      const host = await stage.run();
      await stage.sees();
      await host.interrupt();
      stage.names('tee.teeId');
      stage.env['GATEHOUSE_TEE_TEE_ID'] = network.enclaves()[1]?.teeId ?? '';
      await stage.run();
      await stage.shows('TEE  attested');
    },
  },
  {
    sees: 'verification_failed',
    play: async stage => {
      const { network, ask } = await lies(stage);
      await stage.sees(ask);
      await stage.does(REPORT);
      network.faults.clear();
      await stage.shows('x-opengradient-verified: true', ask);
    },
  },
  {
    sees: 'Alarm',
    play: async stage => {
      const { ask } = await lies(stage);
      await stage.type(ask);
      await stage.sees();
      await stage.does(REPORT);
    },
  },
  {
    sees: 'Quarantine',
    play: async stage => {
      const network = await onOwnNetwork(stage);
      const ask = question(await stage.run());
      const status = await stage.shows('TEE  attested');
      const [, teeId = ''] = /^ +(0x[0-9a-f]{64}),/m.exec(status) ?? [];
      network.faults.relay({ kind: 'reset' }, { teeId, times: 5 });
      await stage.shows('x-opengradient-verified: true', ask);
      await stage.sees();
      await stage.shows('x-opengradient-verified: true', ask);
    },
  },
  {
    sees: 'The answer was signed too …',
    play: async stage => {
      const clock = new WrongClock();
      await onOwnNetwork(stage, clock);
      const ask = question(await stage.run());
      await stage.shows('TEE  attested');
      // The clock of the others stays behind, which is what one's own being ahead looks like.
      clock.aheadMs = -2 * HOUR_MS;
      await stage.sees(ask);
      clock.aheadMs = 0;
      await stage.shows('x-opengradient-verified: true', ask);
    },
  },
  {
    sees: 'HTTP/1.1 401\nThere is no token for the relay',
    play: async stage => {
      const { bearerToken } = await onOwnNetwork(stage);
      delete stage.env['GATEHOUSE_RELAY_TOKEN'];
      const ask = question(await stage.run());
      await stage.sees(ask);
      const token = await fileOf(stage, 'token.txt', bearerToken);
      await stage.does('npx gatehouse secret set relay.token', { 'relay.token': `relay.token < ${token}` });
      await stage.shows('x-opengradient-verified: true', ask);
    },
  },
  {
    sees: 'Account  signed out',
    play: async stage => {
      const network = await onOwnNetwork(stage);
      for (const name of Object.keys(stage.env)) if (/RELAY|RPC_URLS|ADDRESS/.test(name)) delete stage.env[name];
      await stage.type(`npx gatehouse login --manual < ${await fileOf(stage, 'login.json', loginOf(network))}`);
      const ask = question(await stage.run());
      await stage.shows('x-opengradient-verified: true', ask);
      network.account.signOutEverywhere();
      await stage.shows('HTTP/1.1 401', ask);
      await stage.sees();
      const again = await fileOf(stage, 'login.json', loginOf(network));
      await stage.does('npx gatehouse login', { login: `login --manual < ${again}` });
      await stage.shows('x-opengradient-verified: true', ask);
    },
  },
];
