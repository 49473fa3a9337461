import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../core/platform/index.ts';
import { LoopbackServer, readBody, sendBytes, sendJson } from '../loopback-server.ts';
import { messageEvents, type SandboxMessage } from './message-stream.ts';

/** What the provider thinks of one token. */
export type ProviderMood =
  /** Serves, and counts. */
  | 'serving'
  /** The limit of a window is used up until it resets. */
  | 'limited'
  /** Too many requests at once: a 429 that says nothing of the windows. */
  | 'throttling'
  /** The token is no good any more. */
  | 'revoked';

/** A credential of the sandbox's provider. */
export interface SandboxSubscription {
  readonly name: string;
  readonly token: string;
}

interface Window {
  readonly lengthMs: number;
  /** 0 to 1 and above. */
  used: number;
  resetAt: number;
}

interface Account extends SandboxSubscription {
  readonly windows: { readonly '5h': Window; readonly '7d': Window };
  mood: ProviderMood;
  limited: '5h' | '7d';
}

/** An answer before it is sent. */
export interface ProviderAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const HOUR_MS = 3_600_000;
const MAX_BODY_BYTES = 1_048_576;
/** Of a window, by one message: a demonstration should see the numbers move, not run out. */
const COST = { '5h': 0.000_4, '7d': 0.000_05 } as const;
const CLAIMS = { '5h': 'five_hour', '7d': 'seven_day' } as const;
const WARNING_FROM = 0.8;

/** Speaks as much of Anthropic's messages API as a probe and a turn need, with its `anthropic-ratelimit-unified-*` headers. */
export class SandboxProvider {
  readonly #server = new LoopbackServer((request, response) => this.#serve(request, response));
  readonly #clock: Clock;
  readonly #accounts = new Map<string, Account>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Base address, to which `/v1/messages` is appended. */
  get url(): string {
    return this.#server.origin;
  }

  add({ name, token }: SandboxSubscription, used: { readonly '5h': number; readonly '7d': number }): void {
    const window = (hours: number, share: number): Window => ({
      lengthMs: hours * HOUR_MS,
      used: share,
      resetAt: this.#clock.now() + hours * HOUR_MS * 0.6,
    });
    const windows = { '5h': window(5, used['5h']), '7d': window(168, used['7d']) };
    this.#accounts.set(name, { name, token, windows, mood: 'serving', limited: '5h' });
  }

  /** Uses up a window of the subscription, until its reset; `resetInMs` moves that. Throws RangeError for an unknown name. */
  limit(
    name: string,
    { window = '5h', resetInMs }: { readonly window?: '5h' | '7d'; readonly resetInMs?: number } = {},
  ): void {
    const account = this.#account(name);
    account.mood = 'limited';
    account.limited = window;
    account.windows[window].used = 1;
    if (resetInMs !== undefined) account.windows[window].resetAt = this.#clock.now() + resetInMs;
  }

  /** Throws RangeError for an unknown name. */
  behave(name: string, mood: Exclude<ProviderMood, 'limited'>): void {
    this.#account(name).mood = mood;
  }

  /** Sets how much of a window is used, as a share from 0 up. Throws RangeError for an unknown name. */
  use(name: string, window: '5h' | '7d', share: number): void {
    this.#account(name).windows[window].used = share;
  }

  /** What a message on this token gets. */
  answer(token: string | undefined): ProviderAnswer {
    const account = [...this.#accounts.values()].find(one => one.token === token);
    if (account === undefined || account.mood === 'revoked')
      return failure(401, 'authentication_error', 'Invalid bearer token');
    this.#reset(account);
    if (account.mood === 'throttling') {
      return failure(429, 'rate_limit_error', 'Number of concurrent connections has exceeded your rate limit.', {
        'retry-after': '5',
      });
    }
    const headers = this.#headers(account);
    if (account.mood === 'limited') {
      const wait = Math.ceil((account.windows[account.limited].resetAt - this.#clock.now()) / 1_000);
      const text = "This request would exceed your account's rate limit. Please try again later.";
      return failure(429, 'rate_limit_error', text, { ...headers, 'retry-after': String(wait) });
    }
    account.windows['5h'].used += COST['5h'];
    account.windows['7d'].used += COST['7d'];
    return { status: 200, headers: this.#headers(account), body: message() };
  }

  async start(signal: AbortSignal): Promise<void> {
    await this.#server.start(signal);
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').split('?', 1)[0];
    if (path === '/api/oauth/usage') {
      send(response, failure(403, 'permission_error', 'OAuth token does not meet scope requirement user:profile'));
      return;
    }
    if (request.method !== 'POST' || path !== '/v1/messages') {
      send(response, failure(404, 'not_found_error', 'Not found'));
      return;
    }
    const isStream = wantsStream(await readBody(request, MAX_BODY_BYTES));
    const answer = this.answer(/^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1]);
    if (isStream && answer.status === 200) sendStream(response, answer);
    else send(response, answer);
  }

  /** A window whose time is over is empty again, and so is the limit on it. */
  #reset(account: Account): void {
    const now = this.#clock.now();
    for (const [name, window] of Object.entries(account.windows)) {
      if (now < window.resetAt) continue;
      window.resetAt += Math.ceil((now - window.resetAt + 1) / window.lengthMs) * window.lengthMs;
      window.used = 0;
      if (account.mood === 'limited' && account.limited === name) account.mood = 'serving';
    }
  }

  #headers({ windows, mood, limited }: Account): Readonly<Record<string, string>> {
    const status = (name: '5h' | '7d'): string => {
      if (mood === 'limited' && limited === name) return 'rejected';
      return windows[name].used >= WARNING_FROM ? 'allowed_warning' : 'allowed';
    };
    const fuller = windows['5h'].used >= windows['7d'].used ? '5h' : '7d';
    const facts: [string, string][] = (['5h', '7d'] as const).flatMap(name => [
      [`${name}-utilization`, windows[name].used.toFixed(4)],
      [`${name}-reset`, String(Math.floor(windows[name].resetAt / 1_000))],
      [`${name}-status`, status(name)],
    ]);
    const claim = mood === 'limited' ? limited : fuller;
    facts.push(['status', status(claim)], ['representative-claim', CLAIMS[claim]], ['overage-status', 'rejected']);
    return Object.fromEntries(facts.map(([name, value]) => [`anthropic-ratelimit-unified-${name}`, value]));
  }

  #account(name: string): Account {
    const account = this.#accounts.get(name);
    if (account === undefined) throw new RangeError(`the sandbox has no subscription ${name}`);
    return account;
  }
}

function failure(
  status: number,
  type: string,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): ProviderAnswer {
  return { status, headers, body: { type: 'error', error: { type, message: text } } };
}

function message(): SandboxMessage {
  const content = [{ type: 'text', text: 'Hi' }] as const;
  const usage = { input_tokens: 8, output_tokens: 1 };
  const head = { id: 'msg_sandbox', type: 'message', role: 'assistant', model: 'sandbox' };
  return { ...head, content, stop_reason: 'max_tokens', usage };
}

function wantsStream(body: Uint8Array): boolean {
  try {
    return (JSON.parse(Buffer.from(body).toString('utf8')) as { stream?: unknown } | null)?.stream === true;
  } catch {
    return false;
  }
}

function sendStream(response: ServerResponse, { headers }: ProviderAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendBytes(response, 200, 'text/event-stream; charset=utf-8', Buffer.from(messageEvents(message())));
}

function send(response: ServerResponse, { status, headers, body }: ProviderAnswer): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  sendJson(response, status, body);
}
