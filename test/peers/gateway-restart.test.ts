import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenclawGateway } from '../helpers/openclaw.ts';
import { openclawProgram } from '../helpers/openclaw-install.ts';
import { Live } from './openclaw-live.ts';

let gateway: OpenclawGateway;

beforeAll(async () => {
  await openclawProgram();
  gateway = await (await OpenclawGateway.prepare()).up();
}, 300_000);

afterAll(() => gateway.dispose());

describe('a connected client', () => {
  it('comes back after the gateway was killed and started again, as the device that it was', async () => {
    const live = new Live(gateway).start();
    const bootId = await live.isReady();
    await live.witness.until(() => live.secrets.values.size === 2);
    const before = new Map(live.secrets.values);

    await gateway.crash();
    await live.shows('connecting');
    expect(live.witness.events.findLast(event => event.type === 'gatewayTransition')).toMatchObject({ from: 'ready' });
    gateway.start();
    await live.isReady(bootId);
    expect(live.witness.shown).toEqual(['connecting', 'ready', 'connecting', 'ready']);
    expect(live.witness.count('gatewayRestarted')).toBe(1);
    expect(live.witness.count('gatewayApprovalNeeded')).toBe(0);
    expect(live.secrets.values).toEqual(before);
  });

  it('calls a restart by signal a restart, and is back at once', async () => {
    const live = new Live(gateway).start();
    const bootId = await live.isReady();
    const { pid } = gateway;

    gateway.signal('SIGUSR1');
    await live.isReady(bootId);
    expect(live.witness.shown).toEqual(['connecting', 'ready', 'restarting', 'ready']);
    expect(live.witness.reasons).toContain('restart-announced');
    expect(live.witness.count('gatewayRestarted')).toBe(1);
    expect(gateway.pid).toBe(pid);
  });

  it('restarts the gateway by request when it may', async () => {
    const live = new Live(gateway, { scopes: ['operator.read', 'operator.admin'] }).start();
    const bootId = await live.isReady();
    expect(live.status.scopes.missing).toEqual([]);

    const answer = await live.client.request('gateway.restart.request', { reason: 'asked for by a test' });
    expect(answer).toMatchObject({ ok: true, status: 'scheduled' });
    await live.isReady(bootId);
    expect(live.witness.shown).toEqual(['connecting', 'ready', 'restarting', 'ready']);
  });

  it('is told what it lacks when it may not restart the gateway', async () => {
    const live = new Live(gateway).start();
    await live.isReady();
    await expect(live.client.request('gateway.restart.request', {})).rejects.toMatchObject({
      code: 'gateway_refused',
      facts: { missingScope: 'operator.admin' },
      remedy: 'Approve operator.admin for Gatehouse on the gateway.',
    });
    expect(live.status.state).toBe('ready');
  });

  it('tells a stop from a restart, and connects when the gateway is started again', async () => {
    const live = new Live(gateway).start();
    const bootId = await live.isReady();

    await gateway.stop();
    await live.shows('stopped');
    expect(live.status).toMatchObject({ reason: 'stopped-by-owner', health: 'needs-you' });
    // A request that meets the drain is answered as in a restart, so that may have been shown in between.
    expect(live.witness.shown.filter(state => state !== 'restarting')).toEqual(['connecting', 'ready', 'stopped']);
    gateway.start();
    await live.isReady(bootId);
    expect(live.witness.shown.slice(-2)).toEqual(['stopped', 'ready']);
  });

  it('is known after its own restart, with its own token alone', async () => {
    const first = new Live(gateway).start();
    await first.isReady();
    await first.witness.until(() => first.secrets.values.size === 2);
    await first.client.stop();

    const second = new Live(gateway, { secrets: first.secrets });
    second.token = undefined;
    await second.start().isReady();
    expect(second.witness.shown).toEqual(['connecting', 'ready']);
    expect(second.status.scopes).toMatchObject({ granted: ['operator.read'], missing: [] });
  });
});
