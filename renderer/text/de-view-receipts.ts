import type { Messages } from './messages.ts';

/** German: the view `receipts`. */
export const receiptsView: Messages['views']['receipts'] = {
  time: 'Zeit',
  model: 'Modell',
  empty: 'Noch ist keine Antwort belegt. Jede steht hier mit dem, was sie belegt.',
  reading: 'Die Belege werden gelesen …',
};
