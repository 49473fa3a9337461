import type { BrowserWindow, Dialog } from 'electron';
import { type Clock, errorMessage, type Logger } from '../core/platform/index.ts';
import type { NativeTexts } from './native-texts.ts';

/** Options of {@link guardPage}. */
export interface PageGuardOptions {
  readonly window: BrowserWindow;
  readonly dialog: Pick<Dialog, 'showMessageBox'>;
  readonly texts: () => Pick<NativeTexts, 'pageGone' | 'pageHangs'>;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  readonly quit: () => void;
}

/** So many restores within this time are tried before a person is asked. */
const MAX_RESTORES = 3;
const WITHIN_MS = 60_000;

/**
 * Brings the page of a window back when its process ends. A page that keeps ending is not restored for ever: after three
 * times in a minute the person is told, natively, because the page cannot; a hidden window waits until it is wanted.
 */
export function guardPage({ window, dialog, texts, clock, logger, quit }: PageGuardOptions): void {
  const restores: number[] = [];
  let isGone = false;
  let isAsking = false;

  const restore = (): void => {
    restores.push(clock.monotonicMs());
    isGone = false;
    window.webContents.reload();
  };
  const restoreAfresh = (): void => {
    restores.length = 0;
    restore();
  };
  /** One question at a time. The index of the chosen button. */
  const ask = async (message: string, detail: string, buttons: string[]): Promise<number | undefined> => {
    if (isAsking) return undefined;
    isAsking = true;
    try {
      const options = { type: 'error' as const, title: 'Gatehouse', message, detail, buttons, noLink: true };
      return (await dialog.showMessageBox({ ...options, defaultId: 0, cancelId: 0 })).response;
    } catch (error) {
      logger.error('question not asked', { reason: errorMessage(error) });
      return undefined;
    } finally {
      isAsking = false;
    }
  };
  const askAboutGone = async (): Promise<void> => {
    const { message, detail, tryAgain, quit: quitLabel } = texts().pageGone;
    const answer = await ask(message, detail, [tryAgain, quitLabel]);
    if (window.isDestroyed() || !isGone) return;
    if (answer === 1) quit();
    else if (answer === 0) restoreAfresh();
  };
  const askAboutHang = async (): Promise<void> => {
    const { message, detail, wait, restart } = texts().pageHangs;
    // It ends as if it had crashed, and comes back on the same way.
    const answer = await ask(message, detail, [wait, restart]);
    if (answer === 1 && !window.isDestroyed()) window.webContents.forcefullyCrashRenderer();
  };

  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    logger.error('page ended', { reason, exitCode });
    const now = clock.monotonicMs();
    const recent = restores.filter(at => now - at < WITHIN_MS);
    restores.splice(0, restores.length, ...recent);
    isGone = true;
    if (recent.length < MAX_RESTORES) restore();
    else if (window.isVisible()) void askAboutGone();
  });
  window.on('unresponsive', () => {
    logger.warn('page does not answer');
    if (window.isVisible()) void askAboutHang();
  });
  window.on('show', () => {
    if (isGone && !isAsking) restoreAfresh();
  });
}
