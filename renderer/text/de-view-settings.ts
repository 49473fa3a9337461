import type { Messages } from './messages.ts';

/** German: the account, as the settings show it. */
export const account: Messages['account'] = {
  title: 'Konto',
  signIn: 'Anmelden',
  signingIn: 'Meldet an …',
  signInSandbox: 'In der Sandbox probieren',
  signOut: 'Abmelden',
  signOutName: name => `${name} abmelden`,
  cancel: 'Abbrechen',
  others: 'Andere Konten',
  use: 'Nehmen',
  useName: name => `${name} nehmen`,
  anonymous: id => `anonymes Konto ${id}`,
  unnamed: id => `Konto ${id}`,
  waiting: 'Auf der Seite im Browser anmelden. Sie übergibt die Anmeldung an diesen Rechner.',
  address: 'Adresse der Seite',
  copyAddress: 'Adresse kopieren',
  importVeil: 'Von og-veil übernehmen',
  paste: 'Anmeldung einfügen',
  pasteLabel: 'Anmeldung, wie die Seite sie zeigt',
  pasteHint: 'Für eine Seite, die diesen Rechner nicht erreicht.',
  take: 'Diese Anmeldung nehmen',
  failed: reason => `Die letzte Anmeldung ist fehlgeschlagen: ${reason}`,
};

/** German: the view `settings`. */
export const settingsView: Messages['views']['settings'] = {
  reading: 'Die Einstellungen werden gelesen …',
};
