import type { IncomingMessage } from 'node:http';
import { GatehouseError } from '../core/platform/index.ts';

/** A login that is pasted, quoted as JSON; more is a mistake or an attack. */
export const MAX_BODY_BYTES = 262_144;

/** The request's JSON body. Throws `body_too_large`, `unsupported_media_type` or `invalid_json`. */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const contentType = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (contentType !== 'application/json') {
    throw new GatehouseError('unsupported_media_type', 'The body has to be application/json.');
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAX_BODY_BYTES) {
      throw new GatehouseError('body_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (cause) {
    throw new GatehouseError('invalid_json', 'The body is not valid JSON.', { cause });
  }
}
