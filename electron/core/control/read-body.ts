import type { IncomingMessage } from 'node:http';
import { GatehouseError } from '../platform/index.ts';

/** The body as text. Throws `body_too_large` beyond `maxBytes`, and what the stream fails with. */
export async function readBody(message: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxBytes) throw new GatehouseError('body_too_large', `The message is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
