import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { liveTokenFingerprint } from '../../core/agents/index.ts';
import { abortReason, type Clock, sleep } from '../../core/platform/index.ts';
import { LoopbackServer, readBody, sendJson } from '../loopback-server.ts';
import { untilAborted } from '../until-aborted.ts';
import type { SandboxWork, TurnCredential } from './work.ts';

/**
 * How an agent server answers.
 * - `healthy`: as the contract says. `old-image`: knows no reload. `dead`: cuts every connection.
 * - `slow`: carries a reload out at once and never answers it. `wrong-secret`: refuses what Gatehouse was told.
 */
export type AgentBehaviour = 'healthy' | 'old-image' | 'dead' | 'slow' | 'wrong-secret';

/** Options of {@link SandboxAgentServer}. */
export interface SandboxAgentOptions {
  readonly name: string;
  readonly behaviour: AgentBehaviour;
  readonly secret: string;
  readonly clock: Clock;
}

const MAX_BODY_BYTES = 65_536;
/** Of every answer: an agent is never quite immediate. */
const LATENCY_MS = 20;

/** An agent server with jobs that are simulated in this process: the contract is real, the work is not. */
export class SandboxAgentServer {
  readonly name: string;
  behaviour: AgentBehaviour;
  readonly #options: SandboxAgentOptions;
  readonly #server: LoopbackServer;
  readonly #jobs: SandboxWork[] = [];
  readonly #waiting: (() => void)[] = [];
  #credential: TurnCredential | undefined;
  #generation: number | null = null;

  constructor(options: SandboxAgentOptions) {
    this.name = options.name;
    this.behaviour = options.behaviour;
    this.#options = options;
    this.#server = new LoopbackServer((request, response, signal) => this.#serve(request, response, signal));
  }

  get url(): string {
    return this.#server.origin;
  }

  jobs(): readonly SandboxWork[] {
    return [...this.#jobs];
  }

  add(job: SandboxWork): void {
    this.#jobs.push(job);
  }

  /** What the next turn gets. */
  credential(): TurnCredential | undefined {
    return this.#credential;
  }

  /** The same, once there is something. Rejects with the signal's reason. */
  async untilAssigned(signal: AbortSignal): Promise<TurnCredential> {
    while (this.#credential === undefined) {
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => reject(abortReason(signal));
        if (signal.aborted) onAbort();
        signal.addEventListener('abort', onAbort, { once: true });
        this.#waiting.push(() => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        });
      });
    }
    return this.#credential;
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#server.start(signal);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** As a container that is made anew: with this token, and no memory of a reload. */
  assign(token: string, generation: number | null): void {
    this.#generation = generation;
    this.#credential = { token, fingerprint: liveTokenFingerprint(this.#options.secret, token), generation };
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async #serve(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    await sleep(this.#options.clock, LATENCY_MS, signal);
    if (this.behaviour === 'dead') {
      response.destroy();
      return;
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    const call = `${request.method} ${path}`;
    if (call === 'GET /health') sendJson(response, 200, this.#health());
    else if (!this.#isAllowed(request)) sendJson(response, 401, { detail: 'Unauthorized' });
    else if (call === 'POST /api/credentials/reload-token' || call === 'POST /api/credentials/clear-token')
      await this.#change(request, response, call.endsWith('clear-token'), signal);
    else if (call === 'GET /api/credentials/status') sendJson(response, 200, this.#status());
    else if (call === 'GET /api/jobs') sendJson(response, 200, { jobs: this.#jobs.map(shown) });
    else await this.#stream(path, response, signal);
  }

  async #change(
    request: IncomingMessage,
    response: ServerResponse,
    isClear: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    if (this.behaviour === 'old-image') {
      sendJson(response, 404, { detail: 'Not Found' });
      return;
    }
    const body = parse(Buffer.from(await readBody(request, MAX_BODY_BYTES)).toString('utf8'));
    const token = (body as { token?: unknown } | undefined)?.token;
    const header = Number(request.headers['x-gatehouse-generation'] ?? Number.NaN);
    const generation = Number.isSafeInteger(header) ? header : null;
    if (!isClear && typeof token !== 'string') sendJson(response, 422, { detail: 'token is missing' });
    else if (!isClear && token === '') sendJson(response, 400, { detail: 'token is required' });
    else if (generation !== null && generation < (this.#generation ?? 0)) sendJson(response, 409, { detail: 'older' });
    else {
      if (typeof token === 'string' && !isClear) this.assign(token, generation ?? this.#generation);
      else {
        this.#generation = generation ?? this.#generation;
        this.#credential = undefined;
      }
      if (this.behaviour === 'slow') await untilAborted(signal);
      const done = isClear ? { cleared: true } : { reloaded: true };
      sendJson(response, 200, { status: 'success', ...done, env_shadow: [], durable: true });
    }
  }

  async #stream(path: string, response: ServerResponse, signal: AbortSignal): Promise<void> {
    const id = /^\/api\/jobs\/([^/]+)\/stream$/.exec(path)?.[1];
    const job = this.#jobs.find(one => one.id === id);
    if (job === undefined) {
      sendJson(response, 404, { detail: 'Not Found' });
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
    let last = 0;
    const send = (): void => {
      for (const { seq, text } of job.after(last)) {
        last = seq;
        response.write(`id: ${seq}\nevent: output\ndata: ${JSON.stringify({ seq, stream: 'stdout', text })}\n\n`);
      }
    };
    const unwatch = job.watch(send);
    send();
    await untilAborted(signal).catch(() => undefined);
    unwatch();
    response.end();
  }

  #isAllowed(request: IncomingMessage): boolean {
    const given = Buffer.from(String(request.headers['x-trinity-agent-token'] ?? ''));
    const expected = Buffer.from(this.#options.secret);
    if (this.behaviour === 'wrong-secret' || given.length !== expected.length) return false;
    return timingSafeEqual(given, expected);
  }

  #health(): object {
    return {
      status: 'healthy',
      agent_name: this.name,
      runtime: 'claude-code',
      active_tasks: this.#jobs.filter(job => job.current !== undefined).length,
      // An image that knows no reload does not tell what is live either.
      ...(this.behaviour === 'old-image' ? {} : { credential: this.#live() }),
    };
  }

  #status(): object {
    const credential = { ...this.#live(), durable: true, env_shadow: [] };
    return { agent_name: this.name, files: {}, credential_count: 0, env_drift: [], credential };
  }

  #live(): object {
    return { fingerprint: this.#credential?.fingerprint ?? null, generation: this.#generation };
  }
}

function shown(job: SandboxWork): object {
  const { fingerprint = null, generation = null } = job.current ?? {};
  return { id: job.id, state: 'running', fingerprint, generation };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
