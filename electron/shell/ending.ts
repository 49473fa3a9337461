import type { AppNotifier } from '../core/notify/index.ts';
import type { NativeTexts } from './native-texts.ts';
import { QUIT_LIMIT_MS } from './quitting.ts';
import type { Windows } from './windows.ts';

/** What {@link tellEnding} works with. */
export interface EndingOptions {
  readonly windows: Pick<Windows, 'showEnding'>;
  readonly notifier: AppNotifier;
  readonly texts: Pick<NativeTexts, 'quitting'>;
  /** Requests that are being finished. */
  readonly inFlight: number;
}

/** Says that the application has not ended yet, what it waits for and for how long, and how not to wait. */
export function tellEnding({ windows, notifier, texts: { quitting }, inFlight }: EndingOptions): void {
  windows.showEnding(quitting.title);
  if (inFlight === 0) return;
  notifier.show({
    category: 'ending',
    title: quitting.title,
    body: quitting.body(inFlight, QUIT_LIMIT_MS / 1_000),
    priority: 'low',
    click: { kind: 'open', view: 'overview' },
    actions: [],
  });
}
