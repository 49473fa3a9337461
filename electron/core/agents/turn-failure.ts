import { asObject, jsonObject, shortText } from './foreign.ts';

/** Why a turn failed, in the status codes that an agent server answers a turn with. */
export interface TurnFailure {
  /** 429: usage limit; 503: refused credential; 504: killed or too long; 502: failed without saying why. */
  readonly status: 429 | 502 | 503 | 504;
  readonly kind: 'rate_limit' | 'auth' | null;
  /** The program's last words, one line. To be redacted by who passes them on. */
  readonly message: string;
}

/** How a process ended. */
export interface TurnEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The end of what it wrote. */
  readonly output: string;
}

/** Phrases of Claude's command line for a used-up limit. */
const LIMIT_PHRASES = [
  'out of extra usage',
  'out of usage',
  'usage limit',
  'rate limit',
  'rate_limit',
  'resets ',
  'exceeded your',
  'quota exceeded',
];
/** Phrases of Claude's command line, and of the API behind it, for a refused credential. */
const AUTH_PHRASES = [
  'subscription token may be expired',
  'token may be expired',
  'token expired',
  'token revoked',
  'invalid token',
  'invalid bearer token',
  'invalid_grant',
  'authentication failed',
  'authentication_error',
  'auth failed',
  'setup-token',
  'oauth token',
  'unauthorized',
  'invalid credentials',
  'credentials expired',
  'no authentication configured',
  'set anthropic_api_key',
  'run /login',
];
/** `assistant.error` of stream events that mean a used-up limit. */
const LIMIT_EVENTS: readonly unknown[] = ['rate_limit', 'billing_error'];

/** 128 and the number of SIGINT, SIGKILL, SIGTERM: how a shell reports a child that a signal ended. */
const KILLED_CODES = [130, 137, 143];
/** The final error stands here; further up is the output of tools, whose refusals are none of the provider's. */
const LAST_LINES = 12;

/** Why a turn failed; undefined when it did not. A killed process is never taken for a refused credential. */
export function turnFailure({ code, signal, output }: TurnEnd): TurnFailure | undefined {
  const lines = output.split('\n').filter(line => line.trim() !== '');
  const { said, hitLimit, isError } = structured(lines);
  if (signal !== null || code === null || code < 0 || KILLED_CODES.includes(code)) {
    return { status: 504, kind: null, message: `The process was ended (${signal ?? `code ${code}`}).` };
  }
  // A clean end is a success, whatever words it contains, unless its own report says otherwise.
  if (code === 0 && !isError) return undefined;
  const text = said ?? plainEnd(lines);
  const message = shortText(text, 500) ?? `The process ended with code ${code}.`;
  const lower = text.toLowerCase();
  if (hitLimit || LIMIT_PHRASES.some(phrase => lower.includes(phrase))) {
    return { status: 429, kind: 'rate_limit', message };
  }
  if (AUTH_PHRASES.some(phrase => lower.includes(phrase))) return { status: 503, kind: 'auth', message };
  return { status: 502, kind: null, message };
}

interface Structured {
  /** The text of the last result or error event. */
  readonly said: string | undefined;
  readonly hitLimit: boolean;
  readonly isError: boolean;
}

/** What the stream-json events at the end say: `result`, and `assistant` with an `error`. */
function structured(lines: readonly string[]): Structured {
  let said: string | undefined;
  let hitLimit = false;
  let isError = false;
  for (const line of lines.slice(-LAST_LINES)) {
    const event = line.startsWith('{') ? jsonObject(line) : undefined;
    if (event?.['type'] === 'result') {
      isError = event['is_error'] === true;
      if (!isError) hitLimit = false;
      said = isError ? textOf(event['result']) : undefined;
    } else if (event?.['type'] === 'assistant' && event['error'] !== undefined) {
      hitLimit = LIMIT_EVENTS.includes(event['error']);
      said = textOf(event['error']);
    }
  }
  return { said, hitLimit, isError };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : (shortText(asObject(value)?.['message']) ?? undefined);
}

function plainEnd(lines: readonly string[]): string {
  return lines
    .filter(line => !line.startsWith('{'))
    .slice(-LAST_LINES)
    .join('\n');
}
