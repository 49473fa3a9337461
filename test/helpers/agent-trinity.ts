import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { TrinityClient, type TrinityCredentials, TrinitySession } from '../../electron/core/agents/index.ts';
import { Redactor, SystemClock } from '../../electron/core/platform/index.ts';
import { freePort } from './free-port.ts';

/** What the scripted backend answers instead of what it would. */
export interface TrinityScript {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PASSWORD = 'correct horse battery';
export const TRINITY_PASSWORD: TrinityCredentials = { kind: 'password', username: 'admin', password: PASSWORD };
export const TRINITY_KEY: TrinityCredentials = { kind: 'key', key: 'trinity_mcp_0123456789abcdef' };

/** The subscription side of a Trinity backend, as far as its REST contract goes, with a script for what goes wrong. */
export class ScriptedTrinity {
  /** Method and path of every call, sign-ins too. */
  readonly calls: string[] = [];
  readonly uploads: unknown[] = [];
  readonly assigned = new Map<string, string | null>([
    ['coder', 'Max A'],
    ['idle', null],
  ]);
  readonly subscriptions = new Set(['Max A', 'Max B']);
  /** By subscription: what its usage call answers beside the id. */
  readonly usage = new Map<string, object>();
  /** Held while the backend itself switches an agent: assignments wait for it. */
  lock: Promise<void> = Promise.resolve();
  restartResult = 'hot_reloaded';
  /** By method and path; `*` for any. */
  readonly script = new Map<string, TrinityScript>();
  url = '';
  /** As if its machine were off. */
  stop: () => Promise<void> = async () => undefined;
  #bearers = new Set<string>();
  #signIns = 0;

  /** As after a restart of the backend. */
  forgetSignIns(): void {
    this.#bearers.clear();
  }

  /** Listens; on the same port after {@link stop}. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body, headers = {} }) =>
        response.writeHead(status, headers).end(body),
      );
    });
    const port = this.url === '' ? await freePort() : Number(new URL(this.url).port);
    await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.stop = () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    onTestFinished(() => this.stop());
  }

  async #answer(request: IncomingMessage): Promise<TrinityScript> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://t');
    const call = `${request.method} ${pathname}`;
    this.calls.push(call);
    const scripted = this.script.get(call) ?? this.script.get('*');
    if (scripted !== undefined) return scripted;
    if (call === 'POST /api/token') return this.#signIn(text);
    if (!this.#isSignedIn(request.headers.authorization))
      return answer(401, { detail: 'Could not validate credentials' });
    return this.#route(call, decodeURIComponent(pathname), searchParams, text);
  }

  #signIn(text: string): TrinityScript {
    if (new URLSearchParams(text).get('password') !== PASSWORD) return answer(401, { detail: 'Incorrect password' });
    this.#signIns += 1;
    const token = `bearer-number-${this.#signIns}`;
    this.#bearers.add(token);
    return answer(200, { access_token: token, token_type: 'bearer' });
  }

  #isSignedIn(header = ''): boolean {
    const bearer = header.replace(/^Bearer /, '');
    return this.#bearers.has(bearer) || bearer === (TRINITY_KEY.kind === 'key' ? TRINITY_KEY.key : '');
  }

  async #route(call: string, path: string, query: URLSearchParams, text: string): Promise<TrinityScript> {
    const agent = /^\/api\/subscriptions\/agents\/([^/]+)/.exec(path)?.[1];
    if (agent !== undefined) {
      if (!call.startsWith('GET')) await this.lock;
      return this.#agent(call, agent, query);
    }
    if (call === 'GET /api/subscriptions')
      return answer(
        200,
        [...this.subscriptions].map(name => this.#shown(name)),
      );
    if (call === 'POST /api/subscriptions') {
      const upload = JSON.parse(text) as { name: string };
      this.uploads.push(upload);
      this.subscriptions.add(upload.name);
      return answer(200, { ...this.#shown(upload.name), connected_agents: 0 });
    }
    const usageOf = /^GET \/api\/subscriptions\/id-(.+)\/usage$/.exec(decodeURIComponent(call))?.[1];
    if (usageOf !== undefined) return answer(200, { subscription_id: `id-${usageOf}`, ...this.usage.get(usageOf) });
    const fleet = [...this.assigned].map(([name, on]) => ({
      name,
      agent_name: name,
      status: 'running',
      auth_mode: on === null ? 'not_configured' : 'subscription',
      subscription_name: on,
      token_status: 'ok',
      failure_events_24h: 0,
    }));
    if (call === 'GET /api/agents') return answer(200, fleet);
    if (call === 'GET /api/agents/subscription-pressure') return answer(200, { agents: fleet });
    if (call.startsWith('PUT /api/subscriptions/settings/'))
      return answer(200, { enabled: query.get('enabled') === 'true' });
    if (call.startsWith('GET /api/subscriptions/settings/')) return answer(200, { enabled: true });
    return answer(404, { detail: 'Not Found' });
  }

  #agent(call: string, agent: string, query: URLSearchParams): TrinityScript {
    if (!this.assigned.has(agent)) return answer(404, { detail: 'Agent not found' });
    const previous = this.assigned.get(agent) ?? null;
    if (call.startsWith('GET')) {
      const mode = previous === null ? 'not_configured' : 'subscription';
      return answer(200, { agent_name: agent, auth_mode: mode, subscription_name: previous, subscription_id: null });
    }
    const next = query.get('subscription_name');
    if (next !== null && !this.subscriptions.has(next)) return answer(404, { detail: 'Subscription not found' });
    this.assigned.set(agent, next);
    return answer(200, { success: true, message: 'done', restart_result: this.restartResult });
  }

  #shown(name: string): object {
    const agents = [...this.assigned].filter(([, on]) => on === name).map(([agent]) => agent);
    return { id: `id-${name}`, name, subscription_type: 'max', agent_count: agents.length, agents };
  }
}

function answer(status: number, body: unknown): TrinityScript {
  return { status, body: JSON.stringify(body) };
}

/** A running backend and the product's client of it. */
export async function startTrinity(credentials: TrinityCredentials = TRINITY_PASSWORD) {
  const trinity = new ScriptedTrinity();
  await trinity.start();
  const redacted: string[] = [];
  const session = new TrinitySession({
    url: trinity.url,
    credentials: async () => credentials,
    clock: new SystemClock(),
    scrubber: new Redactor(),
    redact: value => redacted.push(value),
  });
  onTestFinished(() => session.close());
  return { trinity, session, client: new TrinityClient(session), redacted };
}
