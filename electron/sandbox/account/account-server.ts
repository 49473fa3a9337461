import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Clock, parseUrl, type Random, sleep } from '../../core/platform/index.ts';
import { LoopbackServer, readBody, sendBytes, sendJson } from '../loopback-server.ts';
import { loginPage, loginPagePolicy } from './login-page.ts';
import { SandboxSessions } from './sessions.ts';

/** The network that a login points to. */
export interface SandboxAccountNetwork {
  readonly relayUrl: string;
  readonly rpcUrl: string;
  readonly registryAddress: string;
}

/** Options of {@link SandboxAccount}. */
export interface SandboxAccountOptions {
  readonly clock: Clock;
  /** For tokens. */
  readonly random: Random;
  /** Asked when a login is made: ports are known by then. */
  readonly network: () => SandboxAccountNetwork;
}

/** Misbehaviour of the token endpoint. */
export type TokenFault = { readonly status: number; readonly body?: string } | 'reset';

/** The public key of the sandbox's auth server; like the real one's, no secret. */
const API_KEY = 'sandbox-public-key';
const MAX_BODY_BYTES = 65_536;
const USER = { id: 'sandbox-user', email: 'you@sandbox.invalid', is_anonymous: false };

/**
 * The sandbox's chat app and its auth server in one: the login page, token renewal with refresh tokens that work once,
 * sign-out, and everything that can go wrong with them on demand.
 */
export class SandboxAccount {
  /** Whether the page gives back the state it was opened with; the real one may not. */
  givesStateBack = true;
  /** The token endpoint takes so much longer, milliseconds. */
  latencyMs = 0;
  readonly #options: SandboxAccountOptions;
  readonly #sessions: SandboxSessions;
  readonly #server: LoopbackServer;
  readonly #faults: TokenFault[] = [];
  #refreshes = 0;

  constructor(options: SandboxAccountOptions) {
    this.#options = options;
    this.#sessions = new SandboxSessions(options.clock, options.random);
    this.#server = new LoopbackServer((request, response, signal) => this.#answer(request, response, signal));
  }

  /** Address of the chat app, which is the auth server too. Only after {@link start}. */
  get appUrl(): string {
    return this.#server.origin;
  }

  /** Calls of the token endpoint so far. */
  get refreshes(): number {
    return this.#refreshes;
  }

  /** Sessions that have not been ended. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  /** Whether the relay serves requests with this token. */
  accepts(accessToken: string): boolean {
    return this.#sessions.accepts(accessToken);
  }

  /** Access tokens given out from now on live this long, seconds. */
  setLifetime(seconds: number): void {
    this.#sessions.lifetimeS = seconds;
  }

  /** The sandbox's clock is so far ahead of this machine's, milliseconds; negative: behind. */
  setSkew(ms: number): void {
    this.#sessions.skewMs = ms;
  }

  /** Every access token expires now. */
  expireTokens(): void {
    this.#sessions.expire();
  }

  /** Every session ends, as when its person signs out in the chat app. */
  signOutEverywhere(): void {
    this.#sessions.clear();
  }

  /** The next `times` calls of the token endpoint (default 1) meet `fault`. */
  fail(fault: TokenFault, times = 1): void {
    for (let index = 0; index < times; index += 1) this.#faults.push(fault);
  }

  /** The login that the page hands over: a session of its own. */
  createBundle(): Record<string, unknown> {
    const { relayUrl, rpcUrl, registryAddress } = this.#options.network();
    return {
      type: 'opengradient-cli-auth',
      version: 1,
      ...this.#sessions.open(),
      user: USER,
      config: {
        app_env: 'sandbox',
        supabase_url: this.appUrl,
        supabase_anon_key: API_KEY,
        chat_api_base_url: relayUrl,
        tee_registry_rpc_url: rpcUrl,
        tee_registry_address: registryAddress,
        tee_registry_tee_type: null,
      },
    };
  }

  start(signal: AbortSignal): Promise<void> {
    return this.#server.start(signal);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    const url = new URL(request.url ?? '/', this.appUrl);
    switch (`${request.method} ${url.pathname}`) {
      case 'GET /cli-auth':
        return this.#page(url, response);
      case 'POST /cli-auth/bundle':
      case 'POST /cli-auth/expire':
      case 'POST /cli-auth/end':
        return this.#act(url.pathname, request, response);
      case 'POST /auth/v1/token':
        return this.#token(url, request, response, signal);
      case 'POST /auth/v1/logout':
        return this.#logout(request, response);
      default:
        return refuse(request, response, 404, 'not found');
    }
  }

  /** What the page's buttons do. A page of another origin must not make the browser ask for it. */
  #act(path: string, request: IncomingMessage, response: ServerResponse): void {
    if (request.headers.origin !== this.appUrl) return refuse(request, response, 403, 'wrong origin');
    request.resume();
    if (path.endsWith('bundle')) return sendJson(response, 200, this.createBundle());
    if (path.endsWith('expire')) this.expireTokens();
    else this.signOutEverywhere();
    sendJson(response, 200, { ok: true });
  }

  #page(url: URL, response: ServerResponse): void {
    const redirectUri = url.searchParams.get('redirect_uri') ?? '';
    if (!isLoopback(redirectUri)) {
      return sendJson(response, 400, { error: 'redirect_uri has to be an address of this computer' });
    }
    const nonce = randomBytes(16).toString('base64url');
    response.setHeader('Content-Security-Policy', loginPagePolicy(nonce));
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const page = loginPage({
      redirectUri,
      appName: url.searchParams.get('app_name') ?? 'a program',
      state: this.givesStateBack ? url.searchParams.get('state') : null,
      nonce,
    });
    sendBytes(response, 200, 'text/html; charset=utf-8', Buffer.from(page));
  }

  async #token(url: URL, request: IncomingMessage, response: ServerResponse, signal: AbortSignal): Promise<void> {
    this.#refreshes += 1;
    const body = Buffer.from(await readBody(request, MAX_BODY_BYTES)).toString('utf8');
    if (this.latencyMs > 0) await sleep(this.#options.clock, this.latencyMs, signal);
    const fault = this.#faults.shift();
    if (fault === 'reset') return void request.socket.destroy();
    if (fault !== undefined) {
      return sendBytes(
        response,
        fault.status,
        'application/json',
        Buffer.from(fault.body ?? '{"msg":"sandbox fault"}'),
      );
    }
    if (request.headers['apikey'] !== API_KEY) return sendJson(response, 401, { msg: 'Invalid API key' });
    if (url.searchParams.get('grant_type') !== 'refresh_token') {
      return sendJson(response, 400, { error_code: 'unsupported_grant_type' });
    }
    const tokens = this.#sessions.renew(refreshTokenOf(body));
    if (tokens === undefined) return sendJson(response, 400, { error_code: 'refresh_token_not_found' });
    sendJson(response, 200, { ...tokens, user: USER });
  }

  #logout(request: IncomingMessage, response: ServerResponse): void {
    request.resume();
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    if (!this.#sessions.revoke(token)) return sendJson(response, 401, { msg: 'invalid token' });
    response.writeHead(204).end();
  }
}

function refreshTokenOf(body: string): string {
  try {
    return String((JSON.parse(body) as { readonly refresh_token?: unknown }).refresh_token);
  } catch {
    return '';
  }
}

function isLoopback(text: string): boolean {
  const url = parseUrl(text);
  return url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, error: string): void {
  sendJson(response, status, { error });
  request.resume();
}
