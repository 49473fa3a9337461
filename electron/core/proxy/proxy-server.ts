import type { FastifyInstance, FastifyReply } from 'fastify';
import type { EmitEvent, ProxyStatus } from '../../contract/index.ts';
import { type Clock, errorMessage, GatehouseError, type Logger, type Timer } from '../platform/index.ts';
import { ChatRoute } from './chat-route.ts';
import { HttpError } from './client-error.ts';
import { type HealthSources, reportHealth } from './health.ts';
import type { InferenceService } from './inference-service.ts';
import type { ModelsProvider } from './models.ts';
import { findPortHolder } from './port-holder.ts';
import { createProxyApp } from './proxy-app.ts';
import { isLoopbackName } from './relay-dispatcher.ts';
import type { Verification } from './verification-mode.ts';

/** Options of {@link ProxyServer}. */
export interface ProxyServerOptions {
  readonly service: InferenceService;
  readonly models: ModelsProvider;
  readonly health: HealthSources;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: EmitEvent;
  /** A loopback name or address. Default 127.0.0.1. */
  readonly host?: string;
  /** 0 lets the system choose. */
  readonly port: number;
  readonly verification: Verification;
  /** Comments in strict streams that take long, at the price of headers before the proof. Default false. */
  readonly keepAliveComments?: boolean;
  /** Default 20 971 465: the gateway's 20 MiB less the 55 bytes that sealing adds. */
  readonly maxBodyBytes?: number;
  /** For the whole request, body included; headers get 15 s of it at most. Default 120 000: 20 MiB at 170 KiB/s. */
  readonly requestTimeoutMs?: number;
  /** Marks every reply when what answers is the embedded sandbox. Default false. */
  readonly sandbox?: boolean;
  /** How long `stop` waits for requests in flight before it aborts them. Default 10 000. */
  readonly drainTimeoutMs?: number;
}

/** After the drain limit, requests get this long to be told so before their connections are cut. */
const LAST_WORDS_MS = 500;

type ServerState = Pick<ProxyStatus, 'state' | 'sentence' | 'remedy'>;

const STOPPED: ServerState = { state: 'stopped', sentence: 'The local endpoint is stopped.', remedy: null };

/**
 * The local OpenAI-compatible server: listens on loopback, hands requests to the service, and knows its own state. A
 * failed `start` leaves it stopped with the reason in the snapshot; it can be started again. Called by the host.
 */
export class ProxyServer {
  readonly #options: ProxyServerOptions;
  readonly #chat: ChatRoute;
  readonly #active = new Set<AbortController>();
  #app: FastifyInstance | undefined;
  #state: ServerState = STOPPED;
  #endpoint: string | null = null;
  #stopping: Promise<void> | undefined;

  constructor(options: ProxyServerOptions) {
    this.#options = options;
    this.#chat = new ChatRoute({
      service: options.service,
      clock: options.clock,
      verification: options.verification,
      keepAliveComments: options.keepAliveComments ?? false,
    });
  }

  snapshot(): ProxyStatus {
    const { service, verification } = this.#options;
    return { ...this.#state, endpoint: this.#endpoint, verification, ...service.counts() };
  }

  /**
   * Listens. Throws GatehouseError `port_busy` (the remedy names the holder where it can be told), `port_forbidden`,
   * `proxy_host_not_loopback` or `proxy_failed`; the snapshot then says the same.
   */
  async start(signal: AbortSignal): Promise<void> {
    if (this.#app !== undefined) return;
    signal.throwIfAborted();
    const { host = '127.0.0.1', port, clock, emit } = this.#options;
    this.#state = { state: 'starting', sentence: 'The local endpoint is starting.', remedy: null };
    const app = this.#createApp();
    this.#app = app;
    try {
      if (!isLoopbackName(host.includes(':') ? `[${host}]` : host)) throw notLoopback(host);
      await app.listen({ host, port });
    } catch (error) {
      this.#app = undefined;
      await app.close();
      throw await this.#startFailure(error, port, signal);
    }
    const address = app.server.address();
    const actualPort = typeof address === 'object' && address !== null ? address.port : port;
    this.#endpoint = `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}/v1`;
    this.#state = { state: 'listening', sentence: `Listening at ${this.#endpoint}.`, remedy: null };
    emit({ type: 'proxyListening', at: clock.now(), endpoint: this.#endpoint });
  }

  /** Refuses new requests, waits for those in flight up to the drain limit, aborts what is left, closes. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    const app = this.#app;
    const { clock, emit, drainTimeoutMs = 10_000 } = this.#options;
    if (app === undefined) {
      this.#state = STOPPED;
      return;
    }
    this.#state = { state: 'draining', sentence: 'Finishing the requests in flight.', remedy: null };
    let limit: Timer = clock.schedule(drainTimeoutMs, () => {
      for (const controller of this.#active) controller.abort(shuttingDown());
      limit = clock.schedule(LAST_WORDS_MS, () => app.server.closeAllConnections());
    });
    try {
      await app.close();
    } finally {
      limit.cancel();
      this.#app = undefined;
      this.#endpoint = null;
      this.#state = STOPPED;
    }
    emit({ type: 'proxyStopped', at: clock.now() });
  }

  #createApp(): FastifyInstance {
    const { models, logger, service, clock, sandbox = false } = this.#options;
    const { maxBodyBytes = 20_971_465, requestTimeoutMs = 120_000 } = this.#options;
    return createProxyApp({
      chat: this.#chat,
      models,
      health: signal => reportHealth(this.#options.health, service.lastFailure(), sandbox, clock, signal),
      logger,
      maxBodyBytes,
      requestTimeoutMs,
      sandbox,
      track: reply => this.#track(reply),
      isDraining: () => this.#state.state === 'draining',
    });
  }

  #track(reply: FastifyReply): AbortSignal {
    const controller = new AbortController();
    this.#active.add(controller);
    reply.raw.once('close', () => {
      this.#active.delete(controller);
      if (!reply.raw.writableFinished) controller.abort(clientGone());
      // A kept-alive connection that becomes idle while draining would hold the close back until its time-out.
      if (this.#state.state === 'draining') this.#app?.server.closeIdleConnections();
    });
    return controller.signal;
  }

  async #startFailure(error: unknown, port: number, signal: AbortSignal): Promise<GatehouseError> {
    const failure = await explainListenFailure(error, port, signal);
    const remedy = failure.remedy ?? null;
    this.#state = {
      state: failure.code === 'port_busy' ? 'port-busy' : 'failed',
      sentence: failure.message,
      remedy: remedy === null ? null : { text: remedy },
    };
    this.#options.emit({ type: 'proxyFailed', at: this.#options.clock.now(), reason: failure.message, remedy });
    return failure;
  }
}

async function explainListenFailure(error: unknown, port: number, signal: AbortSignal): Promise<GatehouseError> {
  if (error instanceof GatehouseError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const elsewhere = 'choose another port with --port or GATEHOUSE_PROXY_PORT.';
  if (code === 'EADDRINUSE') {
    const holder = await findPortHolder(port, signal);
    return new GatehouseError('port_busy', `Port ${port} is in use by ${holder ?? 'another program'}.`, {
      remedy: `Stop that program, or ${elsewhere}`,
      cause: error,
    });
  }
  if (code === 'EACCES') {
    return new GatehouseError('port_forbidden', `This account may not listen on port ${port}.`, {
      remedy: `Ports below 1024 need special rights: ${elsewhere}`,
      cause: error,
    });
  }
  return new GatehouseError('proxy_failed', `The local endpoint could not start: ${errorMessage(error)}`, {
    cause: error,
  });
}

function notLoopback(host: string): GatehouseError {
  return new GatehouseError('proxy_host_not_loopback', `The local endpoint may not listen on ${host}.`, {
    remedy: 'Set proxy.host to 127.0.0.1, ::1 or localhost.',
  });
}

function clientGone(): GatehouseError {
  return new GatehouseError('client_gone', 'The client closed the connection.');
}

function shuttingDown(): HttpError {
  return new HttpError(503, 'shutting_down', 'Gatehouse stopped before the answer was complete.');
}
