import type { Messages } from './messages.ts';

/** German: the view `subscriptions`. */
export const subscriptionsView: Messages['views']['subscriptions'] = {
  reading: 'Der Verlauf wird gelesen …',
};
