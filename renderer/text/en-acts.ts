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
  moveSecrets: {
    to: {
      'safe-storage': 'Move to the system’s protection…',
      keychain: 'Move to the keychain…',
      'encrypted-file': 'Move to an encrypted file…',
    },
    title: 'Move all secrets?',
    consent: {
      'safe-storage':
        'They are then encrypted with a key that the system keeps for the desktop application. The command line reaches them only while it runs.',
      keychain:
        'They are then in the keychain of this computer, for the command line and the headless host. The desktop application cannot read them there.',
      'encrypted-file':
        'They are then in a file that every program of Gatehouse can read. Its key is in a file as well: a copy of the secrets alone is of no use, but a program of the same user can read both.',
    },
    how: 'Each one is read back before it is removed where it was. Nothing is interrupted.',
    act: 'Move them',
    acting: 'Moving the secrets; the system may ask for its password…',
    moved: 'The secrets were moved.',
    there: 'The secrets are there already.',
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
