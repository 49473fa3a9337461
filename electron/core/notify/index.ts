export type { AppNotice, AppNotifier, NoticeIntent } from './intent.ts';
export { Notifications, type NotificationsOptions } from './notifications.ts';
export type { NoticeTexts } from './text-shapes.ts';
export { noticeTexts } from './texts.ts';
