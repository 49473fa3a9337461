import type { ErrorTexts } from './error-texts.ts';

/** German: errors of gateways. */
export const gatewayErrors = {
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
  gateway_request_invalid: ['Diese Anfrage lässt sich dem Gateway nicht stellen.', 'Das Protokoll sagt mehr.'],
  gateway_request_too_large: ['Diese Anfrage ist für das Gateway zu groß.', 'Weniger auf einmal schicken.'],
  gateway_challenge_invalid: [
    'Das Gateway meldet sich anders, als Gatehouse es kennt.',
    'Prüfen, ob unter der Adresse ein Gateway läuft und ob es aktuell ist.',
  ],
  gateway_pin_mismatch: [
    'Das Zertifikat ist nicht das festgelegte.',
    'Den Fingerabdruck mit dem auf dem Gateway vergleichen und nur dann neu festlegen, wenn er dort so steht.',
  ],
  gateway_device_unreadable: [
    'Der Geräteschlüssel im Geheimnisspeicher ist nicht lesbar.',
    'Ihn löschen und das Gerät neu koppeln.',
  ],
  gateway_unsupported: ['Dieses Gateway kann das nicht.', 'Das Gateway aktualisieren.'],
  gateway_answer_invalid: [
    'Gatehouse versteht die Antwort des Gateways nicht.',
    'Prüfen, ob Gateway und Gatehouse aktuell sind.',
  ],
  gateway_scope_missing: ['Dafür fehlt Gatehouse am Gateway ein Recht.', 'Beim Betreiber mehr Zugriff erbitten.'],
  gateway_refused: ['Das Gateway hat die Anfrage abgelehnt.', 'Nachsehen, welche Rechte Gatehouse dort hat.'],
  gateway_not_removed: ['Kein Gateway dieses Namens wurde in den letzten zehn Minuten entfernt.', 'Es neu hinzufügen.'],
} as const satisfies ErrorTexts;
