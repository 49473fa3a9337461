import { performance } from 'node:perf_hooks';

/** A pending callback of a {@link Clock}. Cancelling twice, or after it ran, does nothing. */
export interface Timer {
  cancel(): void;
}

/** Where all time comes from, so that a test can move it by hand. */
export interface Clock {
  /** Wall time, milliseconds since the Unix epoch. May jump. */
  now(): number;
  /** Milliseconds from an arbitrary start that never goes back: for measuring durations. */
  monotonicMs(): number;
  /** Calls `callback` once after `delayMs` (at least 0). The timer does not keep the process alive. */
  schedule(delayMs: number, callback: () => void): Timer;
}

/** `setTimeout` fires at once for anything longer (Node: TimeoutOverflowWarning); longer waits are clamped to it. */
const MAX_TIMER_MS = 2_147_483_647;

/** The {@link Clock} of the machine. */
export class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  monotonicMs(): number {
    return performance.now();
  }

  schedule(delayMs: number, callback: () => void): Timer {
    const handle = setTimeout(callback, Math.min(Math.max(delayMs, 0), MAX_TIMER_MS));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  }
}

/**
 * Waits `delayMs` on `clock`. Rejects with the signal's reason at once when it is or gets aborted; timer and listener
 * are gone either way.
 */
export function sleep(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(abortReason(signal));
      return;
    }
    const onAbort = (): void => {
      timer.cancel();
      reject(abortReason(signal));
    };
    const timer = clock.schedule(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/**
 * Milliseconds until the next beat of `periodMs`, half a period away at least: beats are the same moments for everybody, so
 * that those with the same period, or a multiple of it, wake the processor together and not each for itself.
 */
export function untilBeat(clock: Pick<Clock, 'monotonicMs'>, periodMs: number): number {
  const leftMs = periodMs - (clock.monotonicMs() % periodMs);
  // A timer may be a little early; the beat that is about to come is then the one it was armed for.
  return leftMs < periodMs / 2 ? leftMs + periodMs : leftMs;
}

/** A signal that aborts with `reason()` after `delayMs`, or together with `parent`. Call `done` to release the timer. */
export function deadline(
  clock: Clock,
  delayMs: number,
  parent: AbortSignal,
  reason: () => Error,
): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(parent.reason);
  const timer = clock.schedule(delayMs, () => controller.abort(reason()));
  if (parent.aborted) onAbort();
  else parent.addEventListener('abort', onAbort, { once: true });
  return {
    signal: controller.signal,
    done: () => {
      timer.cancel();
      parent.removeEventListener('abort', onAbort);
    },
  };
}

/** The reason of an aborted signal as an `Error`, for `reject` and `throw`. */
export function abortReason(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new DOMException('The operation was aborted.', 'AbortError');
}
