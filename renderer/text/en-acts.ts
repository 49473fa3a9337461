/** English: secrets on this page, files that are saved, and the restart. */
export const acts = {
  secretsRefused:
    'Others could read what this page sends, so no secret is taken here. Use the command line on the computer of the host, or open this page through an SSH tunnel.',
  save: 'Save as file',
  saving: 'Saving…',
  savingFile: 'Writing the file…',
  savedTo: (file: string) => `Saved to ${file}`,
  savedAs: (fileName: string) => `Saved by the browser as ${fileName}.`,
  notSaved: 'Nothing was saved.',
  export: {
    open: 'Export…',
    title: 'Export the activity',
    everything: 'All entries that are kept, oldest first, without secrets.',
    filtered: (filter: string) =>
      `All entries that this filter lets through, oldest first, without secrets, also those that are not shown yet: ${filter}.`,
    format: 'Format',
    formats: { jsonl: 'JSON Lines', csv: 'CSV' },
    hints: { jsonl: 'For programs: an object per line, with all that is known of the entry.', csv: 'For tables.' },
    act: 'Export',
  },
  restart: {
    act: 'Restart Gatehouse',
    acting: 'Restarting…',
    title: 'Restart Gatehouse?',
    inFlight: (requests: string) =>
      `${requests} requests are under way. They are finished first, for at most 10 s; new ones wait until it is back.`,
    inFlightOne: 'A request is under way. It is finished first, for at most 10 s; new ones wait until it is back.',
    newLink: 'This page is opened with a new link afterwards, which the host prints as it starts.',
  },
};
