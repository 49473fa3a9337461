/** English: a run that does nothing by itself, because the ones before it crashed or somebody asked for it. */
export const safeMode = {
  title: 'Safe mode',
  detail: 'Nothing is connected, checked or rotated, and requests are refused. Settings and diagnostics work.',
  startNormally: 'Start normally',
  starting: 'Starting…',
  save: 'Save diagnostics…',
  saving: 'Saving…',
};
