import type { ErrorTexts } from './error-texts.ts';

/** German: errors of private inference: registry, TEEs, relay and the local endpoint. */
export const inferenceErrors = {
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
  answer_unproven: [
    'Die Antwort auf die Testanfrage kam ohne Nachweis.',
    'Noch einmal versuchen. Kommt das wieder vor, die TEE wechseln.',
  ],
  endpoint_failed: [
    'Der lokale Endpunkt ließ sich nicht fragen.',
    'Prüfen, ob er offen ist, dann noch einmal versuchen.',
  ],
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
} as const satisfies ErrorTexts;
