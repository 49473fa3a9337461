import { expect, it, onTestFinished } from 'vitest';
import { GatewayHealthModel } from '../../electron/contract/index.ts';
import { SystemRandom } from '../../electron/core/platform/index.ts';
import { SandboxGateway } from '../../electron/sandbox/index.ts';
import { SeededRandom } from '../../electron/sandbox/seeded-random.ts';
import { VirtualClock } from '../helpers/virtual-clock.ts';
import { Bench } from '../unit/gateway/support.ts';

const TOKEN = 'sandbox-token-of-a-test';

/** Our own client, connected to a gateway that speaks the protocol over real sockets; one hand-moved clock for both. */
async function connected() {
  const clock = new VirtualClock();
  const gateway = new SandboxGateway({
    clock,
    random: new SeededRandom('gateway-care-test'),
    secrets: new SystemRandom(),
    auth: { mode: 'token', token: TOKEN },
  });
  onTestFinished(() => gateway.stop());
  await gateway.start(new AbortController().signal);
  const bench = new Bench({ url: gateway.url, shared: { token: TOKEN }, clock }).start();
  await bench.shows('ready');
  await bench.until(() => bench.parts.some(({ method }) => method === 'usage.status'));
  return { clock, gateway, bench };
}

it('reads every part of a gateway that offers them all', async () => {
  const { bench } = await connected();
  const details = bench.client.details();
  expect(GatewayHealthModel.parse(details)).toEqual(details);
  for (const part of ['system', 'channels', 'sessions', 'presence', 'models', 'auth', 'heartbeat'] as const) {
    expect(details[part], part).toMatchObject({ state: 'ok' });
  }
  expect(details.approvals.state).toBe('missing-scope');
});

it('tells a run that failed at its provider once, and until when the model is paused', async () => {
  const { clock, gateway, bench } = await connected();
  const runId = gateway.faults.providerFailure('insufficient-quota');
  await bench.until(() => bench.frames.filter(({ event }) => event === 'chat').length === 2);
  await clock.advance(500);
  await bench.until(() => bench.events.some(({ type }) => type === 'agentProviderFailed'));
  const told = bench.events.filter(({ type }) => type === 'agentProviderFailed');
  expect(told).toMatchObject([{ runId, kind: 'billing', until: expect.any(Number) }]);
});

it('gets the access that its owner approves, and restarts the gateway with it', async () => {
  const { clock, gateway, bench } = await connected();
  const { signal } = new AbortController();
  await expect(bench.client.restart({}, signal)).rejects.toMatchObject({ code: 'gateway_scope_missing' });
  const outcome = bench.client.requestScopes(['operator.admin'], signal);
  await bench.until(() => bench.client.snapshot().approval !== null);
  // What is answered after the wait was sent proves that the gateway waits.
  await bench.client.request('last-heartbeat');
  gateway.pairing.approve(bench.client.snapshot().approval?.requestId ?? '');
  await expect(outcome).resolves.toEqual({ status: 'approved', scopes: ['operator.read', 'operator.admin'] });
  expect(bench.client.snapshot()).toMatchObject({ state: 'ready', scopes: { missing: [] } });
  await expect(bench.client.restart({ reason: 'a test' }, signal)).resolves.toMatchObject({ status: 'scheduled' });
  for (let looks = 0; bench.state !== 'restarting' && looks < 50; looks += 1) await clock.advance(100);
  expect(bench.state).toBe('restarting');
  for (let looks = 0; bench.state !== 'ready' && looks < 100; looks += 1) await clock.advance(100);
  expect(bench.state).toBe('ready');
  expect(bench.events.some(({ type }) => type === 'gatewayRestarted')).toBe(true);
});
