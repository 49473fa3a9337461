import type { LoginBundle } from './bundle.ts';

/** Tokens are renewed this long before they expire, as the peer product does. */
const LEAD_MS = 60_000;

/** A token that the server has just given out lasts this long at least, or each request would fetch another one. */
const LEAST_LIFETIME_MS = 5_000;

/** When a token ends, by this machine's clock, milliseconds since the epoch. Null: never, as far as is known. */
export interface TokenTimes {
  readonly expiresAt: number | null;
  /** From when on it is to be renewed: a minute earlier, or half-way for a token that lives less than two. */
  readonly refreshAt: number | null;
}

/**
 * The times of a bundle's token. Its end is given by the server's clock; a clock here that is behind would make the token
 * outlive itself, so that it never counts for longer than it was given out for.
 */
export function timesOfBundle({ expiresAtS, expiresInS }: LoginBundle, nowMs: number): TokenTimes {
  if (expiresAtS === null) return expiresInS === null ? NEVER : timesOf(nowMs + expiresInS * 1_000, nowMs);
  const expiresAt = expiresAtS * 1_000;
  return timesOf(expiresInS === null ? expiresAt : Math.min(expiresAt, nowMs + expiresInS * 1_000), nowMs);
}

/**
 * The times of a token that the server has just given out: counted from now where the server says for how long, whatever
 * either clock shows. Otherwise a clock ahead of the server's would have every request renew it.
 */
export function timesOfFresh(
  { expiresInS, expiresAtS }: { readonly expiresInS: number | null; readonly expiresAtS: number | null },
  nowMs: number,
): TokenTimes {
  const least = nowMs + LEAST_LIFETIME_MS;
  if (expiresInS !== null) return timesOf(Math.max(nowMs + expiresInS * 1_000, least), nowMs);
  return expiresAtS === null ? NEVER : timesOf(Math.max(expiresAtS * 1_000, least), nowMs);
}

const NEVER: TokenTimes = { expiresAt: null, refreshAt: null };

function timesOf(expiresAt: number, nowMs: number): TokenTimes {
  const lifetimeMs = Math.max(expiresAt - nowMs, 0);
  return { expiresAt, refreshAt: expiresAt - Math.min(LEAD_MS, lifetimeMs / 2) };
}
