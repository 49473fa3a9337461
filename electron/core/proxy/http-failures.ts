import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { isAbortError } from '../platform/index.ts';
import { HttpError, toClientError } from './client-error.ts';

/** What reading and writing end with when a client leaves: our own reason, the system's codes and those of Node's streams. */
const CODES_OF_LEAVING = new Set([
  'client_gone',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
  'ERR_STREAM_DESTROYED',
]);

/** What fastify's own error codes are to a client. */
export function fromFrameworkError(error: unknown, maxBodyBytes: number): unknown {
  switch (codeOf(error)) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return bodyTooLarge(maxBodyBytes);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new HttpError(415, 'unsupported_media_type', 'The request body must be of type application/json.');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new HttpError(400, 'invalid_body', 'The request body is not as long as its headers say.');
    case 'FST_ERR_BAD_URL':
      return new HttpError(400, 'invalid_url', 'The request address is not valid.');
    default:
      return error;
  }
}

/** True for fastify's refusal of a body over the limit. */
export function isBodyTooLarge(error: unknown): boolean {
  return codeOf(error) === 'FST_ERR_CTP_BODY_TOO_LARGE';
}

/** True for what a client that hangs up ends its request with; anything else is a failure although nobody reads the answer. */
export function isOfLeaving(error: unknown): boolean {
  return isAbortError(error) || CODES_OF_LEAVING.has(String(codeOf(error)));
}

/** The refusal of a body over the limit. */
function bodyTooLarge(maxBodyBytes: number): HttpError {
  return new HttpError(
    413,
    'request_too_large',
    `The request body is larger than ${maxBodyBytes} bytes, the most that this Gatehouse takes. It was not sent on.`,
    'Send fewer or smaller attachments. The limit is the setting proxy.maxBodyBytes; the relay takes 20 MiB at most.',
  );
}

/** Answers a connection whose bytes are not a request that could be handled, and closes it. `headers` as for {@link answerRaw}. */
export function answerBrokenConnection(
  error: Error,
  socket: Duplex,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (codeOf(error) === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  answerRaw(brokenRequest(codeOf(error)), socket, headers);
}

/** Writes an error as a whole HTTP response to a socket that has no reply object, and ends it. `headers` are ours, not a caller's. */
export function answerRaw(error: HttpError, socket: Duplex, headers: Readonly<Record<string, string>>): void {
  const { status, body } = toClientError(error);
  const text = JSON.stringify(body);
  const lines = Object.entries({
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(text)),
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}\r\n${lines.join('')}\r\n${text}`);
}

function brokenRequest(code: string): HttpError {
  if (code === 'HPE_HEADER_OVERFLOW')
    return new HttpError(431, 'headers_too_large', 'The request headers are too large.');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return new HttpError(408, 'request_timeout', 'The request did not arrive in time.');
  }
  return new HttpError(400, 'invalid_http', 'The bytes are not a valid HTTP request.');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
