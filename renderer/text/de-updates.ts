import { busyWords } from './de-update-sentences.ts';
import type { Messages } from './messages.ts';

/** German: updates, as the settings show them. */
export const updates: Messages['updates'] = {
  version: 'Version',
  lastCheck: 'Zuletzt gesucht',
  never: 'nie',
  nextCheck: time => `nächstes Mal ${time}`,
  lastUpdate: 'Letztes Update',
  updated: (from, to, time) => `von ${from} auf ${to}, ${time}`,
  notes: version => `Neu in ${version}`,
  size: megabytes => `${megabytes} MB zu laden`,
  downloading: version => `Gatehouse ${version} wird geladen.`,
  progress: version => `Laden von Gatehouse ${version}`,
  loaded: megabytes => `${megabytes} MB`,
  check: 'Nach Updates suchen',
  checking: 'Sucht …',
  download: 'Laden',
  restart: 'Neu starten und aktualisieren',
  restartNow: 'Jetzt neu starten …',
  later: 'Später',
  waitTitle: version => `Jetzt auf ${version} aktualisieren?`,
  waitDetail: what =>
    `Es läuft noch: ${what}. Gatehouse startet neu, sobald alles fertig ist; bis dahin geht es weiter.`,
  waitConfirm: 'Danach neu starten',
  nowTitle: 'Jetzt neu starten?',
  nowDetail: what => `Es läuft noch: ${what}. Das darf noch 10 s dauern; was länger braucht, wird abgebrochen.`,
  nowConfirm: 'Jetzt neu starten',
  copyCommand: 'Befehl kopieren',
  busy: busyWords,
};
