/** English: the gateways. */
export const gateways = {
  title: 'Gateways',
  none: 'No gateway is set up.',
  summary: (ready: string, all: string) => `${ready} of ${all} ready`,
  state: 'State',
  name: 'Name',
  address: 'Address',
  reason: 'How it stands',
  choice: 'Choice',
  inUse: 'in use',
  byHand: 'in use by hand',
  use: 'Use',
  useName: (name: string) => `Use ${name}`,
  automatic: 'Choose automatically',
};

/** English: the view `gateways`. */
export const gatewaysView = {
  reading: 'Reading the history…',
};
