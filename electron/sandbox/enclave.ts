import type { KeyObject } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Hex } from 'viem';
import {
  decodeUtf8,
  fromPlain,
  type JsonObject,
  type JsonValue,
  parseJson,
  writePythonJson,
} from '../core/json/index.ts';
import { type OhttpKeyPair, type OpenedRequest, openRequest } from '../core/ohttp/index.ts';
import { type Clock, GatehouseError, sleep } from '../core/platform/index.ts';
import {
  closingEvent,
  completionHead,
  DONE_EVENT,
  deltaEvent,
  deltas,
  singleCompletion,
  type TeeFields,
} from './completion.ts';
import { type EnclaveKeys, signAnswer } from './enclave-keys.ts';
import { type EnclaveReply, ERROR_EVENT, plainReply, plainStream, sealedReply, sealedStream } from './enclave-reply.ts';
import { GatewayRefusal, type GatewayRequest, readGatewayRequest } from './gateway-request.ts';
import { type ModelAnswer, runModel } from './model.ts';

/**
 * How the next answer lies. `changed-text` answers something else than was signed, `foreign-signature` lets another
 * enclave sign, `old-signature` dates it two hours back, `unsigned` leaves the signature out, `in-band-error` answers an
 * error: as an inner status 502, or within the stream.
 */
export type AnswerFault = 'changed-text' | 'foreign-signature' | 'old-signature' | 'unsigned' | 'in-band-error';

/** Who an enclave is across reboots. */
export interface EnclavePlace {
  /** E.g. `enclave-01`. */
  readonly name: string;
  /** As registered on chain; a name that cannot be resolved. */
  readonly endpoint: string;
  readonly pcrHash: Hex;
}

const OLD_SIGNATURE_SECONDS = 7_200;

/** One enclave: opens sealed requests, answers, signs and seals. Knows neither chain nor relay. */
export class SandboxEnclave {
  readonly name: string;
  readonly endpoint: string;
  readonly pcrHash: Hex;
  readonly #clock: Clock;
  /** Another enclave's key, for {@link AnswerFault} `foreign-signature`. */
  readonly #foreignKey: () => KeyObject | undefined;
  #keys: EnclaveKeys;
  #isAlive = true;
  #answers = 0;
  #faults: AnswerFault[] = [];

  constructor(place: EnclavePlace, keys: EnclaveKeys, clock: Clock, foreignKey: () => KeyObject | undefined) {
    this.name = place.name;
    this.endpoint = place.endpoint;
    this.pcrHash = place.pcrHash;
    this.#keys = keys;
    this.#clock = clock;
    this.#foreignKey = foreignKey;
  }

  get teeId(): Hex {
    return this.#keys.teeId;
  }

  get keys(): EnclaveKeys {
    return this.#keys;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Chat completions answered since the start, sealed and plain. */
  get answers(): number {
    return this.#answers;
  }

  /** Dead until {@link boot}: answers in flight are cut. */
  crash(): void {
    this.#isAlive = false;
  }

  /** Comes up with these keys; what was sealed to others cannot be opened any more. */
  boot(keys: EnclaveKeys): void {
    this.#keys = keys;
    this.#isAlive = true;
  }

  /** Goes on with another HPKE key. */
  rekey(ohttp: OhttpKeyPair): void {
    this.#keys = { ...this.#keys, ohttp };
  }

  /** The next `times` answers lie. */
  lie(fault: AnswerFault, times: number): void {
    this.#faults = Array.from({ length: times }, () => fault);
  }

  /** Answers an encapsulated request as the gateway's OHTTP endpoint does. Throws `sandbox_enclave_dead`. */
  async answerSealed(wire: Uint8Array, signal: AbortSignal): Promise<EnclaveReply> {
    this.#assertAlive();
    const { teeId } = this.#keys;
    let opened: OpenedRequest;
    try {
      opened = await openRequest(this.#keys.ohttp, wire);
    } catch {
      return plainReply(400, { error: 'malformed encapsulated request' });
    }
    const body = readObject(opened.plaintext);
    if (body === undefined) return plainReply(400, { error: 'inner payload is not a JSON object' });
    try {
      const request = readGatewayRequest(body);
      const fault = this.#faults.shift();
      if (fault === 'in-band-error' && !request.stream)
        return await sealedReply(opened, 502, { error: 'the provider failed' });
      const answer = runModel(request, this.name);
      this.#answers += 1;
      if (request.stream) return sealedStream(opened, this.#frames(request, answer, fault, teeId, signal));
      return await sealedReply(opened, 200, await this.#single(request, answer, fault, teeId));
    } catch (error) {
      if (error instanceof GatewayRefusal) return sealedReply(opened, 400, { error: error.message });
      throw error;
    }
  }

  /** The same model without sealing and signing, OpenAI's wire format: the yardstick of benchmarks. */
  async answerPlain(bytes: Uint8Array, signal: AbortSignal): Promise<EnclaveReply> {
    this.#assertAlive();
    const body = readObject(bytes);
    if (body === undefined) return plainReply(400, { error: 'the body is not a JSON object' });
    try {
      const request = readGatewayRequest(body);
      const answer = runModel(request, this.name);
      const head = completionHead(request, this.#nowSeconds());
      this.#answers += 1;
      if (!request.stream) return plainReply(200, singleCompletion(head, answer));
      const spoken = deltas(answer).map(delta => deltaEvent(head, delta));
      const events = [...spoken, closingEvent(head, answer) + DONE_EVENT];
      return plainStream(this.#paced(answer, events, this.teeId, signal));
    } catch (error) {
      if (error instanceof GatewayRefusal) return plainReply(400, { error: error.message });
      throw error;
    }
  }

  async #single(
    request: GatewayRequest,
    answer: ModelAnswer,
    fault: AnswerFault | undefined,
    begunAs: Hex,
  ): Promise<unknown> {
    const head = completionHead(request, this.#nowSeconds());
    const tee = await this.#sign(request, answer, fault, begunAs);
    return singleCompletion(head, fault === 'changed-text' ? changed(answer) : answer, tee);
  }

  /** The SSE events of a signed stream. */
  async *#frames(
    request: GatewayRequest,
    answer: ModelAnswer,
    fault: AnswerFault | undefined,
    begunAs: Hex,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    const head = completionHead(request, this.#nowSeconds());
    const spoken = deltas(fault === 'changed-text' ? changed(answer) : answer).map(delta => deltaEvent(head, delta));
    if (fault === 'in-band-error') {
      yield* this.#paced(answer, [...spoken.slice(0, 1), ERROR_EVENT], begunAs, signal);
      return;
    }
    yield* this.#paced(answer, spoken, begunAs, signal);
    yield closingEvent(head, answer, await this.#sign(request, answer, fault, begunAs));
    yield DONE_EVENT;
  }

  /** Events with the model's pause between them; ends with an error when the enclave dies or the client leaves. */
  async *#paced(
    answer: ModelAnswer,
    events: readonly string[],
    begunAs: Hex,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    for (const event of events) {
      this.#assertAlive(begunAs);
      yield event;
      if (answer.pauseMs > 0) await sleep(this.#clock, answer.pauseMs, signal);
    }
  }

  async #sign(
    request: GatewayRequest,
    answer: ModelAnswer,
    fault: AnswerFault | undefined,
    begunAs: Hex,
  ): Promise<Partial<TeeFields>> {
    this.#assertAlive(begunAs);
    if (fault === 'unsigned') return {};
    const { requestHash } = request;
    const outputHash = keccak_256(Buffer.from(signedText(answer), 'utf8'));
    const timestamp = this.#nowSeconds() - (fault === 'old-signature' ? OLD_SIGNATURE_SECONDS : 0);
    const { signingKey, teeId } = this.#keys;
    const key = fault === 'foreign-signature' ? (this.#foreignKey() ?? signingKey) : signingKey;
    const signature = await signAnswer(key, { requestHash, outputHash, timestamp });
    this.#assertAlive(begunAs);
    return {
      tee_signature: signature,
      tee_request_hash: Buffer.from(requestHash).toString('hex'),
      tee_output_hash: Buffer.from(outputHash).toString('hex'),
      tee_timestamp: timestamp,
      tee_id: teeId,
    };
  }

  /** Throws when dead, or when it has meanwhile booted into another id than the one that began the answer. */
  #assertAlive(begunAs: Hex = this.#keys.teeId): void {
    if (this.#isAlive && this.#keys.teeId === begunAs) return;
    throw new GatehouseError('sandbox_enclave_dead', `${this.name} of the sandbox is down.`, { retryable: true });
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock.now() / 1_000);
  }
}

/** What the signature covers: the text, or the tool calls as Python writes them. */
function signedText(answer: ModelAnswer): string {
  return answer.toolCalls.length > 0 ? writePythonJson(fromPlain(answer.toolCalls)) : answer.pieces.join('');
}

function changed(answer: ModelAnswer): ModelAnswer {
  const toolCalls = answer.toolCalls.map(call => ({ ...call, function: { ...call.function, arguments: '{}' } }));
  return { ...answer, pieces: [...answer.pieces, ' and more'], toolCalls };
}

function readObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: JsonValue = parseJson(decodeUtf8(bytes));
    return value instanceof Map ? value : undefined;
  } catch {
    return undefined;
  }
}
