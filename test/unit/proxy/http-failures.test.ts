import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { GatehouseError } from '../../../electron/core/platform/index.ts';
import { isOfLeaving } from '../../../electron/core/proxy/http-failures.ts';
import { createProxyApp, type ProxyAppOptions } from '../../../electron/core/proxy/proxy-app.ts';

const reset = Object.assign(new Error('aborted'), { code: 'ECONNRESET' });

describe('an error that is not made for a client', () => {
  it.each([
    ['our own reason', new GatehouseError('client_gone', 'The client closed the connection.'), true],
    ['an abort', AbortSignal.abort().reason, true],
    ['a connection that was reset', reset, true],
    ['a stream that ended early', Object.assign(new Error('x'), { code: 'ERR_STREAM_PREMATURE_CLOSE' }), true],
    ['a mistake of ours', new TypeError('x is not a function'), false],
    ['a disk that refuses', Object.assign(new Error('x'), { code: 'ENOSPC' }), false],
    ['something thrown that is no error', 'x', false],
  ])('is of a client that left: %s', (_, error, expected) => {
    expect(isOfLeaving(error)).toBe(expected);
  });

  it.each([
    ['a mistake of ours', new TypeError('x is not a function'), 'error'],
    ['the end of the connection', reset, 'debug'],
  ])('that is %s is logged as such when the client is gone', async (_, thrown, expected) => {
    const levels: string[] = [];
    const note = (level: string) => () => void levels.push(level);
    const logger = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
    const app = createProxyApp({
      logger,
      maxBodyBytes: 1_000,
      requestTimeoutMs: 1_000,
      sandbox: false,
      isDraining: () => false,
      track: (reply: FastifyReply) => {
        reply.raw.destroy();
        return new AbortController().signal;
      },
      health: () => Promise.reject(thrown),
    } as unknown as ProxyAppOptions);
    try {
      const url = await app.listen({ host: '127.0.0.1', port: 0 });
      await expect(fetch(`${url}/health`)).rejects.toThrow();
      await expect.poll(() => levels).toEqual([expected]);
    } finally {
      await app.close();
    }
  });
});
