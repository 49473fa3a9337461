import type { Messages } from './messages.ts';

/** German: the view `diagnostics`. */
export const diagnosticsView: Messages['views']['diagnostics'] = {
  reading: 'Es wird nachgefragt …',
};
