import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { StatusSnapshot } from '../../electron/contract/index.ts';
import { ensureBuilt } from '../helpers/built.ts';
import { OpenclawGateway } from '../helpers/openclaw.ts';
import { openclawProgram } from '../helpers/openclaw-install.ts';
import { runCommand, startHost } from '../helpers/running-host.ts';
import { tempHome } from '../helpers/temp-home.ts';
import { Live } from './openclaw-live.ts';

let gateway: OpenclawGateway;

beforeAll(async () => {
  ensureBuilt();
  await openclawProgram();
  gateway = await (await OpenclawGateway.prepare()).up();
}, 300_000);

afterAll(() => gateway.dispose());

it('reads every part that a real gateway tells a reader of, and names the one that it does not', async () => {
  const live = new Live(gateway).start();
  await live.isReady();
  const parts = () => {
    const { system, channels, sessions, presence, usage, models, auth, update, heartbeat, approvals } =
      live.client.details();
    return { system, channels, sessions, presence, usage, models, auth, update, heartbeat, approvals };
  };
  await live.witness.until(() => Object.values(parts()).every(({ state }) => state !== 'unknown'));

  const { approvals, ...readable } = parts();
  expect(Object.fromEntries(Object.entries(readable).map(([name, { state }]) => [name, state]))).toEqual(
    Object.fromEntries(Object.keys(readable).map(name => [name, 'ok'])),
  );
  expect(approvals).toMatchObject({ state: 'missing-scope', value: null });
  // Its event loop is told only after a while of running.
  expect(readable.system.value).toMatchObject({
    agents: 1,
    plugins: { failed: 0, loaded: expect.any(Number) as number },
  });
  expect(readable.channels.value).toEqual([]);
  expect(readable.presence.value?.length).toBeGreaterThan(0);
  expect(live.status.server).toMatchObject({ version: '2026.9.1', uptimeMs: expect.any(Number) as number });
});

it('is shown by the built program, which comes back by itself after a crash of the gateway', async () => {
  const home = await tempHome();
  const url = { GATEHOUSE_GATEWAY_URL: gateway.url, GATEHOUSE_GATEWAY_NAME: 'studio' };
  const host = await startHost({ home, env: { ...url, GATEHOUSE_GATEWAY_TOKEN: gateway.token } });
  const bootId = async (): Promise<string | null | undefined> => {
    const { stdout } = await runCommand(['status', '--json'], { home });
    const { gateway: shown } = StatusSnapshot.parse(JSON.parse(stdout));
    expect(shown).toMatchObject({ state: 'ready', health: 'well', profile: 'studio' });
    return shown?.server?.bootId;
  };
  const limit = { timeout: 60_000, interval: 250 };
  const before = await vi.waitFor(bootId, limit);
  const health = await runCommand(['gateway', 'health'], { home });
  expect(health, health.stderr).toMatchObject({ code: 0, stderr: '' });
  expect(health.stdout).toContain('2026.9.1');

  await gateway.crash();
  await gateway.up();
  await vi.waitFor(async () => expect(await bootId()).not.toBe(before), limit);
  const { stdout, stderr } = await host.end('SIGTERM');
  expect(stdout + stderr).not.toContain(gateway.token);
});
