import type { ErrorCode } from '../../electron/contract/index.ts';

/** German: what went wrong, and what a person can do; null: nothing. A code without a row does not compile. */
export const errorTexts: Readonly<Record<ErrorCode, readonly [sentence: string, remedy: string | null]>> = {
  login_cancelled: ['Die Anmeldung wurde abgebrochen.', null],
  login_app_invalid: [
    'Die Adresse der Chat-App muss eine https-Adresse ohne Zugangsdaten, Abfrage und Fragment sein.',
    'Die Adresse berichtigen.',
  ],
  login_bundle_expired: [
    'Diese Anmeldung ist abgelaufen und lässt sich nicht erneuern.',
    'Neu anmelden. Kommt das gleich wieder, die Uhr dieses Rechners stellen.',
  ],
  login_bundle_invalid: [
    'Das ist keine Anmeldung der Chat-App.',
    'Den ganzen Text kopieren, den die Anmeldeseite anbietet, von { bis }.',
  ],
  login_listen_failed: [
    'Für die Anmeldung ließ sich auf diesem Rechner kein Port öffnen.',
    'Noch einmal versuchen oder die Anmeldung als Text einfügen.',
  ],
  login_timeout: [
    'Niemand hat sich rechtzeitig angemeldet.',
    'Noch einmal versuchen. Erreicht die Seite diesen Rechner nicht, die Anmeldung als Text einfügen.',
  ],
  login_required: ['Für das Relay fehlt ein Token.', 'Anmelden oder ein Token für das Relay hinterlegen.'],
  account_too_many: ['Auf diesem Rechner gibt es zu viele Konten.', 'Eines davon abmelden.'],
  account_unknown: ['Dieses Konto gibt es auf diesem Rechner nicht.', 'Ein anderes Konto wählen.'],
  account_record_damaged: ['Das hinterlegte Konto ist nicht lesbar.', 'Neu anmelden.'],
  account_refresh_failed: [
    'Die Anmeldung ließ sich nicht erneuern.',
    'Das Netz prüfen und noch einmal versuchen, oder neu anmelden.',
  ],
  account_signed_out: ['Das Konto ist abgemeldet.', 'Neu anmelden.'],
  veil_session_missing: ['Auf diesem Rechner gibt es keine Sitzung von og-veil.', 'Stattdessen anmelden.'],
  veil_session_unreadable: [
    'Die Sitzung von og-veil ist nicht lesbar.',
    'Diesem Benutzer Zugriff auf die Datei geben oder anmelden.',
  ],
  sandbox_not_running: ['Gatehouse läuft nicht mit der Sandbox.', 'Bei der Chat-App anmelden.'],
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
  gateway_unknown: ['Ein Gateway dieses Namens gibt es nicht.', 'Eins aus der Liste wählen.'],
  gateway_exists: [
    'Ein Gateway dieses Namens gibt es schon.',
    'Einen anderen Namen wählen oder zuerst das vorhandene entfernen.',
  ],
  gateway_invalid: [
    'Dieses Gateway ist so nicht brauchbar.',
    'Einen Namen und eine Adresse wie wss://gateway.example oder ws://127.0.0.1:18789 angeben.',
  ],
  gateway_url_invalid: [
    'Die Adresse des Gateways ist nicht brauchbar.',
    'Eine Adresse wie wss://gateway.example oder ws://127.0.0.1:18789 angeben.',
  ],
  gateway_plaintext_refused: [
    'Über das offene Netz geht Gatehouse nicht unverschlüsselt.',
    'Eine Adresse mit wss:// nehmen.',
  ],
  gateway_pin_invalid: [
    'Der Fingerabdruck des Zertifikats ist nicht brauchbar.',
    'Die 64 Hex-Ziffern seines SHA-256 eintragen.',
  ],
  gateway_not_connected: ['Das Gateway ist nicht verbunden.', 'Noch einmal versuchen, sobald es verbunden ist.'],
  gateway_closed: ['Die Verbindung zum Gateway endete vor der Antwort.', 'Noch einmal versuchen.'],
  gateway_stopped: ['Gatehouse trennt sich gerade vom Gateway.', 'Noch einmal versuchen.'],
  gateway_request_timeout: [
    'Das Gateway hat nicht rechtzeitig geantwortet.',
    'Noch einmal versuchen; bleibt es so, im Protokoll des Gateways nachsehen.',
  ],
  gateway_request_backlog: ['Das Gateway hat noch zu viele offene Fragen.', 'Gleich noch einmal versuchen.'],
  gateway_unsupported: ['Dieses Gateway kann das nicht.', 'Das Gateway aktualisieren.'],
  gateway_answer_invalid: [
    'Gatehouse versteht die Antwort des Gateways nicht.',
    'Prüfen, ob Gateway und Gatehouse aktuell sind.',
  ],
  gateway_scope_missing: ['Dafür fehlt Gatehouse am Gateway ein Recht.', 'Beim Betreiber mehr Zugriff erbitten.'],
  gateway_refused: ['Das Gateway hat die Anfrage abgelehnt.', 'Nachsehen, welche Rechte Gatehouse dort hat.'],
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
    'Diesem Benutzer Zugriff auf die Datei geben und noch einmal versuchen.',
  ],
  pause_not_kept: [
    'Die Pause ließ sich nicht festhalten.',
    'Auf dem Datenträger Platz schaffen oder diesem Benutzer Zugriff auf den Ordner geben.',
  ],
  subscription_unknown: ['Ein Abo dieses Namens gibt es nicht.', 'Eins aus der Liste wählen.'],
  subscription_name_taken: [
    'Ein Abo dieses Namens gibt es schon.',
    'Einen anderen Namen wählen oder sein Token ersetzen.',
  ],
  subscription_name_invalid: [
    'Dieser Name ist für ein Abo nicht brauchbar.',
    'Einen kurzen Namen wählen, zum Beispiel den des Kontos.',
  ],
  subscription_duplicate: [
    'Ein anderes Abo hat dieses Token schon.',
    'Das vorhandene nehmen: Zwei Einträge für ein Token würden seine Grenze doppelt zählen.',
  ],
  subscription_token_invalid: ['Das ist kein brauchbares Token.', 'Das ganze Token einfügen.'],
  subscription_token_refused: [
    'Der Anbieter nimmt dieses Token nicht an.',
    'Nichts wurde gespeichert. Das Token prüfen.',
  ],
  subscription_token_missing: ['Der Geheimnisspeicher hat kein Token für dieses Abo.', 'Sein Token ersetzen.'],
  subscription_token_outdated: [
    'Das Token dieses Abos wurde auf einem anderen Rechner ersetzt.',
    'Das neue auch hier hinterlegen.',
  ],
  no_usable_subscription: ['Kein Abo ist nutzbar.', 'Eins hinzufügen oder warten, bis das erste zurück ist.'],
  subscriptions_failed: ['Die Abos sind nicht nutzbar: Etwas Unerwartetes ist geschehen.', 'Das Protokoll sagt mehr.'],
  subscriptions_file_too_new: [
    'Die Datei der Abos stammt von einer neueren Version.',
    'Gatehouse aktualisieren oder die Datei beiseitelegen.',
  ],
  subscriptions_file_unreadable: [
    'Die Datei der Abos ist nicht lesbar.',
    'Diesem Benutzer Zugriff auf die Datei geben.',
  ],
  subscriptions_file_unwritable: [
    'Die Datei der Abos lässt sich nicht schreiben.',
    'Auf dem Datenträger Platz schaffen oder diesem Benutzer Zugriff auf den Ordner geben.',
  ],
  shared_state_unavailable: [
    'Der gemeinsame Stand ist nicht erreichbar, darum wird nichts gewechselt.',
    'Redis zurückbringen; Gatehouse versucht es weiter.',
  ],
  shared_state_misconfigured: [
    'Der gemeinsame Stand ist nicht lesbar.',
    'Auf allen Rechnern der Flotte dieselbe Version nutzen oder dieser Flotte einen eigenen Namen geben.',
  ],
  agent_unknown: ['Einen Agenten dieses Namens gibt es nicht.', 'Einen aus der Liste wählen.'],
  agent_exists: [
    'Einen Agenten dieses Namens gibt es schon.',
    'Einen anderen Namen wählen oder zuerst den vorhandenen entfernen.',
  ],
  agent_invalid: ['Dieser Agent ist so nicht brauchbar.', 'Seine Angaben prüfen.'],
  agent_name_invalid: [
    'Der Name eines Agenten besteht aus Kleinbuchstaben, Ziffern und Bindestrichen.',
    'Einen Namen wie coder oder web-coder-2 wählen.',
  ],
  agent_url_invalid: ['Die Adresse des Agenten ist nicht brauchbar.', 'Die Adresse berichtigen.'],
  agents_too_many: ['Es gibt schon zu viele Agenten.', 'Einen davon entfernen.'],
  agent_busy: ['Ein anderer Rechner wechselt diesen Agenten gerade.', 'In einer Minute noch einmal versuchen.'],
  agent_lock_lost: ['Die Sperre dieses Agenten ging verloren.', 'Den Wechsel führt jetzt aus, wer die Sperre hat.'],
  agent_unassigned: ['Der Agent hat kein Abo.', 'Ihm eins zuweisen.'],
  assignment_changed: ['Der Agent wurde inzwischen umgestellt.', 'Noch einmal versuchen.'],
  provider_timeout: [
    'Der Anbieter hat nicht rechtzeitig geantwortet.',
    'Das Netz prüfen; der nächste Versuch folgt von selbst.',
  ],
  provider_unreachable: [
    'Der Anbieter ist nicht erreichbar.',
    'Das Netz prüfen; der nächste Versuch folgt von selbst.',
  ],
  provider_redirect: [
    'Der Anbieter hat auf eine andere Adresse verwiesen.',
    'Gatehouse folgt ihr nicht, weil die Zugangsdaten mitgingen. Die Adresse des Anbieters berichtigen.',
  ],
  no_usable_tee: [
    'Keine TEE der Registry ist nutzbar.',
    'Warten, bis eine eingetragen wird, oder die Registry noch einmal prüfen.',
  ],
  pcr_pin_unmatched: [
    'Keine TEE läuft mit dem gebundenen Build.',
    'tee.expectedPcrHash prüfen oder die Bindung lösen.',
  ],
  tee_pin_unmatched: [
    'Die gebundene TEE ist nicht nutzbar.',
    'Eine TEE bekommt bei jedem Neustart eine neue Kennung: tee.teeId ändern oder die Bindung lösen.',
  ],
  tee_selection_failed: ['Keine TEE ließ sich wählen.', 'Die Registry prüfen.'],
  tee_gate_stopped: ['Die Wahl der TEE ruht gerade.', 'Gleich noch einmal versuchen.'],
  tee_not_configured: [
    'Keine Registry ist eingestellt.',
    'tee.registry.rpcUrls und tee.registry.address einstellen oder die Sandbox nehmen.',
  ],
  tee_paused: [
    'Gatehouse ist pausiert, und der TEE ist nicht mehr zu trauen. Anfragen werden abgelehnt.',
    'Fortsetzen oder die TEE von Hand wechseln.',
  ],
  computer_offline: [
    'Dieser Rechner ist offline, und nichts wurde gesendet.',
    'Ihn mit einem Netz verbinden. Gatehouse merkt es binnen Sekunden und macht von selbst weiter.',
  ],
  registry_unreachable: ['Die Chain ist nicht erreichbar.', 'Das Netz prüfen oder weitere RPC-Endpunkte einstellen.'],
  registry_no_contract: [
    'Unter der Adresse der Registry liegt kein Vertrag.',
    'tee.registry.address und tee.registry.rpcUrls prüfen.',
  ],
  registry_wrong_chain: [
    'Ein RPC-Endpunkt antwortet für eine andere Chain.',
    'tee.registry.rpcUrls und tee.registry.chainId prüfen.',
  ],
  registry_undecodable: ['Die Antwort der Registry ist nicht lesbar.', 'tee.registry.address prüfen.'],
  registry_misconfigured: ['Die Registry ist nicht richtig eingestellt.', 'Ihre Einstellungen berichtigen.'],
  registry_check_slow: ['Die Registry hat nicht rechtzeitig geantwortet.', null],
  verification_failed: [
    'Eine Antwort bestand die Prüfung nicht.',
    'Nichts wurde weitergegeben. Mit einer anderen TEE noch einmal versuchen.',
  ],
  relay_unreachable: ['Das Relay ist nicht erreichbar.', 'Das Netz und die Adresse des Relays prüfen.'],
  relay_reset: ['Das Relay hat die Verbindung ohne Antwort beendet.', 'Noch einmal versuchen.'],
  relay_timeout: [
    'Das Relay hat nicht rechtzeitig geantwortet.',
    'Noch einmal versuchen. Die Anfrage kann schon bearbeitet und berechnet worden sein.',
  ],
  relay_cut: [
    'Das Relay hat seine Antwort abgebrochen.',
    'Noch einmal versuchen. Die Anfrage kann schon bearbeitet und berechnet worden sein.',
  ],
  relay_malformed: ['Das Relay hat etwas Unverständliches geschickt.', 'Die Adresse des Relays prüfen.'],
  relay_too_large: ['Die Antwort ist zu groß.', 'Eine kürzere Antwort anfordern oder relay.maxResponseBytes erhöhen.'],
  relay_redirect: [
    'Das Relay hat auf eine andere Adresse verwiesen, der nicht gefolgt wird.',
    'Die endgültige Adresse eintragen.',
  ],
  relay_status: ['Das Relay hat die Anfrage abgelehnt.', 'Die Meldung des Relays steht im Protokoll.'],
  enclave_error: ['Die Enklave hat einen Fehler gemeldet.', 'Noch einmal versuchen.'],
  port_busy: [
    'Der Port des lokalen Endpunkts ist belegt.',
    'Das andere Programm beenden oder einen anderen Port einstellen.',
  ],
  port_forbidden: [
    'Dieser Benutzer darf auf dem Port des lokalen Endpunkts nicht lauschen.',
    'Einen Port ab 1024 einstellen.',
  ],
  proxy_failed: ['Der lokale Endpunkt ließ sich nicht öffnen.', 'Port und Adresse in den Einstellungen prüfen.'],
  proxy_host_not_loopback: [
    'Der lokale Endpunkt darf nur auf diesem Rechner lauschen.',
    'proxy.host auf 127.0.0.1, ::1 oder localhost stellen.',
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
  gateway_not_removed: ['Kein Gateway dieses Namens wurde in den letzten zehn Minuten entfernt.', 'Es neu hinzufügen.'],
  config_newer: [
    'Die Einstellungen stammen von einem neueren Gatehouse. Nichts wurde daran geändert.',
    'Das neuere Gatehouse wieder installieren oder mit anderen Einstellungen starten.',
  ],
  safe_mode: [
    'Gatehouse ist im abgesicherten Modus.',
    'Normal starten; vorher lässt sich ein Diagnosebericht speichern.',
  ],
  update_unreachable: [
    'Der Server der Updates ist nicht erreichbar.',
    'Das Netz prüfen; Gatehouse versucht es von selbst wieder.',
  ],
  update_timed_out: ['Der Server der Updates hat nicht rechtzeitig geantwortet.', 'Später noch einmal versuchen.'],
  update_server_failed: ['Der Server der Updates hat mit einem Fehler geantwortet.', 'Später noch einmal versuchen.'],
  update_feed_missing: [
    'Für diesen Kanal und dieses System gibt es keine Liste der Versionen.',
    'In den Einstellungen den anderen Kanal wählen.',
  ],
  update_feed_invalid: ['Die Liste der Versionen ist nicht lesbar.', 'Später noch einmal versuchen.'],
  update_not_found: ['Die Datei der neuen Version fehlt.', 'Später noch einmal versuchen.'],
  update_checksum_mismatch: [
    'Was geladen wurde, ist nicht, was veröffentlicht wurde. Es wurde verworfen.',
    'Noch einmal versuchen; bleibt es so, melden.',
  ],
  update_signature_invalid: [
    'Die neue Version trägt nicht die Signatur, die sie haben muss. Sie wurde verworfen.',
    'Es melden und nichts davon installieren.',
  ],
  update_signature_unchecked: [
    'Die Signatur der neuen Version lässt sich auf diesem Rechner nicht prüfen. Sie wurde verworfen.',
    'PowerShell erlauben oder die neue Version von Hand laden und ihre Signatur ansehen.',
  ],
  update_disk_full: ['Für das Update ist kein Platz.', 'Platz schaffen und noch einmal versuchen.'],
  update_not_writable: [
    'Dieser Benutzer darf die Datei von Gatehouse nicht ersetzen.',
    'Gatehouse in einen eigenen Ordner legen oder die neue Version von Hand installieren.',
  ],
  update_target_missing: [
    'Die Datei, die ersetzt würde, ist nicht mehr da.',
    'Die neue Version von Hand installieren.',
  ],
  update_copy_fixed: [
    'Das System lässt nicht zu, dass diese Kopie ersetzt wird.',
    'Die neue Version von Hand installieren.',
  ],
  update_not_applied: ['Nach dem Neustart lief noch die alte Version.', 'Die neue Version von Hand installieren.'],
  update_not_kept: [
    'Was von Updates bekannt ist, ließ sich nicht festhalten.',
    'Platz schaffen oder diesem Benutzer Zugriff auf den Ordner geben.',
  ],
  update_failed: [
    'Das Update ist fehlgeschlagen.',
    'Später noch einmal versuchen oder die neue Version von Hand laden.',
  ],
  not_signed_in: ['Dieser Browser ist nicht angemeldet.', 'Das Fenster mit einem neuen Link öffnen.'],
  unsafe_link: ['Gatehouse öffnet diese Adresse nicht: Nur https ist erlaubt.', 'Die Adresse der Chat-App prüfen.'],
  invalid_request: [
    'Diesen Befehl kennt Gatehouse nicht.',
    'Fenster und Programm sind womöglich von verschiedenen Versionen: Das Fenster neu laden.',
  ],
  internal_error: ['In Gatehouse ist ein Fehler aufgetreten.', 'Das Protokoll sagt mehr.'],
};
