/** English: the view `diagnostics`. */
export const diagnosticsView = {
  reading: 'Asking around…',
};
