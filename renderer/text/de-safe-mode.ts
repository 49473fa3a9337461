import type { Messages } from './messages.ts';

/** German. */
export const safeMode: Messages['safeMode'] = {
  title: 'Abgesicherter Modus',
  detail:
    'Nichts wird verbunden, geprüft oder gewechselt, und Anfragen werden abgelehnt. Einstellungen und Diagnose gehen.',
  startNormally: 'Normal starten',
  starting: 'Startet …',
  save: 'Diagnose sichern …',
  saving: 'Sichert …',
};
