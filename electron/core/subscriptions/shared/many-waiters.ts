import { setMaxListeners } from 'node:events';

/** Switches Node's warning off for a signal that as many calls wait with as there are agents; each takes itself off. */
export function allowManyWaiters(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}
