import type { FastifyReply, FastifyRequest } from 'fastify';
import { stringifyWire } from '../json/index.ts';
import type { Clock } from '../platform/index.ts';
import type { Proof } from '../proof/index.ts';
import { HttpError } from './client-error.ts';
import { EventStream } from './event-stream.ts';
import type { InferenceService } from './inference-service.ts';
import { KeepAlive } from './keep-alive.ts';
import type { ClientRequest } from './mapped-fields.ts';
import type { ServingSession } from './ports.ts';
import { type ReplyFacts, replyHeaders } from './reply-headers.ts';
import { DONE_EVENT, dataEvent, KEEP_ALIVE_COMMENT, proofComment } from './sse.ts';
import { verificationBlock, withVerification } from './verification-block.ts';
import { chooseVerification, type Verification } from './verification-mode.ts';

/** What `POST /v1/chat/completions` needs. */
export interface ChatRouteOptions {
  readonly service: InferenceService;
  readonly clock: Clock;
  /** The mode of requests that do not name one. */
  readonly verification: Verification;
  /** Whether a strict stream that takes long is kept alive with comments, and its head sent unproven; see KeepAlive. */
  readonly keepAliveComments: boolean;
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Answers chat completions: whole, as a replay after verification, or progressively. */
export class ChatRoute {
  readonly #service: InferenceService;
  readonly #clock: Clock;
  readonly #verification: Verification;
  readonly #keepAliveComments: boolean;

  constructor({ service, clock, verification, keepAliveComments }: ChatRouteOptions) {
    this.#service = service;
    this.#clock = clock;
    this.#verification = verification;
    this.#keepAliveComments = keepAliveComments;
  }

  /** Handles one request. Throws what went wrong before anything was sent; after that it ends the reply itself. */
  async handle(http: FastifyRequest, reply: FastifyReply, signal: AbortSignal): Promise<void> {
    const verification = chooseVerification(http.headers['x-gatehouse-verification'], this.#verification);
    if (!(http.body instanceof Uint8Array)) {
      throw new HttpError(415, 'unsupported_media_type', 'The request needs a body of type application/json.');
    }
    const request = this.#service.parse(http.body);
    if (!request.stream) await this.#whole(request, reply, signal);
    else if (verification === 'strict') await this.#replay(request, reply, signal);
    else await this.#progressive(request, reply, signal);
  }

  /** A whole answer is strict in either mode: there is nothing to send before its signature. */
  async #whole(request: ClientRequest, reply: FastifyReply, signal: AbortSignal): Promise<void> {
    const { inner, proof, session, attempts } = await this.#service.complete(request, signal);
    const { teeId, record } = session;
    reply.headers(replyHeaders({ teeId, verification: 'strict', proven: true, request, attempts }));
    reply.type(JSON_TYPE);
    await reply.send(withVerification(inner, verificationBlock(proof, record.endpoint)));
  }

  async #replay(request: ClientRequest, reply: FastifyReply, signal: AbortSignal): Promise<void> {
    const stream = new EventStream(reply);
    let head: Pick<ReplyFacts, 'teeId' | 'attempts'> = { teeId: undefined, attempts: 1 };
    const openEarly = (): void =>
      stream.open(replyHeaders({ ...head, verification: 'strict', proven: false, request }));
    const keepAlive = this.#keepAliveComments
      ? new KeepAlive(this.#clock, openEarly, () => stream.poke(KEEP_ALIVE_COMMENT))
      : undefined;
    try {
      // The early head names the TEE that is being asked by then; the proof at the end names the one that answered.
      const { events, proof, session, attempts } = await this.#service.stream(request, signal, ({ teeId }, number) => {
        head = { teeId, attempts: number };
      });
      const { teeId } = session;
      stream.open(replyHeaders({ teeId, verification: 'strict', proven: true, request, attempts }));
      stream.end(events.map(dataEvent).join('') + closing(proof, session));
    } catch (error) {
      if (!stream.isOpen) throw error;
      stream.fail(error);
    } finally {
      keepAlive?.stop();
    }
  }

  async #progressive(request: ClientRequest, reply: FastifyReply, signal: AbortSignal): Promise<void> {
    const { events, session, attempts } = await this.#service.streamProgressively(request, signal);
    const { teeId } = session;
    // An error in the first step still has its own status: the head goes out with the first events.
    let step = await events.next();
    const stream = new EventStream(reply);
    stream.open(replyHeaders({ teeId, verification: 'progressive', proven: false, request, attempts }));
    try {
      while (step.done !== true) {
        await stream.write(step.value.map(dataEvent).join(''), signal);
        step = await events.next();
      }
      stream.end(closing(step.value, session));
    } catch (error) {
      // The stream may still stand at a yield (the client left while we wrote): this ends it and its connection.
      await events.throw(error).catch(() => undefined);
      stream.fail(error);
    }
  }
}

/** What ends a verified stream: the proof for who wants it, then the marker. */
function closing(proof: Proof, session: ServingSession): string {
  return proofComment(stringifyWire(verificationBlock(proof, session.record.endpoint))) + DONE_EVENT;
}
