import type { Messages } from './messages.ts';

/** German: the view `activity`. */
export const activityView: Messages['views']['activity'] = {
  reading: 'Das Protokoll wird gelesen …',
};
