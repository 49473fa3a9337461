import type { OpenedRequest } from '../core/ohttp/index.ts';
import { DONE_EVENT } from './completion.ts';

/** Media types of sealed answers, as the relay client of the SDK accepts them. */
const SINGLE_TYPE = 'message/ohttp-res';
const CHUNKED_TYPE = 'message/ohttp-chunked-res';

/** The event with which a stream ends instead of a signature and the terminator. */
export const ERROR_EVENT = 'data: {"error":"the provider failed"}\n\n';

/** An enclave's answer on its way out. */
export interface EnclaveReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** A sealed answer in one block, inside the envelope of status and body. */
export async function sealedReply(opened: OpenedRequest, status: number, body: unknown): Promise<EnclaveReply> {
  const sealed = await opened.sealSingle(encode(JSON.stringify({ status, body })));
  return { status: 200, contentType: SINGLE_TYPE, body: sealed };
}

/** A sealed stream: every event is one chunk as soon as it is there. */
export function sealedStream(opened: OpenedRequest, events: AsyncIterable<string>): EnclaveReply {
  return { status: 200, contentType: CHUNKED_TYPE, body: sealEvents(opened, events) };
}

/** A stream of events as OpenAI sends it. */
export function plainStream(events: AsyncIterable<string>): EnclaveReply {
  return { status: 200, contentType: 'text/event-stream', body: encoded(events) };
}

/** Unsealed JSON: plain answers, and the errors of requests that could not be opened. */
export function plainReply(status: number, value: unknown): EnclaveReply {
  return { status, contentType: 'application/json', body: encode(JSON.stringify(value)) };
}

/** The terminator or the error travels in the final chunk, which is authenticated as such. */
async function* sealEvents(opened: OpenedRequest, events: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const sealer = opened.chunkSealer();
  yield sealer.open();
  for await (const event of events) {
    const isLast = event === DONE_EVENT || event === ERROR_EVENT;
    yield isLast ? sealer.sealFinal(encode(event)) : sealer.seal(encode(event));
  }
}

async function* encoded(events: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const event of events) yield encode(event);
}

function encode(text: string): Uint8Array {
  return Buffer.from(text, 'utf8');
}
