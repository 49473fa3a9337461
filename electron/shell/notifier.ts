import type { Notification as ElectronNotification, NotificationConstructorOptions } from 'electron';
import type { AppNotice, AppNotifier, NoticeIntent } from '../core/notify/index.ts';
import { errorMessage, type Logger } from '../core/platform/index.ts';

/** What {@link ElectronNotifier} needs. */
export interface ElectronNotifierOptions {
  readonly Notification: new (options: NotificationConstructorOptions) => ElectronNotification;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
  /** A notice or one of its buttons was clicked. */
  readonly onIntent: (intent: NoticeIntent) => void;
  /** The system refused to show one: its permission is missing, or the application is not registered. Told once. */
  readonly onFailed: (reason: string) => void;
}

const URGENCY = { low: 'low', normal: 'normal', critical: 'critical' } as const;

/**
 * The system's notifications. Kept by category: a later one replaces the earlier one, and an object that nothing refers
 * to would lose its click, which may come from the system's list long after it was shown. What the system does not know of (buttons on Linux) it leaves out by itself.
 */
export class ElectronNotifier implements AppNotifier {
  readonly #options: ElectronNotifierOptions;
  readonly #shown = new Map<string, ElectronNotification>();
  #hasFailed = false;

  constructor(options: ElectronNotifierOptions) {
    this.#options = options;
  }

  show({ category, title, body, priority, click, actions }: AppNotice): void {
    const { Notification, logger, onIntent } = this.#options;
    this.clear(category);
    const notification = new Notification({
      // The tag by which macOS and Windows replace a notice that is still in their list from an earlier run.
      id: `gatehouse-${category}`,
      title,
      body,
      silent: priority === 'low',
      urgency: URGENCY[priority],
      actions: actions.map(({ label }) => ({ type: 'button', text: label })),
    });
    notification.on('click', () => onIntent(click));
    notification.on('action', ({ actionIndex }) => {
      const action = actions[actionIndex];
      if (action !== undefined) onIntent(action.intent);
    });
    notification.on('failed', (_event, reason) => this.#fail(category, reason));
    this.#shown.set(category, notification);
    logger.info('notice', { category, priority, title, body });
    try {
      notification.show();
    } catch (error) {
      this.#fail(category, errorMessage(error));
    }
  }

  clear(category: string): void {
    const shown = this.#shown.get(category);
    this.#shown.delete(category);
    shown?.close();
  }

  /** Every further one fails for the same reason. */
  #fail(category: string, reason: string): void {
    const { logger, onFailed } = this.#options;
    logger.warn('notification not shown', { category, reason });
    if (this.#hasFailed) return;
    this.#hasFailed = true;
    onFailed(reason);
  }
}
