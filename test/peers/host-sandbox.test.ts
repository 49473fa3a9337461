import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { StatusSnapshot } from '../../electron/contract/index.ts';
import type { Gatehouse } from '../../electron/core/app/index.ts';
import { SETTINGS_FILE_NAME } from '../../electron/core/config/index.ts';
import { SystemClock } from '../../electron/core/platform/index.ts';
import { type Sandbox, startSandbox } from '../../electron/sandbox/index.ts';
import { networkOf, settingsIn, startGatehouseIn } from '../helpers/gatehouse-in.ts';

const EVENT_POLL_SECONDS = 1;
/** Reading, importing keys, and a busy machine; below the 10 s after which the gate looks once more after any event. */
const SLACK_MS = 8_000;
const LIMIT_MS = 60_000;

async function startHostOn(sandbox: Sandbox, rpcUrl: string): Promise<Gatehouse> {
  const home = await mkdtemp(join(tmpdir(), 'gatehouse-'));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const changed = {
    tee: { refreshSeconds: 0, registry: { eventPollSeconds: EVENT_POLL_SECONDS } },
    proxy: { port: 0 },
  };
  await writeFile(join(home, SETTINGS_FILE_NAME), JSON.stringify(changed));
  const loaded = await settingsIn(home, new AbortController().signal);
  const { seed } = sandbox;
  const changes = { rpcUrls: [rpcUrl], sandbox: { seed, models: ['sandbox/echo'] } };
  return startGatehouseIn({ home, loaded, network: networkOf(sandbox, changes) });
}

/** Resolves when the host's status says so, rejects with what it says instead after a while. */
function statusSays({ status }: Gatehouse, holds: (snapshot: StatusSnapshot) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(JSON.stringify(status.snapshot().tee)));
    }, LIMIT_MS);
    const look = (): void => {
      if (!holds(status.snapshot())) return;
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const unsubscribe = status.subscribe(look);
    look();
  });
}

async function ask({ status }: Gatehouse): Promise<Response> {
  return fetch(`${status.snapshot().proxy.endpoint}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'sandbox/echo', messages: [{ role: 'user', content: 'hello' }] }),
  });
}

describe('a whole host over the sandbox, without the timer', () => {
  it.each([
    ['polling', (sandbox: Sandbox) => sandbox.rpcUrl],
    ['subscription', (sandbox: Sandbox) => sandbox.webSocketUrl],
  ] as const)('sees by %s within the poll interval that its TEE got another key', async (watching, rpcUrlOf) => {
    const signal = new AbortController().signal;
    const sandbox = await startSandbox({ seed: 'peers', clock: new SystemClock(), enclaveCount: 3, signal });
    onTestFinished(() => sandbox.stop());
    const gatehouse = await startHostOn(sandbox, rpcUrlOf(sandbox));
    await statusSays(gatehouse, ({ tee }) => tee.state === 'attested' && tee.registry.watching === watching);
    expect((await ask(gatehouse)).status).toBe(200);
    const { teeId } = gatehouse.status.snapshot().tee.current!;

    await sandbox.network.rotateOhttpKey(teeId);
    const changedAt = performance.now();
    await statusSays(gatehouse, ({ tee }) => tee.current?.cause === 'keys-changed');
    expect(performance.now() - changedAt).toBeLessThan(EVENT_POLL_SECONDS * 1_000 + SLACK_MS);

    const response = await ask(gatehouse);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-opengradient-verified')).toBe('true');
    const { tee, proxy } = gatehouse.status.snapshot();
    expect(proxy).toMatchObject({ answersVerified: 2, answersRefused: 0, requestsFailed: 0 });
    expect(tee).toMatchObject({ state: 'attested', alarm: null, quarantined: [] });
  });
});
