import type { Logger } from './logger.ts';

/** How much a notice presses: `critical` is shown in quiet hours, `low` makes no sound. */
export type NoticePriority = 'low' | 'normal' | 'critical';

/** A notice for a person. `Intent` is what a click or a button means, as data of whoever shows it. */
export interface Notice<Intent> {
  /** A new notice replaces the one of its category. */
  readonly category: string;
  readonly title: string;
  readonly body: string;
  readonly priority: NoticePriority;
  /** What a click on the notice means. */
  readonly click: Intent;
  /** Buttons, on systems that have them. */
  readonly actions: readonly { readonly label: string; readonly intent: Intent }[];
}

/** Shows notices to the person. Never throws: a notice that cannot be shown is logged by its adapter. */
export interface Notifier<Intent> {
  show(notice: Notice<Intent>): void;
  /** Takes back what is shown of a category: it is over. */
  clear(category: string): void;
}

/** Writes notices into the log: for a host without a desktop, and for a desktop without a notification service. */
export class LogNotifier<Intent> implements Notifier<Intent> {
  readonly #logger: Pick<Logger, 'info'>;

  constructor(logger: Pick<Logger, 'info'>) {
    this.#logger = logger;
  }

  show({ category, title, body, priority }: Notice<Intent>): void {
    this.#logger.info('notice', { category, priority, title, body });
  }

  clear(): void {
    // A log keeps what was said.
  }
}
