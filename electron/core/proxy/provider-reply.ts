import { pipeline } from 'node:stream/promises';
import type { FastifyReply } from 'fastify';
import type { PeekedBody } from './peeked-body.ts';
import type { ProviderHead, ProviderLease } from './provider-access.ts';
import { answeredHeaders } from './provider-headers.ts';
import { StreamErrors } from './stream-errors.ts';

/** What the client gets, and of whom. */
export interface FinalAnswer {
  readonly lease: ProviderLease;
  readonly answer: ProviderHead;
  readonly body: PeekedBody;
  readonly attempts: number;
  readonly isWorthRetry: boolean;
}

/** Long enough for nobody to notice, and no busy loop for a client that is refused at once again. */
const RETRY_SECONDS = '1';

/**
 * Sends the answer byte for byte, as fast as the client reads. An error event at the end of a stream is told to the
 * lease: the next request need not meet it. Rejects when either side breaks off, which the client sees as a cut.
 */
export async function sendAnswer(
  reply: FastifyReply,
  { lease, answer, body, attempts, isWorthRetry }: FinalAnswer,
  signal: AbortSignal,
): Promise<void> {
  const { status, headers } = answer;
  reply.hijack();
  const { raw } = reply;
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
  for (const [name, value] of Object.entries(answeredHeaders(headers))) raw.setHeader(name, value);
  if (attempts > 1) raw.setHeader('x-gatehouse-attempts', String(attempts));
  if (isWorthRetry) {
    raw.setHeader('retry-after', RETRY_SECONDS);
    raw.setHeader('x-should-retry', 'true');
  }
  raw.statusCode = status;
  raw.flushHeaders();
  const errors = new StreamErrors(status < 400 && isEventStream(headers));
  await pipeline(() => errors.watch(body.stream()), raw, { signal });
  const event = errors.found();
  // Bytes are out, so nothing can be repeated; the move counts for the next request.
  if (event !== undefined) await lease.refused({ status, headers, body: event }, signal);
}

function isEventStream({ 'content-type': type }: ProviderHead['headers']): boolean {
  return typeof type === 'string' && /^text\/event-stream\b/i.test(type);
}
