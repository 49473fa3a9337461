import type { PauseUntil } from '../../contract/index.ts';

const HOUR_MS = 3_600_000;

/** When a pause that begins at `nowMs` ends, milliseconds since the epoch; null: when a person says so. */
export function pauseEnd(until: PauseUntil, nowMs: number): number | null {
  if (until === 'resumed') return null;
  if (until === 'hour') return nowMs + HOUR_MS;
  // By the calendar and not by 24 hours: a day may have 23 or 25 of them.
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).getTime();
}
