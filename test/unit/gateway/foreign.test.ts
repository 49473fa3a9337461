import { describe, expect, it } from 'vitest';
import { isPrivateHost } from '../../../electron/core/gateway/private-host.ts';
import { socketFailure } from '../../../electron/core/gateway/socket-failure.ts';
import { answer, asked, played, refuse } from './played.ts';

const methods = ['health', 'sessions.list', 'channels.status'];
const unavailable = (reason: string) => ({
  code: 'UNAVAILABLE',
  message: '',
  retryable: true,
  retryAfterMs: 1_000,
  details: { reason },
});

describe('a gateway that drops events in a flood', () => {
  it('is asked for a new picture now and then, not with each loss', async () => {
    const sut = played(socket => socket.hello({ methods }));
    await sut.clock.advance(0);
    const before = sut.sockets.last.sent.length;
    for (let seq = 1; seq < 2_000; seq += 2) {
      sut.sockets.last.event('tick', {}, seq);
      if (seq % 200 === 1) {
        for (const method of ['sessions.list', 'channels.status']) if (asked(sut, method) > 0) answer(sut, method, {});
        await sut.clock.advance(10);
      }
    }
    expect(sut.sockets.last.sent.length - before).toBeLessThan(10);
    expect(sut.events.filter(({ type }) => type === 'gatewayGap')).toHaveLength(1);
    const more = sut.client.request('more');
    answer(sut, 'more', 'room for others');
    await expect(more).resolves.toBe('room for others');
  });

  it('is asked again after the last of them', async () => {
    const sut = played(socket => socket.hello({ methods: ['health', 'sessions.list'] }));
    await sut.clock.advance(0);
    const rounds: number[] = [];
    for (const seq of [3, 6, 9]) {
      sut.sockets.last.event('tick', {}, seq);
      answer(sut, 'sessions.list', { sessions: [] });
      await sut.clock.advance(0);
      rounds.push(asked(sut, 'sessions.list'));
    }
    await sut.clock.advance(5_000);
    expect(asked(sut, 'sessions.list')).toBeGreaterThan(rounds.at(-1)!);
  });

  it('has lost the events before the first that came, too', async () => {
    const sut = played(socket => socket.hello());
    await sut.clock.advance(0);
    sut.sockets.last.event('tick', {}, 4);
    expect(sut.events).toContainEqual(expect.objectContaining({ type: 'gatewayGap', expected: 1, received: 4 }));
  });
});

describe('a gateway that ticks and answers nothing', () => {
  it('is named as that after two questions, and is well with the first answer', async () => {
    const sut = played(socket => socket.hello());
    for (let seq = 1; seq <= 9; seq += 1) {
      await sut.clock.advance(5_000);
      sut.sockets.last.event('tick', {}, seq);
    }
    expect(sut.client.snapshot()).toMatchObject({ state: 'ready', health: 'needs-you', reason: 'no-answers' });
    expect(sut.client.snapshot().remedy?.text).toMatch(/\.$/);
    await sut.clock.advance(15_000);
    sut.sockets.last.event('tick', {}, 10);
    await sut.clock.advance(1);
    answer(sut, 'health', {});
    await sut.clock.advance(0);
    expect(sut.client.snapshot()).toMatchObject({ state: 'ready', health: 'well' });
  });

  it('is not judged by the connection before', async () => {
    const sut = played(socket => socket.hello());
    for (let seq = 1; seq <= 9; seq += 1) {
      await sut.clock.advance(5_000);
      sut.sockets.last.event('tick', {}, seq);
    }
    sut.client.reconnect();
    await sut.clock.advance(0);
    expect(sut.client.snapshot().health).toBe('well');
  });
});

describe('what a refusal said of the gateway', () => {
  it('is not taken back by the late answer to an earlier request', async () => {
    const sut = played(socket => socket.hello());
    await sut.clock.advance(0);
    const early = sut.client.request('early');
    const late = sut.client.request('late').catch(() => undefined);
    refuse(sut, 'late', unavailable('gateway-restarting'));
    await late;
    expect(sut.state).toBe('restarting');
    answer(sut, 'early', {});
    await early;
    expect(sut.state).toBe('restarting');
    const next = sut.client.request('next');
    answer(sut, 'next', {});
    await next;
    expect(sut.state).toBe('ready');
  });

  it('is taken back when a suspended gateway answers, its event being lost', async () => {
    const sut = played(socket => socket.hello());
    await sut.clock.advance(0);
    const asks = sut.client.request('asked').catch(() => undefined);
    refuse(sut, 'asked', unavailable('gateway-suspending'));
    await asks;
    expect(sut.state).toBe('suspended');
    const next = sut.client.request('next');
    answer(sut, 'next', {});
    await next;
    expect(sut.state).toBe('ready');
  });

  it('stays with a gateway that still prepares its suspension', async () => {
    const sut = played(socket => socket.hello());
    await sut.clock.advance(0);
    sut.sockets.last.event('gateway.suspension', { phase: 'preparing' }, 1);
    const next = sut.client.request('next');
    answer(sut, 'next', {});
    await next;
    expect(sut.state).toBe('suspended');
  });
});

describe('how a socket ended', () => {
  const ended = (code: string, message: string, isReady: boolean) =>
    socketFailure({ type: 'failed', code, message }, { isReady, farewell: null }).kind;

  it('keeps its true cause when a message was too long, before hello and after', () => {
    expect(ended('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'Max payload size exceeded', false)).toBe('too-big');
    expect(ended('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 'Max payload size exceeded', true)).toBe('too-long');
    const closed = { type: 'closed', code: 1009, reason: '' } as const;
    expect(socketFailure(closed, { isReady: true, farewell: null }).kind).toBe('too-long');
  });

  it('knows broken text from a stranger', () => {
    expect(ended('WS_ERR_INVALID_UTF8', 'Invalid WebSocket frame: invalid UTF-8 sequence', false)).toBe('malformed');
    expect(ended('WS_ERR_INVALID_OPCODE', 'Invalid WebSocket frame: invalid opcode 7', false)).toBe('not-a-gateway');
  });
});

it('a message that is too long is told, and the connection made again', async () => {
  const sut = played(socket => socket.hello());
  await sut.clock.advance(0);
  sut.sockets.last.end({
    type: 'failed',
    code: 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH',
    message: 'Max payload size exceeded',
  });
  expect(sut.reasons.at(-1)).toBe('too-long');
  await sut.clock.advance(250);
  expect(sut.state).toBe('ready');
});

it('a secret store that hangs is named as the cause, not the gateway', async () => {
  const sut = played(socket => socket.hello(), { credentials: () => new Promise(() => undefined) });
  await sut.clock.advance(5_000);
  expect(sut.reasons.at(-1)).toBe('store-unreadable');
  expect(sut.sockets.all).toHaveLength(0);
});

it('short groups of an IPv6 address are no private network', () => {
  expect(['fd12::1', 'fc00::1', 'fe80::1', 'fec0::1'].map(isPrivateHost)).toEqual([true, true, true, true]);
  expect(['fd::1', 'fc1::1', 'fe8::1', 'fd1:2::3'].map(isPrivateHost)).toEqual([false, false, false, false]);
});
