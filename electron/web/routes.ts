import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { z } from 'zod';
import {
  Command,
  type CommandName,
  type CommandReply,
  carriesSecret,
  Query,
  type QueryReply,
  type SnapshotReply,
} from '../contract/index.ts';
import { notTakenFromWindow, outwardError } from '../core/control/index.ts';
import { errorMessage, GatehouseError } from '../core/platform/index.ts';
import { readAsset } from './assets.ts';
import { readJsonBody } from './body.ts';
import { type OriginGuard, readCookie } from './guard.ts';
import { securityHeaders } from './headers.ts';
import type { DashboardOptions } from './options.ts';
import { demandPrivacy } from './privacy.ts';
import type { Sessions } from './session.ts';

type RoutesOptions = Pick<DashboardOptions, 'source' | 'execute' | 'query' | 'assetsDir' | 'logger' | 'scrubber'> & {
  readonly port: number;
  readonly guard: OriginGuard;
  readonly sessions: Sessions;
  /** Whether it listens where nobody but this computer can. */
  readonly isPrivate: boolean;
};

const SessionRequest = z.object({ token: z.string().max(256) });

/** HTTP status of the errors that the border itself makes; what a command throws is a 500. */
const STATUS: Readonly<Record<string, number>> = {
  wrong_host: 421,
  foreign_origin: 403,
  not_from_a_browser: 403,
  secrets_refused: 403,
  link_used: 401,
  not_signed_in: 401,
  not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid_json: 400,
  invalid_request: 400,
};

/** What writes a file. */
const SAVING: ReadonlySet<string> = new Set<CommandName>(['saveDiagnostics', 'saveReceipt', 'exportActivity']);

/** Our own errors are written without secrets; the scrubber is the second line. */
const NO_SCRUBBER = { redact: (text: string) => text };

/** Cookies do not know ports: without the port in its name, two dashboards on one machine would sign each other out. */
export function sessionCookieName(port: number): string {
  return `gatehouse-${port}`;
}

/** The HTTP side of the dashboard: order is host, origin, method, session, size, schema, handler. */
export function createHandler(options: RoutesOptions): RequestListener {
  const { port, logger } = options;
  const headers = securityHeaders(`'self' ws://127.0.0.1:${port} ws://localhost:${port}`);
  return (request, response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('Cache-Control', 'no-store');
    handle(request, response, options).catch((thrown: unknown) => {
      const error = outwardError(thrown, options.scrubber ?? NO_SCRUBBER);
      const status = STATUS[error.code] ?? 500;
      if (status === 500) logger.error('dashboard request failed', { reason: errorMessage(thrown) });
      else logger.debug('dashboard request refused', { code: error.code });
      if (response.headersSent) {
        response.destroy();
        return;
      }
      // What is still unread of the body would be taken for the next request.
      response.setHeader('Connection', 'close');
      sendJson(response, status, { ok: false, error });
    });
  };
}

async function handle(request: IncomingMessage, response: ServerResponse, options: RoutesOptions): Promise<void> {
  const { guard, source, execute, assetsDir } = options;
  if (!guard.isOwnHost(request)) throw new GatehouseError('wrong_host', 'This address is not the dashboard.');
  const urlPath = (request.url ?? '/').split('?')[0] ?? '/';
  switch (urlPath) {
    case '/session':
      demand(request, 'POST', options);
      await signIn(request, response, options);
      return;
    case '/snapshot':
      demand(request, 'GET', options);
      demandSession(request, options);
      sendJson(response, 200, { ok: true, value: source.snapshot() } satisfies SnapshotReply);
      return;
    case '/command': {
      demand(request, 'POST', options);
      demandSession(request, options);
      const command = Command.safeParse(await readJsonBody(request));
      if (!command.success) throw notTakenFromWindow(command.error, 'command');
      const isSecret = carriesSecret(command.data);
      if (isSecret) demandPrivacy(request, options);
      if ('path' in command.data && SAVING.has(command.data.name) && command.data.path !== undefined) {
        throw new GatehouseError('not_from_a_browser', 'A browser cannot choose where files go.', {
          remedy: 'Leave the path out, or use the command line on the computer of the host.',
        });
      }
      sendJson(response, 200, {
        ok: true,
        value: await (isSecret ? withoutQuotes(execute(command.data)) : execute(command.data)),
      } satisfies CommandReply);
      return;
    }
    case '/query': {
      demand(request, 'POST', options);
      demandSession(request, options);
      const query = Query.safeParse(await readJsonBody(request));
      if (!query.success) throw notTakenFromWindow(query.error, 'query');
      sendJson(response, 200, { ok: true, value: await answer(query.data, response, options) } satisfies QueryReply);
      return;
    }
    default:
      await sendAsset(request, response, assetsDir, urlPath);
  }
}

/** An error that nobody foresaw may quote what it was given, and its reason is logged: of a secret its kind has to do. */
function withoutQuotes<Result>(running: Promise<Result>): Promise<Result> {
  return running.catch((thrown: unknown) => {
    if (thrown instanceof GatehouseError) throw thrown;
    throw new Error(`${thrown instanceof Error ? thrown.name : typeof thrown}, of a command with a secret`);
  });
}

/** Nobody waits for the answer of a page that was closed. */
async function answer(query: Query, response: ServerResponse, options: RoutesOptions): Promise<unknown> {
  const gone = new AbortController();
  const onClose = (): void => gone.abort();
  response.once('close', onClose);
  try {
    return await options.query(query, gone.signal);
  } finally {
    response.removeListener('close', onClose);
  }
}

function demand(request: IncomingMessage, method: 'GET' | 'POST', { guard }: RoutesOptions): void {
  if (request.method !== method) throw new GatehouseError('method_not_allowed', `Only ${method} is possible here.`);
  if (!guard.isOwnOrigin(request, { required: method === 'POST' })) {
    throw new GatehouseError('foreign_origin', 'Only the dashboard itself may ask this.');
  }
}

function demandSession(request: IncomingMessage, { sessions, port }: RoutesOptions): void {
  if (!sessions.isKnown(readCookie(request, sessionCookieName(port)))) {
    throw new GatehouseError('not_signed_in', 'This browser is not signed in.');
  }
}

async function signIn(request: IncomingMessage, response: ServerResponse, options: RoutesOptions): Promise<void> {
  const body = SessionRequest.safeParse(await readJsonBody(request));
  if (!body.success) throw new GatehouseError('invalid_request', 'The token is missing.');
  const session = options.sessions.redeem(body.data.token);
  if (session === undefined)
    throw new GatehouseError('link_used', 'This link was already used, or is of an earlier run.');
  const cookie = `${sessionCookieName(options.port)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
  response.writeHead(204, { 'Set-Cookie': cookie }).end();
}

async function sendAsset(
  request: IncomingMessage,
  response: ServerResponse,
  assetsDir: string,
  urlPath: string,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    throw new GatehouseError('method_not_allowed', 'Only GET is possible here.');
  }
  const asset = await readAsset(assetsDir, urlPath);
  if (asset === undefined) throw new GatehouseError('not_found', 'There is nothing at this address.');
  response.writeHead(200, {
    'Content-Type': asset.contentType,
    'Content-Length': asset.body.length,
    ...(asset.immutable ? { 'Cache-Control': 'public, max-age=31536000, immutable' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : asset.body);
}

function sendJson(response: ServerResponse, status: number, body: SnapshotReply | CommandReply | QueryReply): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}
