import { abortReason } from '../platform/index.ts';

type OnAbort = (reason: Error) => void;

/**
 * Lets many waits end with the same signal through one listener: a signal that lives as long as the server would
 * otherwise gather a listener for each of a thousand waiting receipts.
 */
export class AbortListeners {
  readonly #groups = new Map<AbortSignal, { readonly waits: Set<OnAbort>; readonly listener: () => void }>();

  /** Calls `onAbort` once with the reason when the signal is or gets aborted. Returns what takes it back. */
  add(signal: AbortSignal, onAbort: OnAbort): () => void {
    if (signal.aborted) {
      onAbort(abortReason(signal));
      return () => undefined;
    }
    const waits = this.#groups.get(signal)?.waits ?? this.#listen(signal);
    waits.add(onAbort);
    return () => {
      waits.delete(onAbort);
      if (waits.size === 0) this.#release(signal);
    };
  }

  #listen(signal: AbortSignal): Set<OnAbort> {
    const waits = new Set<OnAbort>();
    const listener = (): void => {
      this.#groups.delete(signal);
      for (const onAbort of waits) onAbort(abortReason(signal));
    };
    this.#groups.set(signal, { waits, listener });
    signal.addEventListener('abort', listener, { once: true });
    return waits;
  }

  #release(signal: AbortSignal): void {
    const group = this.#groups.get(signal);
    if (group === undefined || group.waits.size > 0) return;
    this.#groups.delete(signal);
    signal.removeEventListener('abort', group.listener);
  }
}
