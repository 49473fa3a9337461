import type { Messages } from './messages.ts';

/** German: the TEEs. */
export const records: Messages['records'] = {
  title: 'Zurückgehalten',
  summary: (usable, listed) => `${usable} von ${listed} Einträgen nutzbar`,
  state: 'Zustand',
  id: 'TEE-Kennung',
  host: 'Rechner',
  reason: 'Grund',
  unusable: 'Nicht nutzbar',
  quarantined: 'In Quarantäne',
  probation: 'Auf Bewährung',
  until: (time, reason) => `Nicht genutzt bis ${time}: ${reason}`,
  skipped: 'Nicht lesbar',
  position: index => `Eintrag ${index}`,
};

/** German: the view `tees`. */
export const teesView: Messages['views']['tees'] = {
  reading: 'Der Verlauf wird gelesen …',
};
