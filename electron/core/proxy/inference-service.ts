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
import { Attempts, type RelayReach } from './attempts.ts';
import { type Call, type CallCounts, CallLedger } from './call-ledger.ts';
import { type Exchange, exchange } from './exchange.ts';
import type { LastFailure } from './health.ts';
import { type ClientRequest, mapFields } from './mapped-fields.ts';
import type { ReceiptSink, ServingLease, ServingSession, TeeProvider } from './ports.ts';
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
  /** Default: the relay never is. */
  readonly outOfReach?: RelayReach;
  /** Marks the receipts. Default false. */
  readonly sandbox?: boolean;
}

/** What every verified answer comes with. */
export interface Verified {
  readonly proof: Proof;
  readonly session: ServingSession;
  /** 2 when the first attempt failed. */
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
 * no HTTP server; the caller decides what is shown when. An attempt that failed before anything of it was given out may
 * be made again on another TEE. Every call ends in exactly one event, every attempt in one end of its lease.
 */
export class InferenceService {
  readonly #options: InferenceServiceOptions;
  readonly #ledger: CallLedger;
  readonly #verifier: AnswerVerifier;
  readonly #attempts: Attempts;
  /** Receipts outlive their request: a client that leaves after its answer does not undo the proof. */
  readonly #lifetime = new AbortController();

  constructor(options: InferenceServiceOptions) {
    this.#options = options;
    this.#ledger = new CallLedger(options);
    this.#verifier = new AnswerVerifier(options.clock, options.freshness);
    this.#attempts = new Attempts(options);
  }

  counts(): CallCounts {
    return this.#ledger.counts();
  }

  lastFailure(): LastFailure | undefined {
    return this.#ledger.lastFailure();
  }

  /** Reads a request body. Throws `invalid_utf8`, `invalid_json`, `unsupported_request`. */
  parse(bytes: Uint8Array): ClientRequest {
    try {
      const { body, mappedFields } = mapFields(parseJson(decodeUtf8(bytes)));
      return { ...canonicalizeRequest(body), mappedFields };
    } catch (error) {
      this.#ledger.rejected(error);
      throw error;
    }
  }

  /** A whole answer, verified. Throws RelayError, EnclaveError, VerificationError, what `acquire` throws, or the signal's reason. */
  complete(request: CanonicalRequest, signal: AbortSignal): Promise<VerifiedAnswer> {
    return this.#call(request, signal, async (call, lease, attempts) => {
      const sent = await exchange(this.#options.relay, request, lease, signal);
      const { inner, proof } = await this.#verifier.whole(sent, request);
      this.#verified(call, sent, request, proof, 'strict');
      return { inner, proof, session: lease.session, attempts };
    });
  }

  /**
   * A stream, buffered to its end and verified. `onAttempt` hears of each attempt as it begins, before anything is
   * proven. Throws as `complete`.
   */
  stream(
    request: CanonicalRequest,
    signal: AbortSignal,
    onAttempt?: (session: ServingSession, attempts: number) => void,
  ): Promise<VerifiedStream> {
    return this.#call(request, signal, async (call, lease, attempts) => {
      onAttempt?.(lease.session, attempts);
      const sent = await exchange(this.#options.relay, request, lease, signal);
      const events: string[] = [];
      const batches = this.#verifier.stream(sent, request);
      for (;;) {
        const step = await batches.next();
        if (step.done === true) {
          this.#verified(call, sent, request, step.value, 'strict');
          return { events, proof: step.value, session: lease.session, attempts };
        }
        for (const event of step.value) events.push(event);
      }
    });
  }

  /**
   * A stream whose events are given out as the sealed channel authenticates them; resolves when the first are there. From
   * the first event that ends the answer (a finish reason, the signed frame) everything is held until the signature is
   * verified. Throws as `complete`; so does the iteration. It must be run to its end, or ended with `throw` once begun.
   */
  streamProgressively(request: CanonicalRequest, signal: AbortSignal): Promise<ProgressiveStream> {
    return this.#call(request, signal, async (call, lease, attempts) => {
      const sent = await exchange(this.#options.relay, request, lease, signal);
      const batches = this.#verifier.stream(sent, request);
      const first = await batches.next();
      return {
        session: lease.session,
        attempts,
        events: this.#progressive(call, sent, request, first, batches, signal),
      };
    });
  }

  async #call<T>(
    request: CanonicalRequest,
    signal: AbortSignal,
    attempt: (call: Call, lease: ServingLease, number: number) => Promise<T>,
  ): Promise<T> {
    const call = this.#ledger.open(request.model, request.stream, signal);
    try {
      return await this.#attempts.run(call, signal, (lease, number) => attempt(call, lease, number));
    } catch (error) {
      call.failed(error);
      throw error;
    }
  }

  async *#progressive(
    call: Call,
    sent: Exchange,
    request: CanonicalRequest,
    first: IteratorResult<readonly string[], Proof>,
    batches: AsyncGenerator<readonly string[], Proof, void>,
    signal: AbortSignal,
  ): AsyncGenerator<readonly string[], Proof, void> {
    let isOurs = true;
    try {
      let step = first;
      while (step.done !== true) {
        isOurs = false;
        yield step.value;
        isOurs = true;
        step = await batches.next();
      }
      this.#verified(call, sent, request, step.value, 'progressive');
      return step.value;
    } catch (error) {
      // What is thrown in at the yield is the client's failure: it says nothing about the TEE, and ends its connection.
      if (isOurs && !signal.aborted) this.#attempts.gaveUp(error, sent.lease.session);
      else await batches.throw(error).catch(() => undefined);
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
