import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startLogin } from '../../../electron/core/account/login-attempt.ts';
import { type Clock, SystemClock, SystemRandom } from '../../../electron/core/platform/index.ts';
import { VirtualClock } from '../../helpers/virtual-clock.ts';
import { signal } from './support.ts';

const APP = 'https://chat.example.org';
const HEADERS = `Host: 127.0.0.1\r\nOrigin: ${APP}\r\nContent-Type: application/json\r\n`;

function deferred<T>() {
  let settle: { resolve: (value: T) => void; reject: (reason: unknown) => void } | undefined;
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, ...settle! };
}

/** A login whose bundle is taken when the test says so. */
async function waiting(clock: Clock = new SystemClock()) {
  const taking = deferred<AbortSignal>();
  const stored = deferred<string>();
  const attempt = await startLogin({
    appUrl: APP,
    appName: 'gatehouse',
    clock,
    random: new SystemRandom(),
    signal,
    timeoutMs: 300_000,
    accept: (_text, acceptSignal) => {
      taking.resolve(acceptSignal);
      acceptSignal.addEventListener('abort', () => stored.reject(acceptSignal.reason));
      return stored.promise;
    },
  });
  onTestFinished(() => attempt.cancel());
  const port = Number(new URL(new URL(attempt.url).searchParams.get('redirect_uri')!).port);
  const open = async (text: string): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.write(text);
    return socket;
  };
  const post = (body = '{}', path = '/'): Promise<Socket> =>
    open(`POST ${path} HTTP/1.1\r\n${HEADERS}Content-Length: ${body.length}\r\n\r\n${body}`);
  return { attempt, taking, stored, open, post, port };
}

async function statusOf(socket: Socket): Promise<string> {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString('utf8').slice(9, 12);
}

describe('a login page that behaves badly', () => {
  it('is done with when it leaves before it hears that it worked', async () => {
    const { attempt, taking, stored, post } = await waiting();
    const socket = await post();
    await taking.promise;
    socket.destroy();
    await once(socket, 'close');
    stored.resolve('the account');
    expect(await attempt.result).toBe('the account');
  });

  it('that is cancelled while its login is taken signs nobody in', async () => {
    const { attempt, taking, post } = await waiting();
    await post();
    const given = await taking.promise;
    attempt.cancel();
    await expect(attempt.result).rejects.toMatchObject({ code: 'login_cancelled' });
    expect(given.aborted).toBe(true);
  });

  it('whose login was stored in the very moment of the cancelling is signed in', async () => {
    const { attempt, taking, stored, post } = await waiting();
    await post();
    await taking.promise;
    stored.resolve('the account');
    attempt.cancel();
    expect(await attempt.result).toBe('the account');
  });

  it('gets one answer to each of two logins that it sends at once', async () => {
    const { taking, stored, post, attempt } = await waiting();
    const first = await post();
    await taking.promise;
    expect(await statusOf(await post())).toBe('409');
    const answer = statusOf(first);
    stored.resolve('the account');
    expect(await answer).toBe('200');
    await attempt.result;
  });

  it.each(['//', '/?state=%E0%A4%A', '*', 'http://evil.example/?state=wrong', '/?%'])(
    'is answered on a path such as %s',
    async path => {
      const { post, taking, stored } = await waiting();
      const socket = await post('{}', path);
      const answer = statusOf(socket);
      void taking.promise.then(() => stored.resolve('the account'));
      expect(['200', '403']).toContain(await answer);
    },
  );

  it('sends a body without an end, and is refused as soon as it is too long', async () => {
    const { open } = await waiting();
    const socket = await open(`POST / HTTP/1.1\r\n${HEADERS}Transfer-Encoding: chunked\r\n\r\n`);
    const answer = statusOf(socket);
    socket.write(`11000\r\n${'x'.repeat(0x11000)}\r\n`);
    expect(await answer).toBe('413');
  });

  it('does not keep others waiting by a body that never comes', async () => {
    const { open, post, taking, stored, attempt } = await waiting();
    await open(`POST / HTTP/1.1\r\n${HEADERS}Content-Length: 100\r\n\r\n{`);
    void taking.promise.then(() => stored.resolve('the account'));
    expect(await statusOf(await post())).toBe('200');
    expect(await attempt.result).toBe('the account');
  });

  it.each([
    ['no host', ''],
    ['a host of another name', 'Host: localhost.evil.example\r\n'],
    ['a host that only begins right', 'Host: 127.0.0.1.evil.example:80\r\n'],
    ['two origins', `Host: 127.0.0.1\r\nOrigin: ${APP}\r\nOrigin: https://evil.example\r\n`],
    ['an origin that only begins right', `Host: 127.0.0.1\r\nOrigin: ${APP}.evil.example\r\n`],
    ['an origin without encryption', `Host: 127.0.0.1\r\nOrigin: ${APP.replace('https', 'http')}\r\n`],
  ])('with %s is refused', async (_, lines) => {
    const { open, taking } = await waiting();
    const origin = lines.includes('Origin') ? '' : `Origin: ${APP}\r\n`;
    const text = `POST / HTTP/1.1\r\n${lines}${origin}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
    expect(['400', '403']).toContain(await statusOf(await open(text)));
    let wasTaken = false;
    void taking.promise.then(() => {
      wasTaken = true;
    });
    await new Promise(resolve => setImmediate(resolve));
    expect(wasTaken).toBe(false);
  });
});

describe('the limit of a login', () => {
  it('is over after a sleep of the computer, in which timers stood still', async () => {
    const clock = new VirtualClock();
    const { attempt } = await waiting(clock);
    const outcome = expect(attempt.result).rejects.toMatchObject({ code: 'login_timeout' });
    clock.setNow(clock.now() + 8 * 3_600_000);
    await clock.advance(5_000);
    await outcome;
    expect(clock.pending).toBe(0);
  });

  it('is no shorter and no longer for a clock that is set back', async () => {
    const clock = new VirtualClock();
    const { attempt } = await waiting(clock);
    let isOver = false;
    attempt.result.catch(() => {
      isOver = true;
    });
    clock.setNow(clock.now() - 8 * 3_600_000);
    await clock.advance(299_999);
    expect(isOver).toBe(false);
    await clock.advance(1);
    expect(isOver).toBe(true);
  });

  it('ends what is being taken as well', async () => {
    const clock = new VirtualClock();
    const { attempt, taking, post } = await waiting(clock);
    await post();
    const given = await taking.promise;
    const outcome = expect(attempt.result).rejects.toMatchObject({ code: 'login_timeout' });
    await clock.advance(300_000);
    await outcome;
    expect(given.aborted).toBe(true);
  });
});
