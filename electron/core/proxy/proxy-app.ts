import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { errorMessage, type Logger } from '../platform/index.ts';
import type { ChatRoute } from './chat-route.ts';
import { HttpError, toClientError } from './client-error.ts';
import { discardRest } from './discard-rest.ts';
import type { HealthReport } from './health.ts';
import { answerBrokenConnection, answerRaw, fromFrameworkError, isBodyTooLarge, isOfLeaving } from './http-failures.ts';
import { LocalAccess } from './local-access.ts';
import type { ModelEntry, ModelsProvider } from './models.ts';
import type { ProviderPassThrough } from './provider-pass-through.ts';
import { AGENTS_PATH, addProviderRoute } from './provider-route.ts';

/** What the routes need from the server around them. */
export interface ProxyAppOptions {
  readonly chat: ChatRoute;
  readonly models: ModelsProvider;
  readonly health: (signal: AbortSignal) => Promise<HealthReport>;
  readonly logger: Logger;
  readonly maxBodyBytes: number;
  /** A client must have sent its whole request, body included, within this time. */
  readonly requestTimeoutMs: number;
  readonly sandbox: boolean;
  /** A signal for one request: aborted when its client leaves or the server stops waiting for it. */
  readonly track: (reply: FastifyReply) => AbortSignal;
  readonly isDraining: () => boolean;
  /** What every request is refused with; undefined: nothing. */
  readonly refusal: HttpError | undefined;
  /** Undefined: agents cannot work through this server. */
  readonly passThrough: ProviderPassThrough | undefined;
}

/** Both `application/json` and vendor types ending in `+json`, with parameters. */
const JSON_TYPES = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/** Whole header block. Node's default, stated because a test holds it. */
const MAX_HEADER_BYTES = 16_384;
/** A client must have sent its headers within this time, against connections that drip bytes. */
const HEADERS_TIMEOUT_MS = 15_000;
/** Of a body that is refused for its size; a client that sends more than this may find the connection closed. */
const MAX_DISCARDED_BYTES = 268_435_456;
/** How often Node looks for requests that are overdue, at most. */
const OVERDUE_CHECK_MS = 5_000;
/** Longer than the idle time of common client pools, so that the client closes first and loses no request. */
const KEEP_ALIVE_MS = 65_000;

const METHODS_BY_PATH: readonly (readonly [RegExp, string])[] = [
  [/^\/v1\/chat\/completions$/, 'POST'],
  [/^\/v1\/models(?:\/.*)?$/, 'GET, HEAD'],
  [/^\/health$/, 'GET, HEAD'],
];

/** Builds the local HTTP surface; nothing listens yet. Bodies stay bytes: the JSON parser must see every token. */
export function createProxyApp(options: ProxyAppOptions): FastifyInstance {
  const {
    chat,
    models,
    health,
    logger,
    maxBodyBytes,
    requestTimeoutMs,
    sandbox,
    track,
    isDraining,
    refusal,
    passThrough,
  } = options;
  const ownHeaders: Readonly<Record<string, string>> = sandbox ? { 'x-gatehouse-sandbox': 'true' } : {};
  const accessByPort = new Map<number, LocalAccess>();
  const app = fastify({
    logger: false,
    bodyLimit: maxBodyBytes,
    requestTimeout: requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    return503OnClosing: false,
    http: {
      // Node would answer a request without Host itself, with an empty 400; LocalAccess refuses it too.
      requireHostHeader: false,
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, requestTimeoutMs),
      connectionsCheckingInterval: Math.min(OVERDUE_CHECK_MS, requestTimeoutMs),
    },
    clientErrorHandler: (error, socket) => answerBrokenConnection(error, socket, ownHeaders),
    frameworkErrors: (error, request, reply) => void sendError(reply, refusalOf(request, reply) ?? error),
  });
  // What Node would answer by itself: an unknown Expect with an empty 417, a CONNECT by hanging up.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    // Half-open it would hold back a stop: nobody but us knows of this socket any more.
    socket.once('finish', () => socket.destroy());
    answerRaw(new HttpError(405, 'method_not_allowed', 'This server is no HTTP proxy.'), socket, ownHeaders);
  });

  function sendError(reply: FastifyReply, error: unknown): FastifyReply {
    const { status, headers, body } = toClientError(fromFrameworkError(error, maxBodyBytes));
    if (body.error.code === 'internal_error') {
      // A client that hung up ends whatever was under way for it: that is no failure of ours, and nobody reads the answer.
      const level = reply.raw.destroyed && isOfLeaving(error) ? 'debug' : 'error';
      logger[level]('request handler failed', { error: error instanceof Error ? error.stack : errorMessage(error) });
    }
    return reply.code(status).headers(headers).send(body);
  }

  app.removeAllContentTypeParsers();
  app.addContentTypeParser(JSON_TYPES, { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  /** Every request passes here, those included that the framework cannot route and hands to nobody else. */
  function admit(request: FastifyRequest, reply: FastifyReply): void {
    reply.headers(ownHeaders);
    assertLocal(request, accessByPort);
    if (isDraining()) throw new HttpError(503, 'shutting_down', 'Gatehouse is stopping.');
    if (refusal !== undefined) throw refusal;
    const encoding = request.headers['content-encoding'];
    if (encoding !== undefined && encoding !== 'identity' && !isForProvider(request)) {
      throw new HttpError(415, 'unsupported_encoding', 'Send the request body without content encoding.');
    }
  }

  function refusalOf(request: FastifyRequest, reply: FastifyReply): unknown {
    try {
      admit(request, reply);
      return undefined;
    } catch (error) {
      return error;
    }
  }

  app.addHook('onRequest', async (request, reply) => admit(request, reply));
  app.addHook('onSend', async (_request, reply) => {
    if (isDraining()) reply.header('connection', 'close');
  });
  app.setErrorHandler(async (error, request, reply) => {
    if (isBodyTooLarge(error)) await discardRest(request.raw, MAX_DISCARDED_BYTES);
    return sendError(reply, error);
  });
  app.setNotFoundHandler((request, reply) => sendError(reply, notFound(request, reply)));

  app.post('/v1/chat/completions', (request, reply) => chat.handle(request, reply, track(reply)));
  const listModels = async (): Promise<object> => ({ object: 'list', data: models.list() });
  app.get('/v1/models', listModels);
  app.get('/v1/models/', listModels);
  app.get<{ Params: { '*': string } }>('/v1/models/*', async request => findModel(models, request.params['*']));
  if (passThrough !== undefined)
    addProviderRoute(app, { passThrough, logger, track, maxDiscardedBytes: MAX_DISCARDED_BYTES });
  app.get('/health', async (_request, reply) => health(track(reply)));
  return app;
}

/** Its body is passed on as it is. */
function isForProvider({ url }: FastifyRequest): boolean {
  return url.startsWith(AGENTS_PATH);
}

function assertLocal(request: FastifyRequest, accessByPort: Map<number, LocalAccess>): void {
  const port = request.socket.localPort ?? 0;
  let access = accessByPort.get(port);
  if (access === undefined) {
    access = new LocalAccess(port, request.socket.localAddress);
    accessByPort.set(port, access);
  }
  // RFC 9112, section 3.2; Node keeps the first of them, which another server may not.
  if (request.raw.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host').length > 1) {
    throw new HttpError(400, 'invalid_http', 'The request has more than one Host header.');
  }
  const refusal = access.refusal(request.headers);
  if (refusal !== undefined) throw new HttpError(403, refusal.code, refusal.sentence, refusal.remedy);
  if (request.method === 'OPTIONS') throw new HttpError(403, 'preflight_refused', 'Web pages may not use this server.');
}

function findModel(models: ModelsProvider, id: string): ModelEntry {
  const found = models.list().find(model => model.id === id);
  if (found === undefined) throw new HttpError(404, 'model_not_found', 'The list has no model of that name.');
  return found;
}

function notFound(request: FastifyRequest, reply: FastifyReply): HttpError {
  const path = request.url.split('?', 1)[0] ?? '';
  const allowed = METHODS_BY_PATH.find(([pattern]) => pattern.test(path))?.[1];
  if (allowed === undefined) {
    return new HttpError(
      404,
      'not_found',
      'There is nothing at this address.',
      'See /v1/chat/completions, /v1/models and /health.',
    );
  }
  reply.header('allow', allowed);
  return new HttpError(405, 'method_not_allowed', `This address takes ${allowed} only.`);
}
