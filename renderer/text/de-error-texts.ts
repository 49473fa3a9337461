import type { ErrorCode } from '../../electron/contract/index.ts';

/** German: what went wrong, and what a person can do; null: nothing. A code without a row does not compile. */
export const errorTexts: Readonly<Record<ErrorCode, readonly [sentence: string, remedy: string | null]>> = {
  login_cancelled: ['Die Anmeldung wurde abgebrochen.', null],
  login_app_invalid: [
    'Die Adresse der Chat-App muss eine https-Adresse ohne Zugangsdaten, Abfrage und Fragment sein.',
    'Berichtige die Adresse.',
  ],
  login_bundle_expired: [
    'Diese Anmeldung ist abgelaufen und lässt sich nicht erneuern.',
    'Melde dich neu an. Kommt das gleich wieder, stelle die Uhr dieses Rechners.',
  ],
  login_bundle_invalid: [
    'Das ist keine Anmeldung der Chat-App.',
    'Kopiere den ganzen Text, den die Anmeldeseite anbietet, von { bis }.',
  ],
  login_listen_failed: [
    'Für die Anmeldung ließ sich auf diesem Rechner kein Port öffnen.',
    'Versuche es noch einmal oder füge die Anmeldung als Text ein.',
  ],
  login_timeout: [
    'Niemand hat sich rechtzeitig angemeldet.',
    'Versuche es noch einmal. Erreicht die Seite diesen Rechner nicht, füge die Anmeldung als Text ein.',
  ],
  login_required: ['Für das Relay fehlt ein Token.', 'Melde dich an oder hinterlege ein Token für das Relay.'],
  account_too_many: ['Auf diesem Rechner gibt es zu viele Konten.', 'Melde eines davon ab.'],
  account_unknown: ['Dieses Konto gibt es auf diesem Rechner nicht.', 'Wähle ein anderes Konto.'],
  account_record_damaged: ['Das hinterlegte Konto ist nicht lesbar.', 'Melde dich neu an.'],
  account_refresh_failed: [
    'Die Anmeldung ließ sich nicht erneuern.',
    'Prüfe das Netz und versuche es noch einmal, oder melde dich neu an.',
  ],
  account_signed_out: ['Das Konto ist abgemeldet.', 'Melde dich neu an.'],
  veil_session_missing: ['Auf diesem Rechner gibt es keine Sitzung von og-veil.', 'Melde dich stattdessen an.'],
  veil_session_unreadable: [
    'Die Sitzung von og-veil ist nicht lesbar.',
    'Gib diesem Benutzer Zugriff auf die Datei, oder melde dich an.',
  ],
  sandbox_not_running: ['Gatehouse läuft nicht mit der Sandbox.', 'Melde dich bei der Chat-App an.'],
  activity_unknown: [
    'Dieser Eintrag wird nicht mehr aufbewahrt.',
    'Im Protokoll von Gatehouse steht er vielleicht noch.',
  ],
  receipt_unknown: [
    'Dieser Beleg wird nicht mehr aufbewahrt.',
    'Bewahre mit den Einstellungen für Belege mehr davon auf.',
  ],
  receipts_unreadable: ['Die Belege sind nicht lesbar.', 'Gib diesem Benutzer Zugriff auf die Datei der Belege.'],
  receipt_not_written: [
    'Der Beleg ließ sich nicht aufbewahren.',
    'Schaffe Platz auf dem Datenträger oder gib diesem Benutzer Zugriff auf den Ordner.',
  ],
  diagnostics_path: ['Die Datei braucht einen vollständigen Pfad.', 'Wähle eine Datei mit ihrem Pfad.'],
  diagnostics_unwritable: [
    'Die Diagnose ließ sich dort nicht speichern.',
    'Wähle einen anderen Ordner oder gib diesem Benutzer Zugriff darauf.',
  ],
  gateway_unknown: ['Ein Gateway dieses Namens gibt es nicht.', 'Wähle eines aus der Liste.'],
  gateway_exists: [
    'Ein Gateway dieses Namens gibt es schon.',
    'Wähle einen anderen Namen oder entferne das vorhandene zuerst.',
  ],
  gateway_invalid: [
    'Dieses Gateway ist so nicht brauchbar.',
    'Gib einen Namen und eine Adresse wie wss://gateway.example oder ws://127.0.0.1:18789 an.',
  ],
  gateway_url_invalid: [
    'Die Adresse des Gateways ist nicht brauchbar.',
    'Gib eine Adresse wie wss://gateway.example oder ws://127.0.0.1:18789 an.',
  ],
  gateway_plaintext_refused: [
    'Über das offene Netz geht Gatehouse nicht unverschlüsselt.',
    'Nimm eine Adresse mit wss://.',
  ],
  gateway_pin_invalid: [
    'Der Fingerabdruck des Zertifikats ist nicht brauchbar.',
    'Trage die 64 Hex-Ziffern seines SHA-256 ein.',
  ],
  gateway_not_connected: ['Das Gateway ist nicht verbunden.', 'Versuche es noch einmal, sobald es verbunden ist.'],
  gateway_closed: ['Die Verbindung zum Gateway endete vor der Antwort.', 'Versuche es noch einmal.'],
  gateway_stopped: ['Gatehouse trennt sich gerade vom Gateway.', 'Versuche es noch einmal.'],
  gateway_request_timeout: [
    'Das Gateway hat nicht rechtzeitig geantwortet.',
    'Versuche es noch einmal; bleibt es so, sieh in das Protokoll des Gateways.',
  ],
  gateway_request_backlog: ['Das Gateway hat noch zu viele offene Fragen.', 'Versuche es gleich noch einmal.'],
  gateway_unsupported: ['Dieses Gateway kann das nicht.', 'Aktualisiere das Gateway.'],
  gateway_answer_invalid: [
    'Die Antwort des Gateways ist nicht zu verstehen.',
    'Prüfe, ob Gateway und Gatehouse aktuell sind.',
  ],
  gateway_scope_missing: ['Dafür fehlt Gatehouse am Gateway ein Recht.', 'Bitte den Betreiber um mehr Zugriff.'],
  gateway_refused: ['Das Gateway hat die Anfrage abgelehnt.', 'Sieh nach, welche Rechte Gatehouse dort hat.'],
  not_running: ['Gatehouse wird gerade gestartet oder beendet.', 'Versuche es gleich noch einmal.'],
  stopping: ['Gatehouse wird beendet.', null],
  shutting_down: ['Gatehouse wird beendet.', null],
  secret_missing: ['Dieses Geheimnis gibt es nicht.', null],
  secret_store_unreadable: ['Der Geheimnisspeicher ist nicht lesbar.', 'Die Diagnose sagt, was ihm fehlt.'],
  secret_move_unsupported: [
    'Dieses Programm kann die Geheimnisse nicht umziehen.',
    'Beende es und nimm die Kommandozeile: gatehouse secret move ORT',
  ],
  setting_unknown: [
    'Diese Einstellung gibt es nicht.',
    'Fenster und Programm sind womöglich von verschiedenen Versionen: Starte Gatehouse neu.',
  ],
  setting_invalid: ['Dieser Wert ist nicht brauchbar.', 'Nichts wurde geändert. Gib einen anderen Wert an.'],
  setting_managed: [
    'Das wird durch Hinzufügen, Entfernen und Wählen von Gateways geändert.',
    'Nimm dafür die Ansicht der Gateways.',
  ],
  setting_not_in_file: [
    'Diese Einstellung kommt aus der Umgebung oder von der Befehlszeile, die der Datei vorgehen.',
    'Ändere sie dort und starte Gatehouse neu.',
  ],
  settings_unreadable: [
    'Die Einstellungsdatei ist nicht lesbar.',
    'Berichtige sie oder lege sie beiseite. Nichts wurde geändert.',
  ],
  settings_unwritable: [
    'Die Einstellungsdatei lässt sich nicht schreiben.',
    'Gib diesem Benutzer Zugriff auf die Datei und versuche es noch einmal.',
  ],
  pause_not_kept: [
    'Die Pause ließ sich nicht festhalten.',
    'Schaffe Platz auf dem Datenträger oder gib diesem Benutzer Zugriff auf den Ordner.',
  ],
  subscription_unknown: ['Ein Abo dieses Namens gibt es nicht.', 'Wähle eines aus der Liste.'],
  subscription_name_taken: [
    'Ein Abo dieses Namens gibt es schon.',
    'Wähle einen anderen Namen oder ersetze sein Token.',
  ],
  subscription_name_invalid: [
    'Dieser Name ist für ein Abo nicht brauchbar.',
    'Wähle einen kurzen Namen, zum Beispiel den des Kontos.',
  ],
  subscription_duplicate: [
    'Ein anderes Abo hat dieses Token schon.',
    'Nimm das vorhandene: Zwei Einträge für ein Token zählten seine Grenze doppelt.',
  ],
  subscription_token_invalid: ['Das ist kein Token, das sich nutzen lässt.', 'Füge das ganze Token ein.'],
  subscription_token_refused: [
    'Der Anbieter nimmt dieses Token nicht an.',
    'Nichts wurde gespeichert. Prüfe das Token.',
  ],
  subscription_token_missing: ['Der Geheimnisspeicher hat kein Token für dieses Abo.', 'Ersetze sein Token.'],
  subscription_token_outdated: [
    'Das Token dieses Abos wurde auf einem anderen Rechner ersetzt.',
    'Hinterlege das neue auch hier.',
  ],
  no_usable_subscription: ['Kein Abo ist nutzbar.', 'Füge eines hinzu oder warte, bis das erste zurück ist.'],
  subscriptions_failed: ['Die Abos sind nicht nutzbar: Etwas Unerwartetes ging schief.', 'Das Protokoll sagt mehr.'],
  subscriptions_file_too_new: [
    'Die Datei der Abos stammt von einer neueren Version.',
    'Aktualisiere Gatehouse oder lege die Datei beiseite.',
  ],
  subscriptions_file_unreadable: ['Die Datei der Abos ist nicht lesbar.', 'Gib diesem Benutzer Zugriff auf die Datei.'],
  subscriptions_file_unwritable: [
    'Die Datei der Abos lässt sich nicht schreiben.',
    'Schaffe Platz auf dem Datenträger oder gib diesem Benutzer Zugriff auf den Ordner.',
  ],
  shared_state_unavailable: [
    'Der gemeinsame Stand ist nicht erreichbar, darum wird nichts gewechselt.',
    'Bringe Redis zurück; es wird von selbst weiter versucht.',
  ],
  shared_state_misconfigured: [
    'Der gemeinsame Stand ist nicht lesbar.',
    'Nutze auf allen Rechnern der Flotte dieselbe Version, oder gib dieser Flotte einen eigenen Namen.',
  ],
  agent_unknown: ['Einen Agenten dieses Namens gibt es nicht.', 'Wähle einen aus der Liste.'],
  agent_exists: [
    'Einen Agenten dieses Namens gibt es schon.',
    'Wähle einen anderen Namen oder entferne den vorhandenen zuerst.',
  ],
  agent_invalid: ['Dieser Agent ist so nicht brauchbar.', 'Prüfe seine Angaben.'],
  agent_name_invalid: [
    'Der Name eines Agenten besteht aus kleinen Wörtern mit Bindestrichen.',
    'Wähle einen Namen wie coder oder web-coder-2.',
  ],
  agent_url_invalid: ['Die Adresse des Agenten ist nicht brauchbar.', 'Berichtige die Adresse.'],
  agents_too_many: ['Es gibt schon zu viele Agenten.', 'Entferne einen davon.'],
  agent_busy: ['Ein anderer Rechner wechselt diesen Agenten gerade.', 'Versuche es in einer Minute noch einmal.'],
  agent_lock_lost: ['Die Sperre dieses Agenten ging verloren.', 'Den Wechsel führt jetzt aus, wer die Sperre hat.'],
  agent_unassigned: ['Der Agent hat kein Abo.', 'Gib ihm eines.'],
  assignment_changed: ['Der Agent wurde inzwischen umgestellt.', 'Versuche es noch einmal.'],
  provider_timeout: [
    'Der Anbieter hat nicht rechtzeitig geantwortet.',
    'Prüfe das Netz; der nächste Versuch folgt von selbst.',
  ],
  provider_unreachable: ['Der Anbieter ist nicht erreichbar.', 'Prüfe das Netz; der nächste Versuch folgt von selbst.'],
  provider_redirect: [
    'Der Anbieter hat auf eine andere Adresse verwiesen.',
    'Ihr wird nicht gefolgt, weil die Zugangsdaten mitgingen. Berichtige die Adresse des Anbieters.',
  ],
  no_usable_tee: [
    'Keine TEE der Registry ist nutzbar.',
    'Warte, bis eine eingetragen wird, oder prüfe die Registry noch einmal.',
  ],
  pcr_pin_unmatched: [
    'Keine TEE läuft mit dem festgelegten Stand.',
    'Prüfe tee.expectedPcrHash oder löse die Bindung.',
  ],
  tee_pin_unmatched: [
    'Die festgelegte TEE ist nicht nutzbar.',
    'Eine TEE bekommt bei jedem Neustart eine neue Kennung: Ändere tee.teeId oder löse die Bindung.',
  ],
  tee_selection_failed: ['Keine TEE ließ sich wählen.', 'Prüfe die Registry.'],
  tee_gate_stopped: ['Die Wahl der TEE ruht gerade.', 'Versuche es gleich noch einmal.'],
  tee_not_configured: [
    'Keine Registry der TEEs ist eingestellt.',
    'Stelle tee.registry.rpcUrls und tee.registry.address ein oder nimm die Sandbox.',
  ],
  tee_paused: [
    'Gatehouse ist pausiert, und der TEE ist nicht mehr zu trauen. Anfragen werden abgelehnt.',
    'Setze fort oder wechsle die TEE von Hand.',
  ],
  registry_unreachable: ['Die Chain ist nicht erreichbar.', 'Prüfe das Netz oder stelle weitere RPC-Endpunkte ein.'],
  registry_no_contract: [
    'Unter der Adresse der Registry liegt kein Vertrag.',
    'Prüfe tee.registry.address und tee.registry.rpcUrls.',
  ],
  registry_wrong_chain: [
    'Ein RPC-Endpunkt antwortet für eine andere Chain.',
    'Prüfe tee.registry.rpcUrls und tee.registry.chainId.',
  ],
  registry_undecodable: ['Die Antwort der Registry ist nicht lesbar.', 'Prüfe tee.registry.address.'],
  registry_misconfigured: ['Die Registry ist nicht richtig eingestellt.', 'Berichtige ihre Einstellungen.'],
  registry_check_slow: ['Die Registry hat nicht rechtzeitig geantwortet.', null],
  verification_failed: [
    'Eine Antwort bestand die Prüfung nicht.',
    'Nichts wurde weitergegeben. Versuche es mit einer anderen TEE.',
  ],
  relay_unreachable: ['Das Relay ist nicht erreichbar.', 'Prüfe das Netz und die Adresse des Relays.'],
  relay_reset: ['Das Relay hat die Verbindung ohne Antwort beendet.', 'Versuche es noch einmal.'],
  relay_timeout: [
    'Das Relay hat nicht rechtzeitig geantwortet.',
    'Versuche es noch einmal. Die Anfrage kann gelaufen und berechnet sein.',
  ],
  relay_cut: [
    'Das Relay hat seine Antwort abgebrochen.',
    'Versuche es noch einmal. Die Anfrage kann gelaufen und berechnet sein.',
  ],
  relay_malformed: ['Das Relay hat etwas Unverständliches geschickt.', 'Prüfe die Adresse des Relays.'],
  relay_too_large: ['Die Antwort ist zu groß.', 'Bitte um eine kürzere Antwort, oder erhöhe relay.maxResponseBytes.'],
  relay_redirect: [
    'Das Relay hat auf eine andere Adresse verwiesen, der nicht gefolgt wird.',
    'Trage die endgültige Adresse ein.',
  ],
  relay_status: ['Das Relay hat die Anfrage abgelehnt.', 'Die Meldung des Relays steht im Protokoll.'],
  enclave_error: ['Die Enklave hat einen Fehler gemeldet.', 'Versuche es noch einmal.'],
  port_busy: [
    'Der Port des lokalen Endpunkts ist belegt.',
    'Beende das andere Programm oder stelle einen anderen Port ein.',
  ],
  port_forbidden: [
    'Dieser Benutzer darf auf dem Port des lokalen Endpunkts nicht lauschen.',
    'Stelle einen Port ab 1024 ein.',
  ],
  proxy_failed: ['Der lokale Endpunkt ließ sich nicht öffnen.', 'Prüfe Port und Adresse in den Einstellungen.'],
  proxy_host_not_loopback: [
    'Der lokale Endpunkt darf nur auf diesem Rechner lauschen.',
    'Stelle proxy.host auf 127.0.0.1, ::1 oder localhost.',
  ],
  setup_invalid: ['Eine Angabe ist nicht brauchbar.', 'Berichtige sie. Nichts wurde geändert.'],
  setup_unsupported: [
    'Dieses Programm wurde von dem eingerichtet, das es gestartet hat.',
    'Ändere seine Einstellungen dort.',
  ],
  setup_step_open: ['Dieser Schritt ist noch offen.', 'Wähle etwas, oder verschiebe die Einrichtung.'],
  setup_no_gateway: ['Kein Gateway wurde gewählt.', 'Wähle eines oder trage seine Adresse ein.'],
  setup_no_login_item: [
    'Dieses Programm startet nicht mit deiner Sitzung.',
    'Nimm die Desktop-Anwendung oder einen Dienst des Systems.',
  ],
  setup_not_begun: ['Die Einrichtung läuft gerade nicht.', 'Beginne sie in den Einstellungen.'],
  setup_unwritable: [
    'Der Stand der Einrichtung ließ sich nicht festhalten.',
    'Schaffe Platz oder gib diesem Benutzer Zugriff auf den Ordner.',
  ],
  network_missing: ['Kein Netz ist eingestellt.', 'Melde dich an oder richte eines ein.'],
  not_from_a_browser: ['Das geht nicht aus einem Browser.', 'Nimm dafür die Kommandozeile.'],
  save_path: ['Die Datei braucht einen vollständigen Pfad.', 'Wähle eine Datei mit ihrem Pfad.'],
  save_exists: [
    'Diese Datei gibt es schon; nichts wurde ersetzt.',
    'Nimm einen anderen Namen, oder entferne sie zuerst.',
  ],
  save_unwritable: [
    'Die Datei ließ sich nicht schreiben.',
    'Schaffe Platz, oder wähle einen Ordner, in den du schreiben darfst.',
  ],
  storage_unwritable: [
    'Gatehouse kann dort nicht schreiben, wo es seine Dateien hat.',
    'Schaffe Platz oder erlaube diesem Benutzer, dort zu schreiben, und starte Gatehouse erneut.',
  ],
  restart_unsupported: [
    'Niemand würde dieses Gatehouse wieder starten.',
    'Halte es an, wo es läuft, und starte es dort neu.',
  ],
  secrets_refused: [
    'Über diese Verbindung wird kein Geheimnis angenommen: Andere könnten es mitlesen.',
    'Nimm die Kommandozeile auf dem Rechner von Gatehouse, oder öffne das Fenster durch einen Tunnel.',
  ],
  gateway_not_removed: ['Kein Gateway dieses Namens wurde in den letzten zehn Minuten entfernt.', 'Füge es neu hinzu.'],
  config_newer: [
    'Die Einstellungen stammen von einem neueren Gatehouse. Nichts wurde daran geändert.',
    'Installiere das neuere Gatehouse wieder, oder starte mit anderen Einstellungen.',
  ],
  safe_mode: ['Gatehouse ist im abgesicherten Modus.', 'Starte normal; vorher lässt sich ein Bericht sichern.'],
  update_unreachable: [
    'Der Server der Updates ist nicht erreichbar.',
    'Prüfe das Netz; es wird von selbst wieder versucht.',
  ],
  update_timed_out: ['Der Server der Updates hat nicht rechtzeitig geantwortet.', 'Versuche es später noch einmal.'],
  update_server_failed: ['Der Server der Updates hat mit einem Fehler geantwortet.', 'Versuche es später noch einmal.'],
  update_feed_missing: [
    'Für diesen Kanal und dieses System gibt es keine Liste der Versionen.',
    'Wähle in den Einstellungen den anderen Kanal.',
  ],
  update_feed_invalid: ['Die Liste der Versionen ist nicht lesbar.', 'Versuche es später noch einmal.'],
  update_not_found: ['Die Datei der neuen Version fehlt.', 'Versuche es später noch einmal.'],
  update_checksum_mismatch: [
    'Was geladen wurde, ist nicht, was veröffentlicht wurde. Es wurde verworfen.',
    'Versuche es noch einmal; bleibt es so, melde es.',
  ],
  update_signature_invalid: [
    'Die neue Version trägt nicht die Unterschrift, die sie haben muss. Sie wurde verworfen.',
    'Melde es, und installiere nichts davon.',
  ],
  update_disk_full: ['Für das Update ist kein Platz.', 'Schaffe Platz, und versuche es noch einmal.'],
  update_not_writable: [
    'Dieser Benutzer darf die Datei von Gatehouse nicht ersetzen.',
    'Lege Gatehouse in einen eigenen Ordner, oder installiere die neue Version von Hand.',
  ],
  update_target_missing: ['Die Datei, die ersetzt würde, ist nicht mehr da.', 'Installiere die neue Version von Hand.'],
  update_copy_fixed: [
    'Das System lässt nicht zu, dass diese Kopie ersetzt wird.',
    'Installiere die neue Version von Hand.',
  ],
  update_not_applied: ['Nach dem Neustart lief noch die alte Version.', 'Installiere die neue Version von Hand.'],
  update_not_kept: [
    'Was von Updates bekannt ist, ließ sich nicht aufheben.',
    'Schaffe Platz, oder gib diesem Benutzer Zugriff auf den Ordner.',
  ],
  update_failed: [
    'Das Update ist fehlgeschlagen.',
    'Versuche es später noch einmal, oder lade die neue Version von Hand.',
  ],
  not_signed_in: ['Dieser Browser ist nicht angemeldet.', 'Öffne das Fenster mit einem neuen Link.'],
  unsafe_link: ['Diese Adresse wird nicht geöffnet: Nur https-Seiten gehen auf.', 'Prüfe die Adresse der Chat-App.'],
  invalid_request: [
    'Diesen Befehl kennt Gatehouse nicht.',
    'Fenster und Programm sind womöglich von verschiedenen Versionen: Lade das Fenster neu.',
  ],
  internal_error: ['In Gatehouse ist ein Fehler aufgetreten.', 'Das Protokoll sagt mehr.'],
};
