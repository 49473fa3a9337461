import type { IncomingMessage } from 'node:http';

/**
 * Reads what is left of a request's body and forgets it, `maxBytes` at most. A connection that is closed with bytes unread
 * is reset, and the reset overtakes the answer: the client would see a broken connection instead of the reason. Resolves
 * too when the client leaves; the server's request timeout ends one that never finishes.
 */
export function discardRest(request: IncomingMessage, maxBytes: number): Promise<void> {
  return new Promise(resolve => {
    if (request.readableEnded || request.destroyed) {
      resolve();
      return;
    }
    let received = 0;
    const finish = (): void => {
      request.off('data', onData).off('end', finish).off('close', finish);
      resolve();
    };
    const onData = (chunk: Buffer): void => {
      received += chunk.length;
      if (received > maxBytes) finish();
    };
    request.on('data', onData).once('end', finish).once('close', finish);
    request.resume();
  });
}
