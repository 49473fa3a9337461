/** English: the view `activity`. */
export const activityView = {
  reading: 'Reading the activity log…',
};
