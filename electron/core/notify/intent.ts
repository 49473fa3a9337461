import type { Command, View } from '../../contract/index.ts';
import type { Notice as NoticeOf, Notifier as NotifierOf } from '../platform/index.ts';

/** What a click on a notice or on one of its buttons does. */
export type NoticeIntent =
  /** The window, at a view and what it is to show there. */
  | { readonly kind: 'open'; readonly view: View; readonly id?: string }
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'copy'; readonly text: string };

export type AppNotice = NoticeOf<NoticeIntent>;
export type AppNotifier = NotifierOf<NoticeIntent>;
