import type { ErrorTexts } from './error-texts.ts';

/** German: errors of updates. */
export const updateErrors = {
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
} as const satisfies ErrorTexts;
