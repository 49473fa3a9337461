import type { EmitEvent } from '../../contract/index.ts';
import { decodeUtf8, type JsonObject, parseJson } from '../json/index.ts';
import { type Clock, errorMessage, type Logger } from '../platform/index.ts';
import {
  type CanonicalRequest,
  canonicalizeRequest,
  createReceipt,
  type Freshness,
  type Proof,
} from '../proof/index.ts';
import { AnswerVerifier } from './answer-verifier.ts';
import { type Call, type CallCounts, CallLedger } from './call-ledger.ts';
import { type Exchange, exchange } from './exchange.ts';
import type { LastFailure } from './health.ts';
import type { ReceiptSink, ServingSession, TeeProvider } from './ports.ts';
import type { RelayClient } from './relay-client.ts';
import type { Verification } from './verification-mode.ts';

/** Options of {@link InferenceService}. */
export interface InferenceServiceOptions {
  readonly tees: TeeProvider;
  readonly relay: Pick<RelayClient, 'post'>;
  readonly receipts: ReceiptSink;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: EmitEvent;
  /** Age of a signature that is still taken, and how far it may lie ahead; the proof's defaults otherwise. */
  readonly freshness?: Freshness;
  /** Marks the receipts. Default false. */
  readonly sandbox?: boolean;
}

/** What every verified answer comes with. */
export interface Verified {
  readonly proof: Proof;
  readonly session: ServingSession;
  /** 2 when the first attempt's connection failed. */
  readonly attempts: number;
}

/** A whole answer. */
export interface VerifiedAnswer extends Verified {
  readonly inner: JsonObject;
}

/** A buffered stream: the JSON text of each event, in order, without the end marker. */
export interface VerifiedStream extends Verified {
  readonly events: readonly string[];
}

/** A stream under way: batches of event texts, and the proof when it is done. The last batch comes after the proof. */
export interface ProgressiveStream {
  readonly session: ServingSession;
  readonly attempts: number;
  readonly events: AsyncGenerator<readonly string[], Proof, void>;
}

/**
 * The way of a chat request: parse, canonicalise, lease a session, seal, post, open, verify, write the receipt. Knows
 * no HTTP server; the caller decides what is shown when. Every call ends in exactly one event and one end of its lease.
 */
export class InferenceService {
  readonly #options: InferenceServiceOptions;
  readonly #ledger: CallLedger;
  readonly #verifier: AnswerVerifier;
  /** Receipts outlive their request: a client that leaves after its answer does not undo the proof. */
  readonly #lifetime = new AbortController();

  constructor(options: InferenceServiceOptions) {
    this.#options = options;
    this.#ledger = new CallLedger(options);
    this.#verifier = new AnswerVerifier(options.clock, options.freshness);
  }

  counts(): CallCounts {
    return this.#ledger.counts();
  }

  lastFailure(): LastFailure | undefined {
    return this.#ledger.lastFailure();
  }

  /** Reads a request body. Throws `invalid_utf8`, `invalid_json`, `unsupported_request`. */
  parse(body: Uint8Array): CanonicalRequest {
    try {
      return canonicalizeRequest(parseJson(decodeUtf8(body)));
    } catch (error) {
      this.#ledger.rejected(error);
      throw error;
    }
  }

  /** A whole answer, verified. Throws RelayError, EnclaveError, VerificationError, what `acquire` throws, or the signal's reason. */
  async complete(request: CanonicalRequest, signal: AbortSignal): Promise<VerifiedAnswer> {
    const call = this.#ledger.open(request.model, false, signal);
    try {
      const sent = await exchange(this.#options, request, false, call, signal);
      const { inner, proof } = await this.#verifier.whole(sent, request);
      this.#verified(call, sent, request, proof, 'strict');
      return { inner, proof, session: sent.lease.session, attempts: sent.attempts };
    } catch (error) {
      call.failed(error);
      throw error;
    }
  }

  /** A stream, buffered to its end and verified. Throws as `complete`. */
  async stream(request: CanonicalRequest, signal: AbortSignal): Promise<VerifiedStream> {
    const call = this.#ledger.open(request.model, true, signal);
    try {
      const sent = await exchange(this.#options, request, true, call, signal);
      const events: string[] = [];
      const batches = this.#verifier.stream(sent, request);
      for (;;) {
        const step = await batches.next();
        if (step.done === true) {
          this.#verified(call, sent, request, step.value, 'strict');
          return { events, proof: step.value, session: sent.lease.session, attempts: sent.attempts };
        }
        for (const event of step.value) events.push(event);
      }
    } catch (error) {
      call.failed(error);
      throw error;
    }
  }

  /**
   * A stream whose events are given out as the sealed channel authenticates them. From the first event that ends the
   * answer (a finish reason, the signed frame) everything is held until the signature is verified. Throws as `complete`;
   * so does the iteration. It must be run to its end, or ended with `throw`.
   */
  async streamProgressively(request: CanonicalRequest, signal: AbortSignal): Promise<ProgressiveStream> {
    const call = this.#ledger.open(request.model, true, signal);
    try {
      const sent = await exchange(this.#options, request, true, call, signal);
      const { lease, attempts } = sent;
      return { session: lease.session, attempts, events: this.#progressive(call, sent, request) };
    } catch (error) {
      call.failed(error);
      throw error;
    }
  }

  async *#progressive(
    call: Call,
    sent: Exchange,
    request: CanonicalRequest,
  ): AsyncGenerator<readonly string[], Proof, void> {
    try {
      const proof = yield* this.#verifier.stream(sent, request);
      this.#verified(call, sent, request, proof, 'progressive');
      return proof;
    } catch (error) {
      call.failed(error);
      throw error;
    }
  }

  #verified(call: Call, sent: Exchange, request: CanonicalRequest, proof: Proof, mode: Verification): void {
    call.verified();
    const { receipts, logger, clock, sandbox = false } = this.#options;
    const { identity, record } = sent.lease.session;
    const { endpoint } = record;
    const { model, stream } = request;
    const facts = { proof, identity, endpoint, model, stream, mode, sandbox, nowMs: clock.now() };
    receipts
      .append(createReceipt(facts), this.#lifetime.signal)
      .catch((error: unknown) => logger.warn('receipt not kept', { reason: errorMessage(error) }));
  }
}
