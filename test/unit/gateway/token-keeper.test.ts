import { describe, expect, it } from 'vitest';
import { FakeSockets } from './fake-sockets.ts';
import { Bench, MemorySecrets } from './support.ts';

/** Takes no device token while `isFull`. */
class FullDisk extends MemorySecrets {
  isFull = true;

  override async set(name: string, value: string): Promise<void> {
    if (this.isFull && name.startsWith('gateway.token')) throw new Error('no space left on device');
    await super.set(name, value);
  }
}

const tokens = (secrets: MemorySecrets): readonly string[] =>
  [...secrets.values].filter(([name]) => name.startsWith('gateway.token')).map(([, value]) => value);

describe('the device token', () => {
  it('is used although the disk did not take it, and written when the gateway repeats it', async () => {
    const secrets = new FullDisk();
    const sockets = new FakeSockets(socket => socket.hello({ deviceToken: 'device-token-planted' }));
    const sut = new Bench({ openSocket: sockets.open, secrets }).start();
    await sut.clock.advance(0);
    expect(sut.state).toBe('ready');
    expect(tokens(secrets)).toEqual([]);
    expect(sut.log.join()).toContain('gateway token not stored');
    sut.shared = {};
    secrets.isFull = false;
    sut.client.reconnect();
    await sut.clock.advance(0);
    expect(sockets.last.sent[0]!.params['auth']).toEqual({ deviceToken: 'device-token-planted' });
    expect(tokens(secrets)).toEqual(['device-token-planted']);
    expect(sut.log.join()).not.toContain('planted');
  });

  it('replaces the one before when the gateway rotated it', async () => {
    const sockets = new FakeSockets((socket, index) => socket.hello({ deviceToken: `device-token-${index}` }));
    const sut = new Bench({ openSocket: sockets.open });
    sut.start();
    await sut.clock.advance(0);
    sut.client.reconnect();
    await sut.clock.advance(0);
    expect(tokens(sut.secrets)).toEqual(['device-token-1']);
  });

  it('is written before a stop is over, and a store that hangs holds it up for 1.5 s at most', async () => {
    let release = (): void => undefined;
    class HangingStore extends MemorySecrets {
      override async set(name: string, value: string): Promise<void> {
        if (name.startsWith('gateway.token')) await new Promise<void>(resolve => (release = resolve));
        await super.set(name, value);
      }
    }
    const sockets = new FakeSockets(socket => socket.hello({ deviceToken: 'device-token-1' }));
    const sut = new Bench({ openSocket: sockets.open, secrets: new HangingStore() }).start();
    await sut.clock.advance(0);
    let isStopped = false;
    const stopped = sut.client.stop().then(() => {
      isStopped = true;
    });
    await sut.clock.advance(1_499);
    expect(isStopped).toBe(false);
    await sut.clock.advance(1);
    await stopped;
    expect(sut.clock.pending).toBe(0);
    release();
    await sut.clock.advance(0);
  });
});

it('opens no socket when it was stopped while the credentials were loading', async () => {
  const sockets = new FakeSockets(socket => socket.hello());
  let release = (): void => undefined;
  const signals: AbortSignal[] = [];
  const sut = new Bench({
    openSocket: sockets.open,
    credentials: signal => {
      signals.push(signal);
      return new Promise(resolve => {
        release = () => resolve({ token: 'shared-token-1' });
      });
    },
  }).start();
  await sut.clock.advance(0);
  await sut.client.stop();
  expect(signals[0]!.aborted).toBe(true);
  release();
  await sut.clock.advance(60_000);
  expect(sockets.all).toHaveLength(0);
  expect(sut.clock.pending).toBe(0);
});
