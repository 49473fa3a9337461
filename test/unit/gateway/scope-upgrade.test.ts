import { describe, expect, it } from 'vitest';
import { answer, asked, played } from './played.ts';

const methods = ['health', 'device.scopes.requestUpgrade', 'device.scopes.waitUpgrade'];
const forever = (): AbortSignal => new AbortController().signal;

/** A client that has asked for `operator.admin` and waits for the owner. */
async function waiting() {
  const sut = played((socket, index) =>
    socket.hello({ methods, scopes: index === 0 ? ['operator.read'] : ['operator.read', 'operator.admin'] }),
  );
  await sut.clock.advance(0);
  const controller = new AbortController();
  const outcome = sut.client.requestScopes(['operator.admin'], controller.signal);
  outcome.catch(() => undefined);
  answer(sut, 'device.scopes.requestUpgrade', { requestId: 'req-1' });
  await sut.clock.advance(0);
  return { sut, outcome, controller };
}

describe('row 16: access on demand', () => {
  it('asks for the wider access beside the present one, and says what is to be approved', async () => {
    const { sut } = await waiting();
    const wish = sut.sockets.last.sent.find(({ method }) => method === 'device.scopes.requestUpgrade')!;
    expect(wish.params).toEqual({ scopes: ['operator.read', 'operator.admin'] });
    const approval = { reason: 'scope-upgrade', requestId: 'req-1', command: 'openclaw devices approve req-1' };
    expect(sut.client.snapshot().approval).toEqual(approval);
    expect(sut.events).toContainEqual(expect.objectContaining({ type: 'gatewayApprovalNeeded', ...approval }));
  });

  it('stores the new token and connects anew with the wider access, once approved, however late', async () => {
    const { sut, outcome } = await waiting();
    for (let minute = 0; minute < 60; minute += 1) {
      await sut.clock.advance(30_000);
      sut.sockets.last.event('tick');
      await sut.clock.advance(30_000);
      sut.sockets.last.event('tick');
    }
    const scopes = ['operator.read', 'operator.admin'];
    answer(sut, 'device.scopes.waitUpgrade', {
      status: 'approved',
      requestId: 'req-1',
      deviceToken: 'wider-1',
      scopes,
    });
    await sut.clock.advance(0);
    await expect(outcome).resolves.toEqual({ status: 'approved', scopes });
    expect(sut.sockets.all).toHaveLength(2);
    expect(sut.sockets.last.sent[0]!.params).toMatchObject({ scopes });
    expect([...sut.secrets.values.values()]).toContain('wider-1');
    expect(sut.client.snapshot()).toMatchObject({ state: 'ready', approval: null, scopes: { granted: scopes } });
    expect(sut.events.filter(({ type }) => type === 'gatewayApproved')).toHaveLength(1);
  });

  it.each(['rejected', 'expired'] as const)('tells a wish that was %s, and stays as it is', async status => {
    const { sut, outcome } = await waiting();
    answer(sut, 'device.scopes.waitUpgrade', { status, requestId: 'req-1' });
    await expect(outcome).resolves.toEqual({ status, requestId: 'req-1' });
    expect(sut.sockets.all).toHaveLength(1);
    expect(sut.client.snapshot()).toMatchObject({ state: 'ready', approval: null });
  });

  it('goes on waiting after a reconnect, and ends with its signal', async () => {
    const { sut, outcome, controller } = await waiting();
    sut.sockets.last.end({ type: 'closed', code: 1006, reason: '' });
    await sut.clock.advance(250);
    expect(asked(sut, 'device.scopes.waitUpgrade')).toBe(1);
    expect(sut.events.some(({ type }) => type === 'gatewayApproved')).toBe(false);
    controller.abort(new Error('enough'));
    await expect(outcome).rejects.toThrow('enough');
    expect(sut.client.snapshot().approval).toBeNull();
  });

  it('asks nobody for what is granted already', async () => {
    const sut = played(socket => socket.hello({ methods, scopes: ['operator.admin'] }));
    await sut.clock.advance(0);
    const outcome = await sut.client.requestScopes(['operator.pairing'], forever());
    expect(outcome).toEqual({ status: 'approved', scopes: ['operator.admin'] });
    expect(asked(sut, 'device.scopes.requestUpgrade')).toBe(0);
  });

  it.each([
    [['health'], {}, 'gateway_unsupported'],
    [methods, {}, 'gateway_answer_invalid'],
  ])('fails by name against a gateway that offers %j and answers %j', async (offered, payload, code) => {
    const sut = played(socket => socket.hello({ methods: offered }));
    await sut.clock.advance(0);
    const failed = expect(sut.client.requestScopes(['operator.admin'], forever())).rejects.toMatchObject({ code });
    if (offered === methods) answer(sut, 'device.scopes.requestUpgrade', payload);
    await failed;
  });

  it('puts no request id into a command that could be more than an id', async () => {
    const sut = played(socket => socket.hello({ methods }));
    await sut.clock.advance(0);
    const outcome = sut.client.requestScopes(['operator.admin'], forever()).catch(() => undefined);
    answer(sut, 'device.scopes.requestUpgrade', { requestId: 'x; rm -rf ~' });
    await sut.clock.advance(0);
    expect(sut.client.snapshot().approval).toMatchObject({ requestId: null, command: 'openclaw devices list' });
    await sut.client.stop();
    await outcome;
  });

  it('fails at once without a connection', async () => {
    const sut = played(() => undefined);
    const code = 'gateway_not_connected';
    await expect(sut.client.requestScopes(['operator.admin'], forever())).rejects.toMatchObject({ code });
    await expect(sut.client.restart({}, forever())).rejects.toMatchObject({ code });
  });
});
