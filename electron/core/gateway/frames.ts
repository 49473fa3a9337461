import type { RequestFrame } from '@openclaw/gateway-protocol';
import { asCount, asRecord, asText } from './untrusted.ts';

/** The gateway's own inbound limit after hello, and ours: `policy.maxPayload` of gateway 2026.9.1. */
export const MAX_FRAME_BYTES = 26_214_400;
/** What the gateway accepts in one frame before hello. */
export const MAX_CONNECT_BYTES = 65_536;

/** The error of a response, read leniently: a malformed part counts as missing, so that the rest still decides. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
  /** As sent, even when it is no number: whoever uses it has a default and limits. */
  readonly retryAfterMs: unknown;
}

/** What a frame from the gateway can be. `unknown` is counted and dropped. */
export type Incoming =
  | { readonly type: 'event'; readonly event: string; readonly payload: unknown; readonly seq: number | undefined }
  | { readonly type: 'success'; readonly id: string; readonly payload: unknown }
  | { readonly type: 'error'; readonly id: string; readonly error: WireError }
  | { readonly type: 'unknown' };

/** Reads the error of a response; anything but an object is an error without a code. */
export function readWireError(value: unknown): WireError {
  const shape = asRecord(value) ?? {};
  return {
    code: asText(shape['code']) ?? 'UNKNOWN',
    message: typeof shape['message'] === 'string' ? shape['message'].slice(0, 512) : '',
    details: asRecord(shape['details']) ?? {},
    retryable: shape['retryable'] === true,
    retryAfterMs: shape['retryAfterMs'],
  };
}

/** Reads one frame. Never throws: what is not JSON or not a frame is `unknown`. Added fields are ignored. */
export function readFrame(text: string): Incoming {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { type: 'unknown' };
  }
  const frame = asRecord(value);
  if (frame === undefined) return { type: 'unknown' };
  if (frame['type'] === 'event') {
    const event = asText(frame['event']);
    if (event === undefined) return { type: 'unknown' };
    return { type: 'event', event, payload: frame['payload'], seq: asCount(frame['seq']) };
  }
  const id = asText(frame['id']);
  if (frame['type'] !== 'res' || id === undefined || typeof frame['ok'] !== 'boolean') return { type: 'unknown' };
  return frame['ok']
    ? { type: 'success', id, payload: frame['payload'] }
    : { type: 'error', id, error: readWireError(frame['error']) };
}

/** A request as it goes over the wire. The envelope is strict at the gateway: no other keys. */
export function requestFrame(id: string, method: string, params: unknown): string {
  const frame: RequestFrame = { type: 'req', id, method, ...(params === undefined ? {} : { params }) };
  return JSON.stringify(frame);
}
