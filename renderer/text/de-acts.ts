import type { Messages } from './messages.ts';

/** German: secrets on this page, files that are saved, and the restart. */
export const acts: Messages['acts'] = {
  secretsRefused:
    'Was diese Seite sendet, könnten andere mitlesen, darum nimmt sie kein Geheimnis an. Die Befehlszeile auf dem Rechner des Hosts nehmen oder diese Seite durch einen SSH-Tunnel öffnen.',
  save: 'Als Datei speichern',
  saving: 'Speichert …',
  savingFile: 'Die Datei wird geschrieben …',
  savedTo: file => `Gespeichert in ${file}`,
  savedAs: fileName => `Vom Browser als ${fileName} gespeichert.`,
  notSaved: 'Nichts wurde gespeichert.',
  export: {
    open: 'Exportieren …',
    title: 'Verlauf exportieren',
    everything: 'Alle aufbewahrten Einträge, die ältesten zuerst, ohne Geheimnisse.',
    filtered: filter =>
      `Alle Einträge zu diesem Filter, auch noch nicht gezeigte, die ältesten zuerst, ohne Geheimnisse: ${filter}.`,
    format: 'Format',
    formats: { jsonl: 'JSON Lines', csv: 'CSV' },
    hints: {
      jsonl: 'Für Programme: je Eintrag eine Zeile mit allem, was bekannt ist.',
      csv: 'Für Tabellenprogramme.',
    },
    act: 'Exportieren',
  },
  moveSecrets: {
    to: {
      'safe-storage': 'In den Schutz des Systems verschieben …',
      keychain: 'In den Schlüsselbund verschieben …',
      'encrypted-file': 'In eine verschlüsselte Datei verschieben …',
    },
    title: 'Alle Geheimnisse verschieben?',
    consent: {
      'safe-storage':
        'Sie sind dann mit einem Schlüssel verschlüsselt, den das System für das Programm mit Fenster aufbewahrt. Die Befehlszeile erreicht sie nur, solange es läuft.',
      keychain:
        'Sie liegen dann im Schlüsselbund dieses Rechners, für die Befehlszeile und den Host ohne Fenster. Das Programm mit Fenster kann sie dort nicht lesen.',
      'encrypted-file':
        'Sie liegen dann in einer Datei, die jedes Programm von Gatehouse lesen kann. Auch ihr Schlüssel liegt in einer Datei: Eine Kopie der Geheimnisse allein nützt nichts, ein Programm desselben Benutzers kann aber beides lesen.',
    },
    how: 'Jedes wird am neuen Ort gelesen, bevor es am alten verschwindet. Nichts wird unterbrochen.',
    act: 'Verschieben',
    acting: 'Die Geheimnisse werden verschoben; das System fragt vielleicht nach seinem Passwort …',
    moved: 'Die Geheimnisse wurden verschoben.',
    there: 'Die Geheimnisse sind schon dort.',
  },
  restart: {
    act: 'Gatehouse neu starten',
    acting: 'Startet neu …',
    title: 'Gatehouse neu starten?',
    inFlight: requests =>
      `${requests} Anfragen sind unterwegs. Sie werden zuerst beantwortet, höchstens 10 s lang; neue warten, bis Gatehouse wieder da ist.`,
    inFlightOne:
      'Eine Anfrage ist unterwegs. Sie wird zuerst beantwortet, höchstens 10 s lang; neue warten, bis Gatehouse wieder da ist.',
    newLink: 'Diese Seite wird danach mit einem neuen Link geöffnet, den der Host beim Start ausgibt.',
  },
};
