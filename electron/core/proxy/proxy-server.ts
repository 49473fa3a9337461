import type { FastifyInstance, FastifyReply } from 'fastify';
import type { EmitEvent, ProxyStatus } from '../../contract/index.ts';
import { type Clock, GatehouseError, type Logger, sleep, type Timer } from '../platform/index.ts';
import { ChatRoute } from './chat-route.ts';
import { HttpError } from './client-error.ts';
import { type HealthSources, reportHealth } from './health.ts';
import type { InferenceService } from './inference-service.ts';
import { explainListenFailure, notLoopback } from './listen-failure.ts';
import type { ModelsProvider } from './models.ts';
import type { ProviderAccess } from './provider-access.ts';
import { ProviderPassThrough, type ProviderPassThroughOptions } from './provider-pass-through.ts';
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
  /** Which agents may pass their model calls through, and on what. Undefined: none. */
  readonly access?: ProviderAccess | undefined;
  /** Every request is refused with status 503 and this. Default: none is. */
  readonly refusal?: GatehouseError | undefined;
  /** Limits of that, where they differ from the defaults. */
  readonly passThrough?: Omit<ProviderPassThroughOptions, 'access' | 'clock' | 'logger'>;
  /** How long `stop` waits for requests in flight before it aborts them. Default 10 000. */
  readonly drainTimeoutMs?: number;
}

/** After the drain limit, requests get this long to be told so before their connections are cut. */
const LAST_WORDS_MS = 500;

/** A busy port is tried again this often. The attempt is cheap, and a person who freed the port watches for it. */
const PORT_RETRY_MS = 3_000;

type ServerState = Pick<ProxyStatus, 'state' | 'sentence' | 'told' | 'remedy'>;

const STOPPED: ServerState = {
  state: 'stopped',
  sentence: 'The local endpoint is stopped.',
  told: { code: 'proxy_stopped' },
  remedy: null,
};

/**
 * The local OpenAI-compatible server: listens on loopback, hands requests to the service, and knows its own state. A
 * failed `start` leaves it with the reason in the snapshot; it can be started again. A busy port it goes on trying by
 * itself until it has it or is stopped. Called by the host.
 */
export class ProxyServer {
  readonly #options: ProxyServerOptions;
  readonly #chat: ChatRoute;
  readonly #passThrough: ProviderPassThrough | undefined;
  readonly #active = new Set<AbortController>();
  #app: FastifyInstance | undefined;
  #state: ServerState = STOPPED;
  #endpoint: string | null = null;
  #stopping: Promise<void> | undefined;
  /** Aborted when what the last `start` began is no longer wanted. */
  #run = new AbortController();
  /** Settles when the wait for a busy port is over, one way or the other. Never rejects. */
  #portWait: Promise<void> | undefined;

  constructor(options: ProxyServerOptions) {
    this.#options = options;
    this.#chat = new ChatRoute({
      service: options.service,
      clock: options.clock,
      verification: options.verification,
      keepAliveComments: options.keepAliveComments ?? false,
    });
    const { access, clock, logger, passThrough } = options;
    this.#passThrough =
      access === undefined ? undefined : new ProviderPassThrough({ ...passThrough, access, clock, logger });
  }

  snapshot(): ProxyStatus {
    const { service, verification } = this.#options;
    return { ...this.#state, endpoint: this.#endpoint, verification, ...service.counts() };
  }

  /**
   * Listens. Throws GatehouseError `port_busy` (the remedy names the holder where it can be told), `port_forbidden`,
   * `proxy_host_not_loopback` or `proxy_failed`; the snapshot then says the same. After `port_busy` it goes on trying.
   */
  async start(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#portWait !== undefined) await this.#endPortWait();
    if (this.#app !== undefined) return;
    this.#run.abort();
    const run = new AbortController();
    this.#run = run;
    this.#state = {
      state: 'starting',
      sentence: 'The local endpoint is starting.',
      told: { code: 'proxy_starting' },
      remedy: null,
    };
    try {
      await this.#listen();
    } catch (error) {
      const failure = await explainListenFailure(error, this.#options.port, signal);
      if (!run.signal.aborted) {
        this.#tellFailure(failure);
        if (failure.code === 'port_busy' && !signal.aborted) this.#waitForPort(run.signal);
      }
      throw failure;
    }
  }

  /** Refuses new requests, waits for those in flight up to the drain limit, aborts what is left, closes. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stop().finally(() => {
      this.#stopping = undefined;
    });
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#run.abort();
    if (this.#portWait !== undefined) await this.#endPortWait();
    const app = this.#app;
    const { clock, emit, drainTimeoutMs = 10_000 } = this.#options;
    if (app === undefined) {
      this.#state = STOPPED;
      return;
    }
    this.#state = {
      state: 'draining',
      sentence: 'Finishing the requests in flight.',
      told: { code: 'proxy_draining' },
      remedy: null,
    };
    let limit: Timer = clock.schedule(drainTimeoutMs, () => {
      for (const controller of this.#active) controller.abort(shuttingDown());
      limit = clock.schedule(LAST_WORDS_MS, () => app.server.closeAllConnections());
    });
    try {
      await app.close();
    } finally {
      limit.cancel();
      await this.#passThrough?.close();
      this.#app = undefined;
      this.#endpoint = null;
      this.#state = STOPPED;
    }
    emit({ type: 'proxyStopped', at: clock.now() });
  }

  #createApp(): FastifyInstance {
    const { models, logger, service, clock, sandbox = false } = this.#options;
    const { maxBodyBytes = 20_971_465, requestTimeoutMs = 120_000, refusal } = this.#options;
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
      refusal: refusal && new HttpError(503, refusal.code, refusal.message, refusal.remedy),
      passThrough: this.#passThrough,
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

  async #listen(): Promise<void> {
    const { host = '127.0.0.1', port, clock, emit } = this.#options;
    const app = this.#createApp();
    this.#app = app;
    try {
      if (!isLoopbackName(host.includes(':') ? `[${host}]` : host)) throw notLoopback(host);
      await app.listen({ host, port });
    } catch (error) {
      this.#app = undefined;
      await app.close();
      throw error;
    }
    const address = app.server.address();
    const actualPort = typeof address === 'object' && address !== null ? address.port : port;
    this.#endpoint = `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}/v1`;
    this.#state = {
      state: 'listening',
      sentence: `Listening at ${this.#endpoint}.`,
      told: { code: 'proxy_listening', name: this.#endpoint },
      remedy: null,
    };
    emit({ type: 'proxyListening', at: clock.now(), endpoint: this.#endpoint });
  }

  #waitForPort(signal: AbortSignal): void {
    this.#portWait = this.#retryPort(signal).finally(() => {
      this.#portWait = undefined;
    });
  }

  /** Over when the port is ours or `signal` aborts. Says something only when what it finds has changed. */
  async #retryPort(signal: AbortSignal): Promise<void> {
    const { clock, port, logger } = this.#options;
    while (!signal.aborted) {
      try {
        await sleep(clock, PORT_RETRY_MS, signal);
        await this.#listen();
        logger.info('local endpoint has its port', { endpoint: this.#endpoint });
        return;
      } catch (error) {
        if (signal.aborted) return;
        const failure = await explainListenFailure(error, port, signal);
        if (!signal.aborted && this.#isNews(failure)) this.#tellFailure(failure);
      }
    }
  }

  /** That a holder cannot be told this time (it may just be leaving) is not worth a word. */
  #isNews({ code, message, details }: GatehouseError): boolean {
    const { state, sentence } = this.#state;
    const isUnnamed = code === 'port_busy' && details['holder'] === undefined;
    return message !== sentence && !(isUnnamed && state === 'port-busy');
  }

  async #endPortWait(): Promise<void> {
    this.#run.abort();
    await this.#portWait;
  }

  #tellFailure(failure: GatehouseError): void {
    const { code, message, remedy } = failure;
    const told = failure.told ?? { code: 'error', error: code };
    this.#state = {
      state: code === 'port_busy' ? 'port-busy' : 'failed',
      sentence: message,
      told,
      remedy: remedy === undefined ? null : { code, text: remedy },
    };
    const { clock, emit } = this.#options;
    emit({ type: 'proxyFailed', at: clock.now(), code, reason: message, told, remedy: remedy ?? null });
  }
}

function clientGone(): GatehouseError {
  return new GatehouseError('client_gone', 'The client closed the connection.');
}

function shuttingDown(): HttpError {
  return new HttpError(503, 'shutting_down', 'Gatehouse stopped before the answer was complete.');
}
