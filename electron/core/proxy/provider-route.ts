import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorMessage, GatehouseError, type Logger } from '../platform/index.ts';
import { discardRest } from './discard-rest.ts';
import { ProviderAccessError, toProviderShape } from './provider-error.ts';
import { agentKeys } from './provider-headers.ts';
import type { ProviderPassThrough } from './provider-pass-through.ts';

/** What the routes need. */
export interface ProviderRouteOptions {
  readonly passThrough: ProviderPassThrough;
  readonly logger: Logger;
  /** A signal for one request: aborted when its client leaves or the server stops waiting for it. */
  readonly track: (reply: FastifyReply) => AbortSignal;
  /** Of a refused body, what is read and forgotten. */
  readonly maxDiscardedBytes: number;
}

/** Everything below it belongs to the agents. */
export const AGENTS_PATH = '/agents/';
const AGENT = /^\/agents\/([a-z0-9-]{1,63})\//;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Adds `/agents/NAME/v1/…`. Nobody gets past the first hook without the agent's key, and what is wrong is not told; a
 * browser's request is refused whatever page it comes from.
 */
export function addProviderRoute(app: FastifyInstance, options: ProviderRouteOptions): void {
  const { passThrough, logger, track, maxDiscardedBytes } = options;
  void app.register(async scope => {
    scope.removeAllContentTypeParsers();
    // Bodies stay streams: the route reads them itself.
    scope.addContentTypeParser('*', (_request, _body, done) => done(null));
    scope.setErrorHandler(async (error, request, reply) => {
      const { status, headers, body } = toProviderShape(error);
      if (status === 413) await discardRest(request.raw, maxDiscardedBytes);
      // A client that broke off while it sent its body is no failure of ours.
      if (status === 500 && !reply.raw.destroyed)
        logger.error('passing a request on failed', { error: errorMessage(error) });
      return reply.code(status).headers(headers).send(body);
    });
    scope.addHook('onRequest', async (request, reply) => {
      if (request.headers.origin !== undefined) throw forbidden();
      if (!(await isAdmitted(passThrough, request, track(reply)))) throw unauthenticated();
    });
    scope.route({
      method: METHODS,
      url: `${AGENTS_PATH}:agent/*`,
      exposeHeadRoute: false,
      handler: (request, reply) => passThrough.handle(request, reply, track(reply)),
    });
  });
}

async function isAdmitted(
  { access }: ProviderPassThrough,
  { raw, headers }: FastifyRequest,
  signal: AbortSignal,
): Promise<boolean> {
  const agent = AGENT.exec(raw.url ?? '')?.[1];
  const keys = agentKeys(headers);
  if (agent === undefined || keys.length === 0) return false;
  return access.admits(agent, keys, signal).catch((error: unknown) => {
    signal.throwIfAborted();
    // Why is not told to who may be a stranger.
    throw error instanceof GatehouseError ? notReady() : error;
  });
}

function notReady(): ProviderAccessError {
  return new ProviderAccessError(503, 'not_ready', 'Keys cannot be checked now.', {
    remedy: 'See why with: gatehouse status',
    retryAfterSeconds: 5,
  });
}

function forbidden(): ProviderAccessError {
  return new ProviderAccessError(403, 'origin_not_allowed', 'Web pages may not use this server.');
}

function unauthenticated(): ProviderAccessError {
  return new ProviderAccessError(401, 'unauthenticated', 'Authentication failed.');
}
