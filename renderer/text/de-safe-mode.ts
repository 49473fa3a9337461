import type { Messages } from './messages.ts';

/** German. */
export const safeMode: Messages['safeMode'] = {
  title: 'Abgesicherter Modus',
  detail:
    'Nichts wird verbunden, geprüft oder gewechselt, und Anfragen werden abgelehnt. Einstellungen und Diagnose bleiben nutzbar.',
  startNormally: 'Normal starten',
  starting: 'Startet …',
  save: 'Diagnosebericht speichern …',
  saving: 'Speichert …',
};
