/** English: the view `subscriptions`. */
export const subscriptionsView = {
  reading: 'Reading the history…',
};
