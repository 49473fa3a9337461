import type { EnclaveReply } from './enclave-reply.ts';
import { flipBit, type RelayFault } from './relay-faults.ts';
import type { SeededRandom } from './seeded-random.ts';
import { untilAborted } from './until-aborted.ts';

/** Streams larger than this are not remembered for a replay. */
const MAX_KEPT_BYTES = 262_144;

/** Changes sealed answers on their way through, and remembers the last good one of each kind for replays. */
export class RelayTampering {
  readonly #random: SeededRandom;
  readonly #kept = new Map<string, Uint8Array>();

  constructor(random: SeededRandom) {
    this.#random = random;
  }

  /** The answer as it leaves the relay. A reply that is not a 200 passes unchanged. */
  apply(reply: EnclaveReply, fault: RelayFault | undefined, signal: AbortSignal): EnclaveReply {
    if (reply.status !== 200) return reply;
    switch (fault?.kind) {
      case 'flip':
        return { ...reply, body: whole(reply.body, body => flipBit(body, fault.atByte, this.#random)) };
      case 'truncate':
        return { ...reply, body: whole(reply.body, body => body.subarray(0, Math.max(0, body.length - fault.bytes))) };
      case 'cut':
        return { ...reply, body: until(reply.body, fault.afterBytes, () => Promise.reject(new Error('cut'))) };
      case 'stall':
        return { ...reply, body: until(reply.body, fault.afterBytes ?? 0, () => untilAborted(signal)) };
      case 'replay':
        return { ...reply, body: whole(reply.body, body => this.#kept.get(reply.contentType) ?? body) };
      default:
        return { ...reply, body: this.#keep(reply.contentType, reply.body) };
    }
  }

  #keep(contentType: string, body: EnclaveReply['body']): EnclaveReply['body'] {
    if (!(body instanceof Uint8Array)) return this.#keepStream(contentType, body);
    if (body.length <= MAX_KEPT_BYTES) this.#kept.set(contentType, body);
    return body;
  }

  async *#keepStream(contentType: string, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const parts: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size <= MAX_KEPT_BYTES) parts.push(chunk);
      else parts.length = 0;
      yield chunk;
    }
    if (parts.length > 0) this.#kept.set(contentType, Buffer.concat(parts));
  }
}

/** The body as one piece, changed; nothing leaves before its end is known. */
async function* whole(
  body: EnclaveReply['body'],
  change: (body: Uint8Array) => Uint8Array,
): AsyncGenerator<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of pieces(body)) parts.push(part);
  yield change(Buffer.concat(parts));
}

/** The first `bytes` of the body, then `end`. */
async function* until(
  body: EnclaveReply['body'],
  bytes: number,
  end: () => Promise<never>,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const part of pieces(body)) {
    yield part.subarray(0, left);
    left -= part.length;
    if (left <= 0) await end();
  }
}

async function* pieces(body: EnclaveReply['body']): AsyncGenerator<Uint8Array> {
  if (body instanceof Uint8Array) yield body;
  else yield* body;
}
