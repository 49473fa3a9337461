import type { ErrorTexts } from './error-texts.ts';

/** German: errors of this computer and the program on it: settings, files, first run, window. */
export const hostErrors = {
  activity_unknown: [
    'Dieser Eintrag wird nicht mehr aufbewahrt.',
    'Vielleicht steht er noch im Protokoll von Gatehouse.',
  ],
  receipt_unknown: ['Dieser Beleg wird nicht mehr aufbewahrt.', 'In den Einstellungen mehr Belege aufbewahren lassen.'],
  receipts_unreadable: ['Die Belege sind nicht lesbar.', 'Diesem Benutzer Zugriff auf die Datei der Belege geben.'],
  receipt_not_written: [
    'Der Beleg ließ sich nicht aufbewahren.',
    'Auf dem Datenträger Platz schaffen oder diesem Benutzer Zugriff auf den Ordner geben.',
  ],
  licences_unreadable: [
    'Die Lizenzen lassen sich nicht lesen.',
    'Gatehouse neu installieren; jede Veröffentlichung nennt sie auch in ihrer Stückliste.',
  ],
  diagnostics_path: ['Die Datei braucht einen vollständigen Pfad.', 'Eine Datei mit ihrem Pfad wählen.'],
  diagnostics_unwritable: [
    'Der Diagnosebericht ließ sich dort nicht speichern.',
    'Einen anderen Ordner wählen oder diesem Benutzer Zugriff darauf geben.',
  ],
  not_running: ['Gatehouse wird gerade gestartet oder beendet.', 'Gleich noch einmal versuchen.'],
  stopping: ['Gatehouse wird beendet.', null],
  shutting_down: ['Gatehouse wird beendet.', null],
  secret_missing: ['Dieses Geheimnis gibt es nicht.', null],
  secret_store_unreadable: ['Der Geheimnisspeicher ist nicht lesbar.', 'Die Diagnose sagt, was ihm fehlt.'],
  secret_move_unsupported: [
    'Dieses Programm kann die Geheimnisse nicht verschieben.',
    'Es beenden und die Befehlszeile nehmen: gatehouse secret move ORT',
  ],
  setting_unknown: [
    'Diese Einstellung gibt es nicht.',
    'Fenster und Programm sind womöglich von verschiedenen Versionen: Gatehouse neu starten.',
  ],
  setting_invalid: ['Dieser Wert ist nicht brauchbar.', 'Nichts wurde geändert. Einen anderen Wert angeben.'],
  setting_managed: [
    'Das wird durch Hinzufügen, Entfernen und Wählen von Gateways geändert.',
    'Dafür die Ansicht der Gateways nehmen.',
  ],
  setting_not_in_file: [
    'Diese Einstellung kommt aus der Umgebung oder von der Befehlszeile, die der Datei vorgehen.',
    'Sie dort ändern und Gatehouse neu starten.',
  ],
  settings_unreadable: [
    'Die Einstellungsdatei ist nicht lesbar.',
    'Sie berichtigen oder beiseitelegen. Nichts wurde geändert.',
  ],
  settings_unwritable: [
    'Die Einstellungsdatei lässt sich nicht schreiben.',
    'Auf dem Datenträger Platz schaffen oder diesem Benutzer Zugriff auf die Datei geben und noch einmal versuchen.',
  ],
  pause_not_kept: [
    'Die Pause ließ sich nicht festhalten.',
    'Auf dem Datenträger Platz schaffen oder diesem Benutzer Zugriff auf den Ordner geben.',
  ],
  computer_offline: [
    'Dieser Rechner ist offline, und nichts wurde gesendet.',
    'Ihn mit einem Netz verbinden. Gatehouse merkt es binnen Sekunden und macht von selbst weiter.',
  ],
  setup_invalid: ['Eine Angabe ist nicht brauchbar.', 'Sie berichtigen. Nichts wurde geändert.'],
  setup_unsupported: ['Eingerichtet hat dieses Programm, wer es gestartet hat.', 'Seine Einstellungen dort ändern.'],
  setup_step_open: ['Dieser Schritt ist noch offen.', 'Etwas wählen oder die Einrichtung verschieben.'],
  setup_no_gateway: ['Kein Gateway wurde gewählt.', 'Eins wählen oder seine Adresse eintragen.'],
  setup_no_login_item: [
    'Dieses Programm kann nicht beim Anmelden starten.',
    'Die Anwendung mit Fenster oder einen Dienst des Systems nehmen.',
  ],
  setup_not_begun: ['Die Einrichtung läuft gerade nicht.', 'Sie in den Einstellungen beginnen.'],
  setup_unwritable: [
    'Der Stand der Einrichtung ließ sich nicht festhalten.',
    'Platz schaffen oder diesem Benutzer Zugriff auf den Ordner geben.',
  ],
  network_missing: ['Kein Netz ist eingestellt.', 'Anmelden oder eins einrichten.'],
  not_from_a_browser: ['Das geht nicht aus einem Browser.', 'Dafür die Befehlszeile nehmen.'],
  save_path: ['Die Datei braucht einen vollständigen Pfad.', 'Eine Datei mit ihrem Pfad wählen.'],
  save_exists: [
    'Diese Datei gibt es schon; nichts wurde ersetzt.',
    'Einen anderen Namen nehmen oder die Datei zuerst entfernen.',
  ],
  save_unwritable: [
    'Die Datei ließ sich nicht schreiben.',
    'Platz schaffen oder einen Ordner wählen, in dem dieser Benutzer schreiben darf.',
  ],
  storage_unwritable: [
    'Gatehouse kann dort nicht schreiben, wo es seine Dateien hat.',
    'Platz schaffen oder diesem Benutzer erlauben, dort zu schreiben, und Gatehouse neu starten.',
  ],
  restart_unsupported: [
    'Niemand würde dieses Gatehouse wieder starten.',
    'Es dort anhalten und neu starten, wo es läuft.',
  ],
  secrets_refused: [
    'Über diese Verbindung wird kein Geheimnis angenommen: Andere könnten es mitlesen.',
    'Die Befehlszeile auf dem Rechner des Hosts nehmen oder das Fenster durch einen SSH-Tunnel öffnen.',
  ],
  config_newer: [
    'Die Einstellungen stammen von einem neueren Gatehouse. Nichts wurde daran geändert.',
    'Das neuere Gatehouse wieder installieren oder mit anderen Einstellungen starten.',
  ],
  safe_mode_host: ['Dieses Gatehouse verlässt den abgesicherten Modus nicht im Betrieb.', 'Gatehouse neu starten.'],
  check_timeout: ['Die Prüfung hat zu lange gedauert.', 'Noch einmal prüfen.'],
  setup_timeout: ['Die Prüfung hat zu lange gedauert.', 'Noch einmal prüfen.'],
  open_failed: ['Der Browser ließ sich nicht öffnen.', 'Die Adresse von Hand öffnen.'],
  safe_mode: [
    'Gatehouse ist im abgesicherten Modus.',
    'Normal starten; vorher lässt sich ein Diagnosebericht speichern.',
  ],
  not_signed_in: ['Dieser Browser ist nicht angemeldet.', 'Das Fenster mit einem neuen Link öffnen.'],
  unsafe_link: ['Gatehouse öffnet diese Adresse nicht: Nur https ist erlaubt.', 'Die Adresse der Chat-App prüfen.'],
  value_too_long: ['Eine Angabe ist zu lang.', 'Eine kürzere verwenden.'],
  invalid_request: [
    'Diesen Befehl kennt Gatehouse nicht.',
    'Fenster und Programm sind womöglich von verschiedenen Versionen: Das Fenster neu laden.',
  ],
  internal_error: ['In Gatehouse ist ein Fehler aufgetreten.', 'Das Protokoll sagt mehr.'],
} as const satisfies ErrorTexts;
