import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below what systems hand out themselves, to whoever listens on port 0 and to each outgoing connection. */
const [FIRST, BEYOND] = [20_000, 30_000];
const ATTEMPTS = 50;

/**
 * A port of 127.0.0.1 that nobody has now, and that nobody gets who does not ask for it: for what has to know its port
 * beforehand, or comes back to it. Throws when none is found.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(FIRST, BEYOND);
    if (await isFree(port)) return port;
  }
  throw new Error(`No port between ${FIRST} and ${BEYOND} is free.`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
