import { Pool } from 'undici';
import type { Asked, Got } from './answer-check.ts';

/** A reply, or why there was none. */
export type Reply =
  | { readonly kind: 'answered'; readonly status: number; readonly got: Got; readonly latencyMs: number }
  | { readonly kind: 'broken'; readonly reason: string; readonly received: number };

/** Enough for every request under way at once: arrivals do not wait for answers. */
const MAX_CONNECTIONS = 1_024;

/** Asks the local endpoint as a client would. */
export class Client {
  readonly #pool: Pool;

  constructor(endpoint: string) {
    this.#pool = new Pool(new URL(endpoint).origin, { connections: MAX_CONNECTIONS, pipelining: 1 });
  }

  async ask({ prompt, stream }: Asked): Promise<Reply> {
    const startedAt = performance.now();
    let text = '';
    try {
      const { statusCode, headers, body } = await this.#pool.request({
        path: '/v1/chat/completions',
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model: 'sandbox/echo', stream, messages: [{ role: 'user', content: prompt }] }),
      });
      body.setEncoding('utf8');
      for await (const part of body) text += String(part);
      return {
        kind: 'answered',
        status: statusCode,
        got: { headers, body: text },
        latencyMs: performance.now() - startedAt,
      };
    } catch (error) {
      return { kind: 'broken', reason: error instanceof Error ? error.message : 'unknown', received: text.length };
    }
  }

  close(): Promise<void> {
    return this.#pool.close();
  }
}
