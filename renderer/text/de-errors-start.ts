import type { ErrorTexts } from './error-texts.ts';

/** German: errors that keep Gatehouse from starting, and those of the place where secrets are kept. */
export const startErrors = {
  config_invalid: ['Eine Einstellung ist unbrauchbar.', 'Sie berichtigen oder entfernen, dann neu starten.'],
  config_missing: ['Die genannte Einstellungsdatei gibt es nicht.', 'Den Pfad hinter --config prüfen.'],
  config_unreadable: [
    'Die Einstellungsdatei ist nicht lesbar.',
    'Diesem Benutzer erlauben, die Datei zu lesen, dann neu starten.',
  ],
  config_corrupt: ['Die Einstellungsdatei ist beschädigt.', 'Die Datei berichtigen oder ohne --config starten.'],
  home_unwritable: [
    'Der Ordner von Gatehouse lässt sich nicht beschreiben.',
    'Diesem Benutzer erlauben, dort zu schreiben, oder mit GATEHOUSE_HOME einen anderen Ordner wählen.',
  ],
  working_folder_gone: [
    'Den Ordner, in dem Gatehouse gestartet wurde, gibt es nicht mehr.',
    'In einen vorhandenen Ordner wechseln und neu starten, oder vollständige Pfade angeben.',
  ],
  already_running: ['Gatehouse läuft schon.', 'Das laufende Gatehouse benutzen oder zuerst beenden.'],
  control_blocked: [
    'Der Weg für Befehle ist durch etwas anderes belegt.',
    'Nachsehen, was dort liegt, und es entfernen, wenn es von keinem laufenden Gatehouse ist.',
  ],
  control_unsafe: [
    'Der Ordner für Befehle gehört jemand anderem oder ist für andere offen.',
    'Den Ordner entfernen oder seine Rechte auf diesen Benutzer beschränken.',
  ],
  usage: ['Gatehouse wurde mit einer Angabe gestartet, die es nicht kennt.', 'Die Angaben beim Start prüfen.'],
  secret_invalid: [
    'Dieser Wert kann kein Geheimnis sein.',
    'Ohne Zeilenumbrüche und Steuerzeichen noch einmal eingeben.',
  ],
  secret_lock_timeout: [
    'Ein anderes Programm gibt die Geheimnisse nicht frei.',
    'Gleich noch einmal versuchen; hilft das nicht, das andere Gatehouse beenden.',
  ],
  secret_move_failed: [
    'Die Geheimnisse ließen sich nicht verlegen. Sie sind noch am alten Ort.',
    'Den neuen Ort prüfen, dann noch einmal versuchen.',
  ],
  secret_store_unavailable: [
    'Der Geheimnisspeicher ist nicht verfügbar.',
    'Ihn entsperren oder einen anderen Ort für Geheimnisse wählen.',
  ],
  secret_store_unwritable: [
    'Der Geheimnisspeicher lässt sich nicht beschreiben.',
    'Platz schaffen oder diesem Benutzer erlauben, dort zu schreiben.',
  ],
  pii_scrub_unsupported: [
    'OG_VEIL_PII_SCRUB verlangt, persönliche Daten zu entfernen. Das tut Gatehouse nicht.',
    'OG_VEIL_PII_SCRUB entfernen, wenn die Texte unverändert zum Modell gehen dürfen.',
  ],
} as const satisfies ErrorTexts;
