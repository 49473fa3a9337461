import { type CoreLine, corePatterns, saidAs } from './core-line.ts';

/** German: what the checks of the diagnostics find, and what is to be done. */
const LINES: readonly CoreLine[] = [
  ['{1} can be read and changed.', '{1} lässt sich lesen und ändern.'],
  [
    'There is none yet: everything is at its default. It would be {1}.',
    'Es gibt noch keine: Alles ist wie vorgegeben. Sie läge unter {1}.',
  ],
  ['{1} cannot be changed: {2}', '{1} lässt sich nicht ändern: {2}'],
  ['{1} cannot be written to: {2}', 'In {1} lässt sich nicht schreiben: {2}'],
  [
    'Correct {1}. Until then the values of the start are in force.',
    '{1} berichtigen. Bis dahin gelten die Werte des Starts.',
  ],
  ['Give this user access to the file.', 'Diesem Benutzer Zugriff auf die Datei geben.'],
  ['Give this user access to it.', 'Diesem Benutzer Zugriff darauf geben.'],
  ['Give this user access to {1}.', 'Diesem Benutzer Zugriff auf {1} geben.'],
  ['{1} are free at {2}.', '{1} sind frei bei {2}.'],
  ['Make room: nothing can be written soon.', 'Platz schaffen: Bald lässt sich nichts mehr schreiben.'],
  ['Make room on this disk.', 'Auf diesem Datenträger Platz schaffen.'],
  ['{1} is written.', '{1} wird geschrieben.'],
  ['There is no log yet at {1}.', 'Unter {1} gibt es noch kein Protokoll.'],
  ['The log cannot be written: {1}', 'Das Protokoll lässt sich nicht schreiben: {1}'],
  [
    "In {1}, encrypted with a key in this computer's keychain. It holds {2}.",
    'In {1}, verschlüsselt mit einem Schlüssel aus dem Schlüsselbund dieses Rechners. Darin: {2}.',
  ],
  [
    'In {1}, encrypted. The key is a file in {2}: whoever can read both, as programs of this user can, has the secrets. It holds {3}.',
    'In {1}, verschlüsselt. Der Schlüssel ist eine Datei in {2}: Wer beides lesen kann, wie Programme dieses Benutzers, hat die Geheimnisse. Darin: {3}.',
  ],
  ['No gateway is configured.', 'Kein Gateway ist eingerichtet.'],
  ['Not looked at, because this computer is offline.', 'Nicht nachgesehen, weil dieser Rechner offline ist.'],
  ['{1} accepts connections.', '{1} nimmt Verbindungen an.'],
  ['No endpoint can be asked over HTTP.', 'Kein Endpunkt lässt sich über HTTP fragen.'],
  ['{1} answers for chain {2}.', '{1} antwortet für Chain {2}.'],
  ['No RPC endpoint answers. {1}', 'Kein RPC-Endpunkt antwortet. {1}'],
  ['{1} of {2} RPC endpoints answer. {3}', '{1} von {2} RPC-Endpunkten antworten. {3}'],
  ['Replace the one that does not answer.', 'Den ersetzen, der nicht antwortet.'],
  ['The registry is being read.', 'Die Registry wird gelesen.'],
  ['{1} listed, {2} usable.', '{1} verzeichnet, {2} nutzbar.'],
  ['The relay does not say what time it is.', 'Das Relay sagt nicht, wie spät es ist.'],
  ["The clock is within {1} s of the relay's.", 'Die Uhr weicht höchstens {1} s von der des Relays ab.'],
  [
    "The clock is {1} s ahead of the relay's. Proofs look too old or too new then.",
    'Die Uhr geht {1} s vor der des Relays. Beweise wirken dann zu alt oder zu neu.',
  ],
  [
    "The clock is {1} s behind the relay's. Proofs look too old or too new then.",
    'Die Uhr geht {1} s nach gegenüber der des Relays. Beweise wirken dann zu alt oder zu neu.',
  ],
  [
    'Turn on setting the time automatically in the settings of the system.',
    'In den Einstellungen des Systems die Zeit automatisch stellen lassen.',
  ],
  ['The sandbox needs none.', 'Die Sandbox braucht keins.'],
  ['{1} takes requests.', '{1} nimmt Anfragen an.'],
  ['{1} does not take connections: {2}', '{1} nimmt keine Verbindungen an: {2}'],
  ['Restart Gatehouse.', 'Gatehouse neu starten.'],
  ['{1} answers, with status {2}.', '{1} antwortet, mit Status {2}.'],
  ['It has a problem of its own: try again later.', 'Dort gibt es eine Störung: später noch einmal versuchen.'],
  ['No subscription is configured, so nobody was asked.', 'Kein Abo ist eingerichtet, deshalb wurde niemand gefragt.'],
  ['{1} cannot be reached: {2}', '{1} ist nicht erreichbar: {2}'],
  [
    'Check the network of this computer, and the address in the settings.',
    'Das Netz dieses Rechners prüfen, und die Adresse in den Einstellungen.',
  ],
  ['There was no answer within {1} s.', 'Innerhalb von {1} s kam keine Antwort.'],
  ['Check the network, and try again.', 'Das Netz prüfen und noch einmal versuchen.'],
  ['The check failed: {1}', 'Die Prüfung ist gescheitert: {1}'],
  ['Nobody is signed in.', 'Niemand ist angemeldet.'],
  ['Signed in as {1}.', 'Angemeldet als {1}.'],
  ['{1} was signed out.', '{1} wurde abgemeldet.'],
];

const PATTERNS = corePatterns(LINES);

/** A sentence of a check in German; undefined for one that is not known. */
export function checkSentence(sentence: string): string | undefined {
  return saidAs(sentence, PATTERNS, value =>
    value.replace(/^(\d+) secrets?$/, (_, count: string) => (count === '1' ? '1 Geheimnis' : `${count} Geheimnisse`)),
  );
}
