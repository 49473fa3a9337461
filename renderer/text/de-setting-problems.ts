const UNIT_NAMES: Readonly<Record<string, string>> = {
  milliseconds: ' in Millisekunden',
  seconds: ' in Sekunden',
  bytes: ' in Bytes',
  hours: ' in Stunden',
};

/** German: the schema's own sentences about values. */
const PROBLEMS: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [/^entry ([\d.]+): (.+)$/, (place = '', rest = '') => `Eintrag ${place}: ${problemOf(rest) ?? rest}`],
  [
    /^expected a whole number(?: of (milliseconds|seconds|bytes|hours))? from (\d+) to (\d+)$/,
    (unit = '', min = '', max = '') => `erwartet eine ganze Zahl${UNIT_NAMES[unit] ?? ''} von ${min} bis ${max}`,
  ],
  [
    /^expected 0 for off, or a whole number from (\d+) to (\d+)$/,
    (min = '', max = '') => `erwartet 0 für aus oder eine ganze Zahl von ${min} bis ${max}`,
  ],
  [/^expected true or false$/, () => 'erwartet true oder false'],
  [/^expected a text$/, () => 'erwartet einen Text'],
  [/^must not be empty$/, () => 'darf nicht leer sein'],
  [/^must not be longer than (\d+) characters$/, (max = '') => `darf nicht länger als ${max} Zeichen sein`],
  [
    /^must have a letter from a to z or a digit, and be neither “discovered” nor “sandbox”$/,
    () => 'braucht einen Buchstaben von a bis z oder eine Ziffer und darf weder „discovered“ noch „sandbox“ sein',
  ],
  [
    /^expected (.+): the proxy serves this computer only$/,
    (hosts = '') => `erwartet ${hosts.replaceAll(' or ', ' oder ')}: Der Endpunkt bedient nur diesen Rechner`,
  ],
  [/^expected 64 hex digits, with or without 0x$/, () => 'erwartet 64 Hex-Ziffern, mit oder ohne 0x'],
  [/^expected 64 hex digits, with or without colons$/, () => 'erwartet 64 Hex-Ziffern, mit oder ohne Doppelpunkte'],
  [/^expected an address: 0x and 40 hex digits$/, () => 'erwartet eine Adresse: 0x und 40 Hex-Ziffern'],
  [/^expected an? (.+) address$/, (kinds = '') => `erwartet eine Adresse mit ${kinds.replaceAll(' or ', ' oder ')}`],
  [/^expected an address like (\S+)$/, (example = '') => `erwartet eine Adresse wie ${example}`],
  [
    /^must not contain a user name or password: credentials belong in the secret store$/,
    () => 'darf weder Benutzer noch Passwort enthalten: Zugangsdaten gehören in den Geheimnisspeicher',
  ],
  [
    /^must not contain a query or fragment: credentials belong in the secret store$/,
    () => 'darf weder Abfrage noch Fragment enthalten: Zugangsdaten gehören in den Geheimnisspeicher',
  ],
  [/^must be https, because tokens are sent there$/, () => 'muss https sein, weil Tokens dorthin gehen'],
  [/^expected two times of day such as (\S+)$/, (example = '') => `erwartet zwei Uhrzeiten wie ${example}`],
  [/^expected lower-case letters, digits and hyphens$/, () => 'erwartet Kleinbuchstaben, Ziffern und Bindestriche'],
  [/^expected the name of a gateway$/, () => 'erwartet den Namen eines Gateways'],
  [/^expected an address of this computer$/, () => 'erwartet eine Adresse dieses Rechners'],
  [/^expected at least one scope$/, () => 'erwartet wenigstens ein Recht'],
  [/^expected a list of (.+)$/, () => 'erwartet eine Liste'],
  [/^expected (.+) or (\S+)$/, (words = '', last = '') => `erwartet ${words} oder ${last}`],
];

/** A sentence of the schema in German; undefined for one that is not known. */
export function problemOf(problem: string): string | undefined {
  for (const [pattern, say] of PROBLEMS) {
    const match = pattern.exec(problem);
    if (match !== null) return say(...match.slice(1));
  }
  return undefined;
}
