/** English: the view `receipts`. */
export const receiptsView = {
  reading: 'Reading the receipts…',
};
