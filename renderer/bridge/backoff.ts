/** Waits before the attempts to reconnect, in milliseconds; the last one repeats. */
const DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 10_000] as const;

/** How long to wait before attempt number `attempt` (0 is the first after the loss), spread upward by at most a fifth. */
export function reconnectDelayMs(attempt: number, draw: number = Math.random()): number {
  const base = DELAYS_MS[Math.min(Math.max(attempt, 0), DELAYS_MS.length - 1)] ?? DELAYS_MS[0];
  return Math.round(base * (1 + draw / 5));
}

/** The one-time token in a page's fragment (`#token=…`), undefined when there is none. */
export function tokenOf(fragment: string): string | undefined {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('token') ?? undefined;
}
