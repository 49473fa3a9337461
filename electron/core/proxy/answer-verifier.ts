import { type JsonObject, stringifyWire } from '../json/index.ts';
import { OhttpError } from '../ohttp/index.ts';
import type { Clock } from '../platform/index.ts';
import {
  type CanonicalRequest,
  type Freshness,
  openInner,
  type Proof,
  StreamAccumulator,
  type StreamEvent,
  signedChoiceOnly,
  VerificationError,
  verifySingle,
  verifyStream,
} from '../proof/index.ts';
import type { Exchange } from './exchange.ts';

/** The relay client limits a whole response, by its setting; a second limit here would only contradict it. */
const BOUNDED_BY_RELAY_CLIENT = Number.MAX_SAFE_INTEGER;

/** Opens what the relay brought and lets through only what the enclave's signature proves. */
export class AnswerVerifier {
  readonly #clock: Clock;
  readonly #freshness: Freshness;

  constructor(clock: Clock, freshness: Freshness = {}) {
    this.#clock = clock;
    this.#freshness = freshness;
  }

  /** A whole answer. Throws EnclaveError, VerificationError. */
  async whole(sent: Exchange, request: CanonicalRequest): Promise<{ inner: JsonObject; proof: Proof }> {
    const { reply } = sent;
    if (reply.kind !== 'single') {
      if (reply.kind === 'chunked') reply.cancel();
      throw wrongType(reply.kind);
    }
    const inner = openInner(await openSingle(sent, reply.body));
    return { inner: signedChoiceOnly(inner), proof: verifySingle({ inner, ...this.#basics(sent, request) }) };
  }

  /**
   * A stream's events as JSON texts, in batches as they come off the network. From the first event that ends the
   * answer (a finish reason, or the signed frame) all are held until the signature is verified: they come as the last
   * batch. Returns the proof. Throws EnclaveError, VerificationError, RelayError.
   */
  async *stream(sent: Exchange, request: CanonicalRequest): AsyncGenerator<readonly string[], Proof, void> {
    const { reply } = sent;
    if (reply.kind !== 'chunked') throw await this.#notAStream(sent);
    const opener = sent.sealed.openChunked({ maxTotalBytes: BOUNDED_BY_RELAY_CLIENT });
    const accumulator = new StreamAccumulator();
    const held: string[] = [];
    const release = (events: readonly StreamEvent[]): string[] => {
      const released: string[] = [];
      for (const event of events) {
        const isHeld = held.length > 0 || endsAnswer(event);
        (isHeld ? held : released).push(stringifyWire(event.frame));
      }
      return released;
    };
    for await (const bytes of reply.chunks) {
      const batch: string[] = [];
      for (const frame of opening(() => opener.push(bytes))) batch.push(...release(accumulator.push(frame)));
      if (batch.length > 0) yield batch;
    }
    const rest: string[] = [];
    for (const frame of opening(() => opener.end())) rest.push(...release(accumulator.push(frame)));
    const outcome = accumulator.finish();
    rest.push(...release(outcome.events));
    const proof = verifyStream({ outcome, ...this.#basics(sent, request) });
    yield [...rest, ...held];
    return proof;
  }

  /** A single envelope in answer to a stream request usually holds the real error; a success in one is not a stream. */
  async #notAStream({ reply, ...sent }: Exchange): Promise<Error> {
    if (reply.kind === 'single') openInner(await openSingle(sent, reply.body));
    return wrongType(reply.kind);
  }

  #basics({ lease }: Exchange, request: CanonicalRequest): Omit<Parameters<typeof verifySingle>[0], 'inner'> {
    return {
      request,
      identity: lease.session.identity,
      nowMs: this.#clock.now(),
      freshness: this.#freshness,
    };
  }
}

function endsAnswer({ frame, isSigned }: StreamEvent): boolean {
  if (isSigned) return true;
  const choices = frame.get('choices');
  const first = Array.isArray(choices) ? choices[0] : undefined;
  return first instanceof Map && (first.get('finish_reason') ?? null) !== null;
}

async function openSingle({ sealed }: Pick<Exchange, 'sealed'>, body: Uint8Array): Promise<Uint8Array> {
  try {
    return await sealed.openSingle(body);
  } catch (error) {
    throw channelFailure(error);
  }
}

function opening(open: () => Uint8Array[]): Uint8Array[] {
  try {
    return open();
  } catch (error) {
    throw channelFailure(error);
  }
}

/** A tag that does not hold, or a stream that was cut or reordered, is a failed verification and nothing less. */
function channelFailure(error: unknown): unknown {
  if (!(error instanceof OhttpError)) return error;
  return new VerificationError('channel', error.message, { details: { code: error.code }, cause: error });
}

function wrongType(kind: 'single' | 'chunked' | 'foreign'): VerificationError {
  const what = {
    single: 'The relay sent a single answer instead of a stream.',
    chunked: 'The relay sent a stream instead of a single answer.',
    foreign: 'The relay sent something that is not a sealed answer.',
  }[kind];
  return new VerificationError('response_type', what);
}
