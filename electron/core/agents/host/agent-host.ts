import fastify, { type FastifyInstance } from 'fastify';
import {
  type Clock,
  errorMessage,
  GatehouseError,
  type Logger,
  type Random,
  type Redactor,
  type Timer,
} from '../../platform/index.ts';
import { withoutOwnVariables } from '../credential-environment.ts';
import { addCredentialRoutes } from './credential-routes.ts';
import { prepareFolders } from './folders.ts';
import { addJobRoutes } from './job-routes.ts';
import { type JobFailure, Jobs } from './jobs.ts';
import { LiveCredential } from './live-credential.ts';
import { OverrideFile } from './override-file.ts';
import { RequestGuard } from './request-guard.ts';

/** Options of {@link AgentHost}. */
export interface AgentHostOptions {
  readonly name: string;
  /** 0: one of the system's choosing. */
  readonly port: number;
  /** Where jobs run, and whose `.env` counts. */
  readonly workspace: string;
  /** Where the rotated credential is kept; outside the workspace. Made when missing. */
  readonly stateFolder: string;
  /** What callers must know. At least 16 characters. */
  readonly secret: string;
  /** The environment that jobs start from; what belongs to Gatehouse is left out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Number of the assignment that the token in `env` came with; null: unknown. */
  readonly generation: number | null;
  /** Default "claude-code": the runtime that prefers API keys over tokens. */
  readonly runtime?: string;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  /** Called once for each job that failed by itself. */
  readonly onFailure?: (failure: JobFailure) => void;
  /**
   * Awaited before each job starts, for whoever decides about rotation: the credential that is live afterwards is the
   * job's. What it throws is told to the log only; it has to end by itself.
   */
  readonly beforeJob?: (signal: AbortSignal) => Promise<void>;
}

const CLAUDE_RUNTIME = 'claude-code';
const MIN_SECRET_LENGTH = 16;
/** Larger than a job's input with everything escaped. */
const MAX_BODY_BYTES = 8_388_608;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const STOP_GRACE_MS = 1_000;

/**
 * The agent side of the reload contract for machines without Trinity: takes tokens, runs jobs on the newest one, and
 * leaves running jobs alone. Bound to loopback. Does nothing before `start`; `stop` ends the jobs too.
 */
export class AgentHost {
  readonly #options: AgentHostOptions;
  #app: FastifyInstance | undefined;
  #jobs: Jobs | undefined;
  #run = new AbortController();

  constructor(options: AgentHostOptions) {
    this.#options = options;
  }

  /**
   * Opens the port and gives the base address. Throws `agent_secret_invalid`, `agent_folder_invalid`,
   * `agent_state_in_workspace`, `agent_port_busy`, `agent_listen_failed`.
   */
  async start(signal: AbortSignal): Promise<string> {
    const { secret, port, redactor, name, logger } = this.#options;
    signal.throwIfAborted();
    if (secret.length < MIN_SECRET_LENGTH) {
      throw new GatehouseError('agent_secret_invalid', 'The secret of the agent is too short to protect it.', {
        remedy: `Use at least ${MIN_SECRET_LENGTH} random characters.`,
      });
    }
    redactor.add(secret);
    this.#run = new AbortController();
    const app = await this.#createApp();
    try {
      await app.listen({ host: '127.0.0.1', port });
    } catch (error) {
      await app.close();
      throw listenFailed(error, port);
    }
    this.#app = app;
    const address = app.server.address();
    const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`;
    logger.info('agent host listens', { agent: name, url });
    return url;
  }

  /** Ends the jobs and closes the port. May be called twice. */
  async stop(): Promise<void> {
    const app = this.#app;
    if (app === undefined) return;
    this.#app = undefined;
    await this.#jobs?.close();
    this.#run.abort(new GatehouseError('agent_stopping', 'The agent is stopping.'));
    const limit: Timer = this.#options.clock.schedule(STOP_GRACE_MS, () => app.server.closeAllConnections());
    await app.close().finally(() => limit.cancel());
  }

  async #createApp(): Promise<FastifyInstance> {
    const { name, env, generation, secret, redactor, clock, random, logger, runtime = CLAUDE_RUNTIME } = this.#options;
    const { workspace, stateFolder, dotenvPath } = await prepareFolders(this.#options);
    const credential = new LiveCredential({
      baseline: withoutOwnVariables(env),
      isClaude: runtime === CLAUDE_RUNTIME,
      baselineGeneration: generation,
      dotenvPath,
      override: new OverrideFile(stateFolder, clock),
      secret,
      redact: value => redactor.add(value),
      logger,
    });
    await credential.load();
    const onFailure = (failure: JobFailure): void => this.#tellFailure(failure);
    const beforeJob = (): Promise<void> => this.#beforeJob();
    const about = { agent: name, folder: workspace, credential, clock, random, scrubber: redactor };
    const jobs = new Jobs({ ...about, onFailure, beforeJob });
    this.#jobs = jobs;
    const app = createApp(secret, logger);
    app.get('/health', async () => health({ name, runtime, credential, jobs }));
    addCredentialRoutes(app, { agent: name, workspace, credential, signal: this.#run.signal });
    addJobRoutes(app, jobs, this.#run.signal);
    return app;
  }

  async #beforeJob(): Promise<void> {
    const { beforeJob, logger, name } = this.#options;
    try {
      await beforeJob?.(this.#run.signal);
    } catch (error) {
      // The job may well work on what there is.
      logger.debug('the check before a job failed', { agent: name, reason: errorMessage(error) });
    }
  }

  #tellFailure(failure: JobFailure): void {
    const { logger, onFailure } = this.#options;
    const { jobId, generation, subscription } = failure;
    const { status, kind } = failure.failure;
    logger.warn('job failed', { job: jobId, status, kind, generation, subscription });
    onFailure?.(failure);
  }
}

/** Body, errors and access alike for all routes. */
function createApp(secret: string, logger: Logger): FastifyInstance {
  const guard = new RequestGuard(secret);
  const app = fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    http: { headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS },
  });
  app.removeAllContentTypeParsers();
  // Whatever the type says: what is not JSON is the route's 422, as the contract wants it.
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch {
      done(null, undefined);
    }
  });
  app.addHook('onRequest', async (request, reply) => {
    const isHealth = request.url.split('?', 1)[0] === '/health' && request.method === 'GET';
    const refusal = guard.refusal(request.headers, isHealth);
    if (refusal !== undefined) return reply.code(refusal.status).send({ detail: refusal.detail });
    return undefined;
  });
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ detail: 'Not Found' }));
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    if (status >= 500) logger.error('agent request failed', { reason: errorMessage(error) });
    return reply.code(status).send({ detail: status >= 500 ? 'Internal Server Error' : 'Bad Request' });
  });
  return app;
}

interface Reported {
  readonly name: string;
  readonly runtime: string;
  readonly credential: LiveCredential;
  readonly jobs: Jobs;
}

/** Open to every program of this machine: counts and digests only. */
function health({ name, runtime, credential, jobs }: Reported): object {
  const live = credential.live();
  const { active, lastAt, consecutiveFailures } = jobs.counters();
  const onOlder = jobs.running().filter(job => job.facts().fingerprint !== live.fingerprint).length;
  return {
    status: 'healthy',
    agent_name: name,
    runtime,
    active_tasks: active,
    last_task_at: lastAt === null ? null : new Date(lastAt).toISOString(),
    consecutive_failures: consecutiveFailures,
    credential: live,
    tasks_on_older_credential: onOlder,
  };
}

function listenFailed(error: unknown, port: number): GatehouseError {
  const isBusy = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return new GatehouseError(
    isBusy ? 'agent_port_busy' : 'agent_listen_failed',
    isBusy
      ? `Port ${port} is taken by another program.`
      : `The agent host could not open its port: ${errorMessage(error)}`,
    { remedy: 'Choose another one with --port NUMBER; 0 takes any that is free.', cause: error },
  );
}
