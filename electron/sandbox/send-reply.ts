import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { EnclaveReply } from './enclave-reply.ts';
import { sendBytes } from './loopback-server.ts';

/** Sends an enclave's reply, a stream chunk by chunk as fast as the client reads. Throws what the stream throws. */
export async function sendReply(response: ServerResponse, reply: EnclaveReply, signal: AbortSignal): Promise<void> {
  const { status, contentType, body } = reply;
  if (body instanceof Uint8Array) {
    sendBytes(response, status, contentType, body);
    return;
  }
  response.writeHead(status, { 'Content-Type': contentType });
  for await (const chunk of body) {
    if (signal.aborted) return;
    if (!response.write(chunk)) await once(response, 'drain', { signal });
  }
  response.end();
}
