/** What German texts of the product keep out: see the glossary in CONTRIBUTING.md. */
const FAULTS: readonly (readonly [fault: RegExp, why: string])[] = [
  [/(?<!\p{L})(?:du|dich|dir|dein\p{L}*|euch|euer)(?!\p{L})/iu, 'addresses the reader'],
  [/(?<!\p{L})bitte(?!\p{L}| um)/iu, 'says please'],
  [
    /(?:^|[.:;!?] |, oder |, und )(?:Prüfe|Melde|Wähle|Stelle|Starte|Lade|Nimm|Versuche|Gib|Schaffe|Ändere|Berichtige|Trage|Füge|Ersetze|Entferne|Installiere|Aktualisiere|Öffne|Sieh|Lass|Bringe|Setze|Hole|Führe|Verbinde|Beende|Warte|Kopiere|Richte|Erbitte|Lege|Bewahre|Erlaube|Speichere|Hinterlege|Wechsle|Nutze|Weise|Baue)(?![\p{L}-])/iu,
    'is an order, where an infinitive belongs',
  ],
  [/"|‘|’(?!s)|”/u, 'has quotation marks of another language'],
  [/ - |\.\.\./u, 'has a hyphen or full stops for a dash or an ellipsis'],
  [/\p{L}…$/u, 'has no space before the ellipsis'],
  [/(?:\d|\}) %/u, 'can be broken before the per cent'],
];

/** Why a text is not as German texts of the product are; undefined when it is. */
export function germanFault(text: string): string | undefined {
  return FAULTS.find(([fault]) => fault.test(text))?.[1];
}
