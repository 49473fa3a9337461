/** English: a run that does nothing by itself, because the ones before it crashed, somebody asked for it, or its settings were damaged. */
export const safeMode = {
  title: 'Safe mode',
  detail: 'Nothing is connected, checked or rotated, and requests are refused. Settings and diagnostics work.',
  startNormally: 'Start normally',
  starting: 'Starting…',
  save: 'Save diagnostics…',
  saving: 'Saving…',
  lostSettings: {
    detail: (file: string) =>
      `No request is answered, because answers of the sandbox in place of your network’s would be made up. Put the corrected file back as ${file}, or set the network up anew under Settings, and start normally. Or go on with the sandbox on purpose.`,
    sandbox: 'Use the sandbox',
  },
};
