/** English: the TEEs. */
export const records = {
  title: 'Held back',
  summary: (usable: string, listed: string) => `${usable} of ${listed} records are usable`,
  state: 'State',
  id: 'TEE id',
  host: 'Host',
  reason: 'Reason',
  unusable: 'Not usable',
  quarantined: 'Quarantined',
  probation: 'On probation',
  until: (time: string, reason: string) => `Not used until ${time}: ${reason}`,
  skipped: 'Unreadable',
  position: (index: string) => `record ${index}`,
};

/** English: the view `tees`. */
export const teesView = {
  reading: 'Reading the history…',
};
