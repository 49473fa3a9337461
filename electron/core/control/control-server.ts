import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import {
  type AgentFailureReply,
  AgentFailureReport,
  Command,
  type CommandResult,
  Query,
  type StatusSnapshot,
} from '../../contract/index.ts';
import { type Clock, GatehouseError, type Logger, type SecretScrubber } from '../platform/index.ts';
import { type ControlPlace, prepareAddress } from './address.ts';
import { listenPrivately } from './listen.ts';
import { notTaken } from './not-taken.ts';
import { outwardError } from './outward-error.ts';
import { readBody } from './read-body.ts';

/** Options of {@link ControlServer}. */
export interface ControlServerOptions {
  readonly place: ControlPlace;
  readonly snapshot: () => StatusSnapshot;
  /** Runs a validated command. May throw a `GatehouseError`. */
  readonly execute: (command: Command, signal: AbortSignal) => Promise<CommandResult>;
  /** Answers a validated query. May throw a `GatehouseError`. */
  readonly query: (query: Query, signal: AbortSignal) => Promise<unknown>;
  /** The newest receipts, newest first. */
  readonly receipts: (limit: number, signal: AbortSignal) => Promise<readonly unknown[]>;
  /** Takes in a failed turn of an agent. */
  readonly agentFailed: (agent: string, report: AgentFailureReport, signal: AbortSignal) => Promise<AgentFailureReply>;
  /** What a process of an agent is started with: the one answer that holds a token of the provider. */
  readonly agentCredential: (agent: string, signal: AbortSignal) => Promise<unknown>;
  /** The key that an agent shows at the local endpoint; made anew when `isNew`. */
  readonly agentKey: (agent: string, isNew: boolean, signal: AbortSignal) => Promise<unknown>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly scrubber: SecretScrubber;
}

/** A login that is pasted, quoted as JSON. */
const MAX_BODY_BYTES = 262_144;
/** An error text may be long, and escaped. */
const MAX_REPORT_BYTES = 524_288;
const AGENT_ROUTE = /^(?:\/api)?\/agents\/([a-z0-9-]{1,63})\/(failures|credential|key)$/;
const MAX_CONNECTIONS = 32;
const HEADERS_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 1_000;
const DEFAULT_RECEIPTS = 50;
const MAX_RECEIPTS = 1_000;

const STATUS_BY_CODE: Readonly<Record<string, number>> = {
  invalid_command: 400,
  invalid_query: 400,
  invalid_report: 400,
  agent_unknown: 404,
  unknown_route: 404,
  body_too_large: 413,
};

/**
 * The door for the command line: HTTP on a socket that only the owner can open. It is the lock of the home folder too:
 * whoever holds it is the one running instance.
 */
export class ControlServer {
  readonly #options: ControlServerOptions;
  #server: Server | undefined;
  #stopping = new AbortController();

  constructor(options: ControlServerOptions) {
    this.#options = options;
  }

  /** Opens the socket. Throws {@link AddressTakenError} when another instance has this home. */
  async start(signal: AbortSignal): Promise<void> {
    const { place, clock } = this.#options;
    const address = await prepareAddress(place, { clock, signal });
    this.#stopping = new AbortController();
    const server = createServer(
      { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
      (request, response) => void this.#answer(request, response),
    );
    server.maxConnections = MAX_CONNECTIONS;
    await listenPrivately(server, address, { platform: place.platform, clock, signal });
    server.on('error', error => this.#options.logger.error('control socket failed', { error }));
    this.#server = server;
  }

  /** Closes the socket, waits about a second for requests under way. May be called twice. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    await new Promise<void>(resolve => {
      const timer = this.#options.clock.schedule(STOP_GRACE_MS, () => {
        this.#stopping.abort();
        server.closeAllConnections();
      });
      server.close(() => {
        timer.cancel();
        resolve();
      });
      server.closeIdleConnections();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, this.#stopping.signal]);
    try {
      send(response, 200, await this.#route(request, signal));
    } catch (error) {
      if (!(error instanceof GatehouseError)) this.#options.logger.error('control request failed', { error });
      const status = error instanceof GatehouseError ? (STATUS_BY_CODE[error.code] ?? 409) : 500;
      send(response, status, { error: outwardError(error, this.#options.scrubber) });
    }
  }

  async #route(request: IncomingMessage, signal: AbortSignal): Promise<unknown> {
    const url = new URL(request.url ?? '/', 'http://control');
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /status':
        return this.#options.snapshot();
      case 'POST /command':
        return this.#options.execute(parseCommand(await readBody(request, MAX_BODY_BYTES)), signal);
      case 'POST /query':
        return { value: await this.#options.query(parseQuery(await readBody(request, MAX_BODY_BYTES)), signal) };
      case 'GET /receipts':
        return { receipts: await this.#options.receipts(parseLimit(url.searchParams.get('limit')), signal) };
      default:
        return this.#agentRoute(request, url.pathname, signal);
    }
  }

  /** What agents of this computer ask: `/agents/{name}/failures`, also below `/api`, `…/credential` and `…/key`. */
  async #agentRoute(request: IncomingMessage, path: string, signal: AbortSignal): Promise<unknown> {
    const [, agent = '', what = ''] = AGENT_ROUTE.exec(path) ?? [];
    switch (`${request.method} ${what}`) {
      case 'POST failures': {
        const report = parseReport(await readBody(request, MAX_REPORT_BYTES));
        return this.#options.agentFailed(agent, report, signal);
      }
      case 'GET credential':
        return this.#options.agentCredential(agent, signal);
      case 'POST key':
        return this.#options.agentKey(agent, parseKeyWish(await readBody(request, MAX_BODY_BYTES)), signal);
      default:
        throw new GatehouseError('unknown_route', 'There is nothing at this address of the control socket.', {
          remedy: 'The command line and the running instance may be of different versions: restart the instance.',
        });
    }
  }
}

function parseCommand(text: string): Command {
  const command = Command.safeParse(parseJson(text));
  if (command.success) return command.data;
  throw notTaken(command.error, 'command');
}

function parseQuery(text: string): Query {
  const query = Query.safeParse(parseJson(text));
  if (query.success) return query.data;
  throw notTaken(query.error, 'query');
}

function parseReport(text: string): AgentFailureReport {
  const report = AgentFailureReport.safeParse(parseJson(text));
  if (report.success) return report.data;
  throw new GatehouseError('invalid_report', 'This is not the report of a failed turn.', {
    remedy: 'Send JSON with a status and a message, like {"status": 429, "message": "…"}.',
  });
}

/** True for a new one. */
function parseKeyWish(text: string): boolean {
  return (parseJson(text) as { isNew?: unknown } | undefined)?.isNew === true;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function parseLimit(text: string | null): number {
  if (text === null) return DEFAULT_RECEIPTS;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= MAX_RECEIPTS) return limit;
  throw new GatehouseError('invalid_query', `The limit must be a whole number from 1 to ${MAX_RECEIPTS}.`);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed || response.headersSent) return;
  // One request per connection: nothing to gain by keeping it, and stopping is quicker.
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'close',
  });
  response.end(JSON.stringify(body));
}
