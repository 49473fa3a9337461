export type { AppNotice, AppNotifier, NoticeIntent } from './intent.ts';
export { Notifications, type NotificationsOptions } from './notifications.ts';
