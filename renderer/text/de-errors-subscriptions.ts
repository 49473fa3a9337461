import type { ErrorTexts } from './error-texts.ts';

/** German: errors of subscriptions, the agents that use them, and their providers. */
export const subscriptionErrors = {
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
  agent_not_local: [
    'Die Prozesse dieses Agenten startet nicht Gatehouse.',
    'Für solche einen Agenten der Art „lokal“ anlegen.',
  ],
  agent_unsettled: [
    'Der Agent hat sein Abo noch nicht übernommen.',
    'Noch einmal versuchen; bleibt es so, zeigt die Liste der Agenten den Grund.',
  ],
  restart_hook_invalid: ['Der Befehl zum Neustart des Agenten ist leer.', 'Programm und Argumente als Liste angeben.'],
  pass_through_off: [
    'Agenten dürfen ihre Modellaufrufe nicht durch Gatehouse schicken.',
    'subscriptions.passThrough einschalten und Gatehouse neu starten.',
  ],
  provider_misconfigured: ['Die Adresse des Anbieters ist nicht brauchbar.', 'Sie in den Einstellungen berichtigen.'],
} as const satisfies ErrorTexts;
