import { describe, expect, it } from 'vitest';
import { challengeTimeoutMs, handshakeTimeoutMs } from '../../../electron/core/gateway/handshake-timeout.ts';
import { played } from './played.ts';

describe('how long a handshake may take', () => {
  it.each([
    ['3000', 9_000, 3_000],
    [' 3000 ', undefined, 3_000],
    ['0', 9_000, 9_000],
    ['1e3', 9_000, 9_000],
    ['-5', undefined, 5_000],
    [undefined, undefined, 5_000],
    ['1', undefined, 250],
    ['999999999', undefined, 120_000],
  ])('variable %j before setting %j: %d ms', (variable, setting, expected) => {
    expect(handshakeTimeoutMs(variable, setting, true)).toBe(expected);
  });

  it.each([
    [{}, undefined],
    [{ challengeTimeoutVariable: '4000' }, 4_000],
    [{ challengeTimeoutVariable: '4000', connectChallengeTimeoutMs: 2_000 }, 2_000],
    [{ challengeTimeoutVariable: 'soon' }, undefined],
    [{ connectChallengeTimeoutMs: 1 }, 250],
    [{ connectChallengeTimeoutMs: 60_000 }, 15_000],
    [{ connectChallengeTimeoutMs: 60_000, handshakeTimeoutVariable: '30000' }, 30_000],
    [{ connectChallengeTimeoutMs: 60_000, handshakeTimeoutMs: 20_000 }, 20_000],
  ])('the challenge with %j: %j ms', (options, expected) => {
    expect(challengeTimeoutMs(options)).toBe(expected);
  });

  it('ends an attempt whose challenge does not come within its own time', async () => {
    const sut = played(socket => socket.listener.opened(), { challengeTimeoutVariable: '1000' });
    await sut.clock.advance(999);
    expect(sut.sockets.all[0]!.ending).toBeUndefined();
    await sut.clock.advance(1);
    expect(sut.sockets.all[0]!.ending).toMatchObject({ isDead: true });
  });
});
