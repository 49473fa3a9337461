import type { Messages } from './messages.ts';

/** German: the view `receipts`. */
export const receiptsView: Messages['views']['receipts'] = {
  reading: 'Die Belege werden gelesen …',
};
