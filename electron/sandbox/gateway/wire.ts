import { z } from 'zod';

/** The protocol that the sandbox's gateway speaks; the one of gateway 2026.9.1. */
export const PROTOCOL = 4;
/** Inbound limits of gateway 2026.9.1, before and after the handshake. */
export const MAX_CONNECT_BYTES = 65_536;
export const MAX_FRAME_BYTES = 26_214_400;
export const MAX_BUFFERED_BYTES = 52_428_800;

/** The error of a response. `retryAfterMs` is open, so that a fault can send nonsense. */
export interface ErrorShape {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly retryable?: boolean;
  readonly retryAfterMs?: unknown;
}

/** How a connection is ended. */
export interface CloseWith {
  readonly code: number;
  readonly reason: string;
}

/** A refusal of one request; the connection stays. */
export class RequestError extends Error {
  readonly shape: ErrorShape;

  constructor(shape: ErrorShape) {
    super(shape.message);
    this.name = 'RequestError';
    this.shape = shape;
  }
}

/** Envelopes are strict: an unknown key makes a request malformed. */
const REQUEST = z.strictObject({
  type: z.literal('req'),
  id: z.string().min(1),
  method: z.string().min(1),
  params: z.unknown().optional(),
  traceparent: z.string().max(128).optional(),
});

/** What came in. `id` of a malformed one is what could be read of it. */
export type IncomingRequest =
  | { readonly kind: 'no-json' }
  | { readonly kind: 'malformed'; readonly id: string }
  | { readonly kind: 'request'; readonly id: string; readonly method: string; readonly params: unknown };

/** Reads one frame. Never throws. */
export function readRequest(text: string): IncomingRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'no-json' };
  }
  const request = REQUEST.safeParse(value);
  if (request.success) {
    const { id, method, params } = request.data;
    return { kind: 'request', id, method, params };
  }
  const id: unknown = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return { kind: 'malformed', id: typeof id === 'string' && id !== '' ? id : 'invalid' };
}

/** The first complaint of a zod error in the gateway's words: `at /client/id: …`. */
export function complaint(error: z.ZodError): string {
  const [issue] = error.issues;
  return `at /${issue?.path.join('/') ?? ''}: ${issue?.message ?? 'invalid'}`;
}

/** `INVALID_REQUEST` with nothing to branch on. */
export function invalidRequest(message: string): ErrorShape {
  return { code: 'INVALID_REQUEST', message };
}

/** The temporary refusals of gateway 2026.9.1: starting, restarting or stopping, suspending. */
export function unavailable(
  reason: 'startup-sidecars' | 'gateway-restarting' | 'gateway-suspending',
  { retryAfterMs, details = {} }: { readonly retryAfterMs: unknown; readonly details?: Record<string, unknown> },
): ErrorShape {
  const message = {
    'startup-sidecars': 'gateway starting; retry shortly',
    'gateway-restarting': 'gateway restarting; retry shortly',
    'gateway-suspending': 'gateway suspending; retry shortly',
  }[reason];
  return { code: 'UNAVAILABLE', message, retryable: true, retryAfterMs, details: { ...details, reason } };
}
