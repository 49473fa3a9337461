import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenSocket, openSocket } from '../../electron/core/gateway/socket.ts';
import { OpenclawGateway } from '../helpers/openclaw.ts';
import { openclawProgram } from '../helpers/openclaw-install.ts';
import { Live, prepared } from './openclaw-live.ts';

let gateway: OpenclawGateway;

beforeAll(async () => {
  await openclawProgram();
  gateway = await (await OpenclawGateway.prepare()).up();
}, 300_000);

afterAll(() => gateway.dispose());

/** Sockets of a product that speaks another protocol version; the signature does not cover it. */
function speaking(version: number): { readonly open: OpenSocket; readonly attempts: () => number } {
  let attempts = 0;
  const open: OpenSocket = (endpoint, listener) => {
    const socket = openSocket(endpoint, listener);
    return {
      ping: () => socket.ping(),
      close: (code, reason) => socket.close(code, reason),
      terminate: () => socket.terminate(),
      bufferedBytes: 0,
      send: text => {
        const frame = JSON.parse(text) as { readonly params: object };
        attempts += 1;
        socket.send(
          JSON.stringify({ ...frame, params: { ...frame.params, minProtocol: version, maxProtocol: version } }),
        );
      },
    };
  };
  return { open, attempts: () => attempts };
}

describe('signing in at a real gateway', () => {
  it('stops at a wrong token, and connects with the right one when asked again', async () => {
    const live = new Live(gateway, { token: 'not-the-token' }).start();
    await live.shows('refused');
    expect(live.status).toMatchObject({
      health: 'needs-you',
      reason: 'token-mismatch',
      nextAttemptAt: null,
      remedy: { text: 'Change the token.', command: 'reconnectGateway' },
    });

    live.token = gateway.token;
    live.client.reconnect();
    await live.isReady();
    expect(live.status.health).toBe('well');
  });

  it('names the missing token instead of the missing device', async () => {
    const live = new Live(gateway);
    live.token = undefined;
    live.start();
    await live.shows('refused');
    expect(live.status).toMatchObject({ reason: 'token-missing', remedy: { text: 'Set the gateway’s token.' } });
  });

  it('says that it is too old for the gateway, after one attempt', async () => {
    const { open, attempts } = speaking(3);
    const live = new Live(gateway, { openSocket: open }).start();
    await live.shows('refused');
    expect(live.status).toMatchObject({
      reason: 'protocol-old-client',
      remedy: { text: 'Update Gatehouse.', command: 'reconnectGateway' },
      nextAttemptAt: null,
    });
    expect(attempts()).toBe(1);
  });

  it('waits for approval, gives the command for it, and is connected by itself once that was run', async () => {
    const strict = await (await prepared({ gateway: { nodes: { pairing: { autoApproveLocal: false } } } })).up();
    const live = new Live(strict).start();
    const { approval } = await live.shows('waiting-for-approval');
    expect(approval).toMatchObject({ reason: 'not-paired', requestId: expect.any(String) as string });
    const [program, ...args] = approval?.command.split(' ') ?? [];
    expect(program).toBe('openclaw');

    const outcome = await strict.cli(...args);
    expect(outcome, outcome.stderr).toMatchObject({ code: 0 });
    await live.isReady();
    expect(live.witness.shown).toEqual(['connecting', 'waiting-for-approval', 'ready']);
    expect(live.witness.count('gatewayApprovalNeeded')).toBe(1);
    expect(live.witness.count('gatewayApproved')).toBe(1);
    expect(live.status.scopes.missing).toEqual([]);

    // Known from now on: neither side asks again after a restart of both.
    await strict.crash();
    await live.client.stop();
    strict.start();
    const again = new Live(strict, { secrets: live.secrets }).start();
    await again.isReady();
    expect(again.witness.shown).toEqual(['connecting', 'ready']);
  });

  it('signs in anew when its device was removed, and does not fall into a loop', async () => {
    const live = new Live(gateway).start();
    await live.isReady();
    const { stdout } = await gateway.cli('devices', 'list', '--json');
    expect(stdout).toContain('Gatehouse test');
    expect(await gateway.cli('devices', 'clear', '--yes')).toMatchObject({ code: 0 });
    await live.witness.until(() => live.witness.reasons.filter(reason => reason === 'hello').length === 2);
    expect(live.status.state).toBe('ready');
    expect(live.witness.shown).not.toContain('refused');
  });
});
