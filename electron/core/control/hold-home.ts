import { createServer } from 'node:http';
import { type Clock, GatehouseError } from '../platform/index.ts';
import { type ControlPlace, prepareAddress } from './address.ts';
import { AddressTakenError, listenPrivately } from './listen.ts';

const BUSY = {
  code: 'home_busy',
  message: 'Another command is working on this home folder.',
  remedy: 'Try again in a moment.',
} as const;

/**
 * Runs `work` while no instance and no other such command can work on the home folder: for commands that change its
 * files themselves. Who asks meanwhile is told that it is busy. Throws `home_busy`, and what `work` throws.
 */
export async function holdHome<Result>(
  place: ControlPlace,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  work: () => Promise<Result>,
): Promise<Result> {
  const address = await prepareAddress(place, { clock, signal });
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(409, { 'content-type': 'application/json', connection: 'close' });
    response.end(JSON.stringify({ error: BUSY }));
  });
  try {
    await listenPrivately(server, address, { platform: place.platform, clock, signal });
  } catch (error) {
    if (!(error instanceof AddressTakenError)) throw error;
    throw new GatehouseError(BUSY.code, BUSY.message, { remedy: BUSY.remedy, retryable: true });
  }
  try {
    return await work();
  } finally {
    await new Promise<void>(resolve => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }
}
