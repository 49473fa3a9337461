import type { Socket } from 'node:net';
import { HttpError, toClientError } from './client-error.ts';

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

/** The refusal of a body over the limit. */
export function bodyTooLarge(maxBodyBytes: number): HttpError {
  return new HttpError(
    413,
    'request_too_large',
    `The request body is larger than ${maxBodyBytes} bytes.`,
    'Send fewer or smaller attachments: the gateway takes 20 MiB at most.',
  );
}

/** Answers a connection whose bytes are not a request that could be handled, and closes it. */
export function answerBrokenConnection(error: Error, socket: Socket): void {
  if (codeOf(error) === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, body } = toClientError(brokenRequest(codeOf(error)));
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status] ?? 'Error'}\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

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
