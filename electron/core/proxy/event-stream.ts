import { once } from 'node:events';
import type { FastifyReply } from 'fastify';
import { toClientError } from './client-error.ts';
import { dataEvent, SSE_HEADERS } from './sse.ts';

/**
 * An event stream as the answer to one request. The head goes out with `open`; until then the framework still answers
 * errors. Once open, an error can only be told inside the stream, which then ends without `[DONE]`.
 */
export class EventStream {
  readonly #reply: FastifyReply;

  constructor(reply: FastifyReply) {
    this.#reply = reply;
  }

  get isOpen(): boolean {
    return this.#reply.raw.headersSent;
  }

  /** Sends status 200 and the headers, those of the server's hooks included. Does nothing when already open. */
  open(headers: Readonly<Record<string, string>>): void {
    if (this.isOpen) return;
    this.#reply.hijack();
    for (const [name, value] of Object.entries({ ...SSE_HEADERS, ...headers })) this.#reply.header(name, value);
    for (const [name, value] of Object.entries(this.#reply.getHeaders())) {
      if (value !== undefined) this.#reply.raw.setHeader(name, value);
    }
    this.#reply.raw.statusCode = 200;
    this.#reply.raw.flushHeaders();
  }

  /** Queues `text` and waits while the client is slow to read. Rejects when `signal` aborts. */
  async write(text: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (!this.#reply.raw.write(text)) await once(this.#reply.raw, 'drain', { signal });
  }

  /** A comment or another piece that nobody waits for. */
  poke(text: string): void {
    this.#reply.raw.write(text);
  }

  end(text: string): void {
    this.#reply.raw.end(text);
  }

  /** Ends with the error as an event: the client libraries raise it, and the missing `[DONE]` says the same. */
  fail(error: unknown): void {
    this.#reply.raw.end(dataEvent(JSON.stringify(toClientError(error).body)));
  }
}
