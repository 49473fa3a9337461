import type { Random } from '../platform/index.ts';

const FIRST_MS = 1_000;
const CAP_MS = 60_000;
/** Spread goes upward only: the doubling is the least that an overloaded endpoint gets. */
const JITTER = 0.25;

/** How long to wait after `failures` failed attempts in a row (at least 1): 1 s doubling to 60 s, and up to a quarter more. */
export function retryDelayMs(failures: number, random: Random): number {
  const baseMs = Math.min(FIRST_MS * 2 ** Math.min(failures - 1, 16), CAP_MS);
  return baseMs + random.below(Math.floor(baseMs * JITTER) + 1);
}
