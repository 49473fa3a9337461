import type { Clock, Timer } from '../../electron/core/platform/index.ts';

/** A timer that re-arms itself with delay 0 would never let `advance` end; this many firings is taken for one. */
const MAX_FIRINGS = 100_000;

interface Armed {
  readonly dueMs: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Lets every promise that can settle without a timer or socket settle, those that pass through the event loop too. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await new Promise<void>(resolve => setImmediate(resolve));
}

/** A {@link Clock} that stands still until a test moves it. Wall time can be set apart from the timers, as a person may. */
export class VirtualClock implements Clock {
  #elapsedMs = 0;
  #wallOffsetMs: number;
  #order = 0;
  readonly #armed = new Set<Armed>();

  /** Starts at `startMs` since the epoch; default 2026-01-01T00:00:00Z. */
  constructor(startMs = Date.UTC(2026, 0, 1)) {
    this.#wallOffsetMs = startMs;
  }

  now(): number {
    return this.#wallOffsetMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const armed: Armed = { dueMs: this.#elapsedMs + Math.max(delayMs, 0), order: this.#order, callback };
    this.#order += 1;
    this.#armed.add(armed);
    return { cancel: () => void this.#armed.delete(armed) };
  }

  /** Timers that have neither fired nor been cancelled. */
  get pending(): number {
    return this.#armed.size;
  }

  /** Milliseconds until the next timer; undefined when there is none. */
  get nextInMs(): number | undefined {
    const next = this.#next();
    return next === undefined ? undefined : next.dueMs - this.#elapsedMs;
  }

  /** Moves time by `ms`, firing what falls due in order (equal times: as scheduled); promises settle between firings. */
  async advance(ms: number): Promise<void> {
    const targetMs = this.#elapsedMs + ms;
    await settle();
    for (let fired = 0; ; fired += 1) {
      const next = this.#next();
      if (next === undefined || next.dueMs > targetMs) break;
      if (fired === MAX_FIRINGS) throw new Error(`more than ${MAX_FIRINGS} timers fired within ${ms} ms`);
      this.#armed.delete(next);
      this.#elapsedMs = next.dueMs;
      next.callback();
      await settle();
    }
    this.#elapsedMs = targetMs;
  }

  /** Sets wall time as a person or a time service does: timers and the monotonic time do not notice. */
  setNow(epochMs: number): void {
    this.#wallOffsetMs = epochMs - this.#elapsedMs;
  }

  #next(): Armed | undefined {
    let next: Armed | undefined;
    for (const armed of this.#armed) {
      if (next === undefined || armed.dueMs < next.dueMs || (armed.dueMs === next.dueMs && armed.order < next.order)) {
        next = armed;
      }
    }
    return next;
  }
}
