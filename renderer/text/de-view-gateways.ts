import type { Messages } from './messages.ts';

/** German: the gateways. */
export const gateways: Messages['gateways'] = {
  title: 'Gateways',
  none: 'Kein Gateway ist eingerichtet.',
  summary: (ready, all) => `${ready} von ${all} bereit`,
  state: 'Zustand',
  name: 'Name',
  address: 'Adresse',
  reason: 'Wie es steht',
  choice: 'Wahl',
  inUse: 'in Gebrauch',
  byHand: 'von Hand gewählt',
  use: 'Nehmen',
  useName: name => `${name} nehmen`,
  automatic: 'Automatisch wählen',
};

/** German: the view `gateways`. */
export const gatewaysView: Messages['views']['gateways'] = {
  reading: 'Der Verlauf wird gelesen …',
};
