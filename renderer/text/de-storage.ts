import type { StorageCause } from '../../electron/contract/index.ts';

/** German: what it means that something cannot be written. */
export function storageSentence(cause: StorageCause, path: string): string {
  return `${WHAT[cause](path)} Anfragen werden beantwortet und geprüft wie zuvor; was dort stehen sollte, geht bis dahin verloren.`;
}

const WHAT: Readonly<Record<StorageCause, (path: string) => string>> = {
  full: path => `Bei ${path} ist kein Platz mehr.`,
  'read-only': path => `Der Datenträger von ${path} lässt sich nur lesen.`,
  denied: path => `Dieser Benutzer darf ${path} nicht schreiben.`,
  failing: path => `${path} lässt sich nicht schreiben.`,
};

/** The same in a few words. */
export const STORAGE_HEADLINES: Readonly<Record<StorageCause, string>> = {
  full: 'Auf dem Datenträger ist kein Platz mehr.',
  'read-only': 'Der Datenträger lässt sich nur lesen.',
  denied: 'Dateien dürfen nicht geschrieben werden.',
  failing: 'Dateien lassen sich nicht schreiben.',
};
