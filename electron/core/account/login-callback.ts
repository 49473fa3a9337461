import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isAbortError } from '../platform/index.ts';
import { MAX_BUNDLE_BYTES } from './bundle.ts';

/** Options of {@link LoginCallback}. */
export interface LoginCallbackOptions {
  /** The chat app's origin; no other page may hand in a login. */
  readonly appOrigin: string;
  /** What the address of the login page carried; checked where the page gives it back. */
  readonly state: string;
  /** Takes the text of a bundle. Throws when it is none. */
  readonly accept: (text: string) => Promise<void>;
}

const HOST = /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/i;
const PREFLIGHT_MAX_AGE_S = 600;

/**
 * Answers the chat app's page, which posts the login to this port: the preflight that a browser sends first, and the post
 * itself. A page of another origin, a program without one, another host name (DNS rebinding) and a wrong state get
 * nothing. Takes one bundle; a malformed one is refused and the wait goes on.
 */
export class LoginCallback {
  readonly #options: LoginCallbackOptions;
  #state: 'waiting' | 'taking' | 'taken' = 'waiting';

  constructor(options: LoginCallbackOptions) {
    this.#options = options;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const { origin, host } = request.headers;
    if (!HOST.test(host ?? '') || origin !== this.#options.appOrigin) return refuse(request, response, 403);
    response.setHeader('Access-Control-Allow-Origin', this.#options.appOrigin);
    response.setHeader('Vary', 'Origin');
    if (request.method === 'OPTIONS') return this.#preflight(request, response);
    if (request.method !== 'POST') return refuse(request, response, 405);
    const contentType = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    // Any other type could be posted without a preflight.
    if (contentType !== 'application/json') return refuse(request, response, 415);
    await this.#take(request, response);
  }

  #preflight(request: IncomingMessage, response: ServerResponse): void {
    response.setHeader('Access-Control-Allow-Methods', 'POST, OPTIONS');
    response.setHeader('Access-Control-Allow-Headers', 'Content-Type');
    response.setHeader('Access-Control-Max-Age', PREFLIGHT_MAX_AGE_S);
    // Private Network Access (WICG): a public page asks before it talks to this machine.
    if (request.headers['access-control-request-private-network'] === 'true') {
      response.setHeader('Access-Control-Allow-Private-Network', 'true');
    }
    response.writeHead(204).end();
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await readBody(request);
    if (text === undefined) return refuse(request, response, 413);
    if (!this.#isOurs(request, text)) return refuse(request, response, 403);
    if (this.#state !== 'waiting') return refuse(request, response, 409);
    this.#state = 'taking';
    try {
      await this.#options.accept(text);
    } catch (error) {
      this.#state = 'waiting';
      return refuse(request, response, isAbortError(error) ? 503 : 400);
    }
    this.#state = 'taken';
    send(response, 200, true);
  }

  /** The state in the query or the body is ours; a page that knows none gives none back. */
  #isOurs(request: IncomingMessage, text: string): boolean {
    // Not by `URL`, which throws on a path such as `//`.
    const query = new URLSearchParams(/\?(.*)$/.exec(request.url ?? '')?.[1] ?? '').get('state');
    return [query, stateOf(text)].every(given => given === null || isEqual(given, this.#options.state));
  }
}

/** Undefined when it is too long; the rest is not read. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = [];
  let received = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    received += part.length;
    if (received > MAX_BUNDLE_BYTES) return undefined;
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function stateOf(text: string): string | null {
  try {
    const { state } = JSON.parse(text) as { readonly state?: unknown };
    return state === undefined ? null : typeof state === 'string' ? state : '';
  } catch {
    return null;
  }
}

function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  response.setHeader('Connection', 'close');
  send(response, status, false);
  request.resume();
}

function send(response: ServerResponse, status: number, ok: boolean): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ ok }));
}
