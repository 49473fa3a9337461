import type { FileCode } from '../../electron/contract/index.ts';
import type { Say } from './told-say.ts';

/** German: what is wrong with a file. */
export const filesTold: Readonly<Record<FileCode, Say>> = {
  damage_large: ({ count }) => `Sie ist größer als ${count} MiB.`,
  damage_not_json: () => 'Sie ist kein JSON.',
  damage_no_object: () => 'Sie ist kein JSON-Objekt.',
  damage_no_version: () => 'Sie nennt keine Version.',
  damage_no_way: ({ count, total }) => `Von ihrer Version ${count} führt kein Weg zur Version ${total}.`,
  damage_content: ({ count }) => `Ihr Inhalt passt nicht zu ihrer Version ${count}.`,
  damage_field: ({ name }) => `Das Feld ${name} ist nicht, wie es sein soll.`,
  receipt_malformed: ({ name }) => `Das ist kein Beleg: ${name} ist nicht, wie es sein soll.`,
  receipt_key: () => 'Der Schlüssel zum Signieren ist kein öffentlicher RSA-Schlüssel.',
  receipt_other_tee: () => 'Die TEE-Kennung gehört nicht zum Schlüssel, mit dem signiert wurde.',
  receipt_time: () => 'Der Zeitpunkt liegt außerhalb des Möglichen.',
  receipt_signature: () => 'Die Signatur passt nicht zu diesen Hashes und dieser Zeit.',
};
