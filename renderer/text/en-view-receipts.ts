/** English: the view `receipts`. */
export const receiptsView = {
  reading: 'Reading the receipts…',
  time: 'Time',
  model: 'Model',
  empty: 'No answer was proved yet. Each one stands here with what proves it.',
};
