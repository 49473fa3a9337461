import type { BrowserWindow, PowerMonitor } from 'electron';
import type { Logger } from '../core/platform/index.ts';

/** Options of {@link followPower}. */
export interface PowerOptions {
  readonly powerMonitor: Pick<PowerMonitor, 'on' | 'off'>;
  readonly logger: Pick<Logger, 'info'>;
  /** What happens from now on says nothing. */
  readonly onSleep: () => void;
  /** What may have changed during the sleep is to be looked at. */
  readonly onWake: () => void;
  /** The computer is shut down: there is a moment left. */
  readonly onShutdown: () => void;
}

/** Follows sleep, waking and the end of the computer's session. The returned function ends it. */
export function followPower({ powerMonitor, logger, onSleep, onWake, onShutdown }: PowerOptions): () => void {
  const sleeps = (): void => {
    logger.info('computer sleeps');
    onSleep();
  };
  const wakes = (): void => {
    logger.info('computer woke up');
    onWake();
  };
  const shutsDown = (event?: { preventDefault(): void }): void => {
    logger.info('computer shuts down');
    // The system waits for a moment when asked to, so that requests can be finished.
    event?.preventDefault();
    onShutdown();
  };
  powerMonitor.on('suspend', sleeps);
  powerMonitor.on('resume', wakes);
  powerMonitor.on('shutdown', shutsDown);
  return () => {
    powerMonitor.off('suspend', sleeps);
    powerMonitor.off('resume', wakes);
    powerMonitor.off('shutdown', shutsDown);
  };
}

/** Windows tells the end of a session to windows, also to hidden ones, and waits while one objects. */
export function followSessionEnd(window: BrowserWindow, onEnd: () => void): void {
  window.on('query-session-end', event => {
    // Objecting keeps the process until it has drained; it ends by itself right after.
    event.preventDefault();
    onEnd();
  });
  window.on('session-end', onEnd);
}
