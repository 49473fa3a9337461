import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SystemClock, SystemRandom } from '../../../electron/core/platform/index.ts';
import { SandboxGateway } from '../../../electron/sandbox/index.ts';
import { SeededRandom } from '../../../electron/sandbox/seeded-random.ts';
import { freePort } from '../free-port.ts';
import type { Scene, Stage } from './stage.ts';

const TOKEN = 'token-of-the-gateway-0123456789';

async function startGateway(stage: Stage, { approvesLocal = true } = {}): Promise<SandboxGateway> {
  const gateway = new SandboxGateway({
    clock: new SystemClock(),
    random: new SeededRandom('readme'),
    secrets: new SystemRandom(),
    auth: { mode: 'token', token: TOKEN },
    approvesLocal,
    // It comes back to the port that it left.
    port: await freePort(),
  });
  stage.after(() => gateway.stop());
  await gateway.start(new AbortController().signal);
  return gateway;
}

async function tokenFile(stage: Stage, token = TOKEN): Promise<string> {
  const path = join(stage.env['HOME'] ?? '', 'gateway-token.txt');
  await writeFile(path, token);
  return path;
}

async function add(stage: Stage, name: string, { url }: SandboxGateway, more = ''): Promise<void> {
  await stage.type(`npx gatehouse gateway add ${name} ${url} --token-stdin ${more} < ${await tokenFile(stage)}`);
}

/** Takes the network from every program that is started on the stage, as far as addresses tell; gives the way back. */
async function withoutNetwork(stage: Stage): Promise<() => Promise<void>> {
  const home = stage.env['HOME'] ?? '';
  const [sign, module] = [join(home, 'cable-is-out'), join(home, 'addresses.cjs')];
  await writeFile(sign, '');
  await writeFile(
    module,
    `const [fs, os] = [require('node:fs'), require('node:os')];
os.networkInterfaces = () => {
  const cable = [{ address: '198.51.100.7', family: 'IPv4', internal: false }];
  const loopback = [{ address: '127.0.0.1', family: 'IPv4', internal: true }];
  return fs.existsSync(${JSON.stringify(sign)}) ? { lo: loopback } : { lo: loopback, cable };
};
require('node:module').syncBuiltinESMExports();`,
  );
  stage.env['NODE_OPTIONS'] = `--require ${JSON.stringify(module)}`;
  return () => rm(sign);
}

/** What goes wrong between Gatehouse and OpenClaw. */
export const SCENES_OF_THE_GATEWAY: readonly Scene[] = [
  {
    sees: 'Gateway  waiting for approval',
    play: async stage => {
      const gateway = await startGateway(stage, { approvesLocal: false });
      await add(stage, 'studio', gateway);
      await stage.run('--sandbox');
      const shown = await stage.sees();
      const [, requestId = ''] = /openclaw devices approve (\S+)/.exec(shown) ?? [];
      gateway.pairing.approve(requestId);
      await stage.shows('Gateway  ready');
    },
  },
  {
    sees: 'Gateway  refused',
    play: async stage => {
      const gateway = await startGateway(stage);
      stage.env['GATEHOUSE_GATEWAY_URL'] = gateway.url;
      await stage.type(`npx gatehouse secret set gateway.token < ${await tokenFile(stage, 'a-wrong-token')}`);
      await stage.run('--sandbox');
      await stage.sees();
      const right = await tokenFile(stage);
      await stage.does('npx gatehouse secret set gateway.token', { 'gateway.token': `gateway.token < ${right}` });
      await stage.does('npx gatehouse gateway reconnect');
      await stage.shows('Gateway  ready');
    },
  },
  {
    sees: 'Offline  for',
    play: async stage => {
      const plugIn = await withoutNetwork(stage);
      // An address of this computer that is none of loopback's; nobody listens there.
      await stage.type('npx gatehouse gateway add studio wss://0.0.0.0:9');
      await stage.run('--sandbox');
      await stage.sees();
      await stage.shows('Gateway  offline');
      await stage.shows('TEE  attested');
      await plugIn();
      await stage.shows('Gateway  connecting');
    },
  },
  {
    sees: 'Gateway  unreachable',
    play: async stage => {
      const gateway = await startGateway(stage);
      stage.env['GATEHOUSE_GATEWAY_CONNECT_BUDGET_MS'] = '1000';
      await add(stage, 'studio', gateway);
      await gateway.stop();
      await stage.run('--sandbox');
      await stage.sees();
      await gateway.start(new AbortController().signal);
      await stage.does('npx gatehouse gateway reconnect');
      await stage.shows('Gateway  ready');
    },
  },
  {
    sees: 'Reserve  … unreachable',
    play: async stage => {
      const [studio, office] = [await startGateway(stage), await startGateway(stage)];
      stage.env['GATEHOUSE_GATEWAY_CONNECT_BUDGET_MS'] = '1000';
      stage.env['GATEHOUSE_GATEWAY_FAILOVER_RETURN_AFTER_SECONDS'] = '1';
      await add(stage, 'studio', studio);
      await add(stage, 'office', office, '--priority 2');
      await studio.stop();
      await stage.run('--sandbox');
      await stage.shows('Gateway  ready: Connected to office');
      await stage.sees();
      await studio.start(new AbortController().signal);
      await stage.shows('Gateway  ready: Connected to studio');
    },
  },
  {
    sees: 'not shown. It needs',
    play: async stage => {
      const gateway = await startGateway(stage);
      await add(stage, 'studio', gateway);
      await stage.run('--sandbox');
      await stage.shows('Gateway  ready');
      const health = await stage.sees('npx gatehouse gateway health');
      const [command = ''] = /gatehouse gateway access --scope \S+/.exec(health) ?? [];
      const asking = stage.stays(`npx ${command}`);
      await asking.until(text => text.includes('openclaw devices approve'));
      for (const { requestId } of gateway.pairing.pending()) gateway.pairing.approve(requestId);
      await stage.shows('Approvals  … waiting for consent', 'npx gatehouse gateway health');
    },
  },
];
