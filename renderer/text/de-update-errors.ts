import type { ErrorCode } from '../../electron/contract/index.ts';

type UpdateCode = Extract<ErrorCode, `update_${string}`>;

/** German: why an update went wrong, and what a person can do. */
export const updateErrors: Readonly<Record<UpdateCode, readonly [sentence: string, remedy: string | null]>> = {
  update_unreachable: [
    'Der Server der Updates ist nicht erreichbar oder brach ab.',
    'Prüfe die Verbindung und sieh noch einmal nach Updates.',
  ],
  update_timed_out: [
    'Der Server der Updates antwortet nicht rechtzeitig.',
    'Prüfe die Verbindung und sieh noch einmal nach Updates.',
  ],
  update_server_failed: ['Der Server der Updates antwortet mit einem Fehler.', 'Sieh später noch einmal nach Updates.'],
  update_feed_missing: [
    'Für dieses System und diesen Kanal gibt es keine Liste der Versionen.',
    'Wähle einen anderen Kanal oder lade die neue Version von Hand.',
  ],
  update_feed_invalid: [
    'Die Liste der Versionen ist nicht zu verstehen.',
    'Sieh später noch einmal nach. Bleibt es so, lade die neue Version von Hand.',
  ],
  update_not_found: [
    'Die Liste der Versionen nennt eine Datei, die es nicht gibt.',
    'Sieh später noch einmal nach: Vielleicht wird gerade eine Version veröffentlicht.',
  ],
  update_checksum_mismatch: [
    'Was geladen wurde, ist nicht, was die Liste der Versionen verspricht, und wurde verworfen.',
    'Sieh noch einmal nach Updates. Bleibt es so, installiere diese Version nicht.',
  ],
  update_signature_invalid: [
    'Die neue Version ist nicht von denen signiert, die diese signiert haben, und wurde verworfen.',
    'Installiere diese Version nicht und melde es dem Projekt.',
  ],
  update_disk_full: [
    'Für die neue Version ist kein Platz.',
    'Schaffe Platz auf dem Datenträger und sieh noch einmal nach Updates.',
  ],
  update_not_writable: [
    'Wo dieses Gatehouse oder das Geladene liegt, darf nichts geschrieben werden.',
    'Verschiebe Gatehouse in einen Ordner, in den du schreiben darfst, oder lade die neue Version von Hand.',
  ],
  update_target_missing: [
    'Die Datei, aus der Gatehouse gestartet wurde, ist nicht mehr da.',
    'Lade Gatehouse neu; Einstellungen und Geheimnisse bleiben.',
  ],
  update_copy_fixed: [
    'Das System lässt dieses Gatehouse nicht aktualisieren: Es ist nicht signiert, oder an seinem Ort lässt sich nichts ersetzen.',
    'Verschiebe Gatehouse in den Ordner der Programme oder lade die neue Version von Hand.',
  ],
  update_not_applied: [
    'Nach dem Neustart läuft noch die alte Version.',
    'Sieh noch einmal nach Updates oder lade die neue Version von Hand.',
  ],
  update_not_kept: [
    'Was von Updates bekannt ist, ließ sich nicht festhalten.',
    'Schaffe Platz oder gib diesem Benutzer Zugriff auf den Ordner.',
  ],
  update_failed: [
    'Das Update ist fehlgeschlagen.',
    'Sieh später noch einmal nach Updates oder lade die neue Version von Hand.',
  ],
};
