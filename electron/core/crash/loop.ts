import type { Crash, CrashRecord } from './record.ts';

/** This many crashes within this time are a loop: one more start of the same would only be the next crash. */
export const LOOP_CRASHES = 3;
export const LOOP_WINDOW_MS = 600_000;
/** A run that lived longer than this and then vanished was ended by something else than its own start. */
export const EARLY_MS = 60_000;
/** Chromium gives up after a few deaths of its GPU process in a run, and ends the application with it. */
const GPU_DEATHS = 3;
const GPU_WINDOW_MS = 86_400_000;
const HARMLESS = new Set(['clean-exit', 'killed']);

/**
 * The crashes that count towards a loop at `nowMs`, oldest first. One that lies in the future was written before the
 * clock was set back: it counts, or a computer that sets its clock at each start would never be protected.
 */
export function recentCrashes(records: readonly CrashRecord[], nowMs: number): readonly Crash[] {
  const since = records.findLastIndex(({ kind }) => kind === 'reset') + 1;
  return records
    .slice(since)
    .filter(record => record.kind === 'crash')
    .filter(({ how, isEarly, at }) => (how === 'exception' || isEarly) && nowMs - at <= LOOP_WINDOW_MS);
}

/** Whether the graphics processor has to be left alone from the start. */
export function wantsSoftwareRendering(records: readonly CrashRecord[], nowMs: number): boolean {
  const deaths = records
    .filter(record => record.kind === 'gone')
    .filter(({ process, reason, at }) => process === 'GPU' && !HARMLESS.has(reason) && nowMs - at <= GPU_WINDOW_MS);
  return deaths.length >= GPU_DEATHS;
}
