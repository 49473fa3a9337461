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
  lostSettings: {
    detail: file =>
      `Anfragen werden nicht beantwortet, weil Antworten der Sandbox anstelle des eigenen Netzes erfunden wären. Die berichtigte Datei als ${file} zurücklegen oder das Netz unter „Einstellungen“ neu einrichten und normal starten. Oder bewusst mit der Sandbox weitermachen.`,
    sandbox: 'Sandbox verwenden',
  },
};
