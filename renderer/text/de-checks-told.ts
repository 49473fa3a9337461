import { type CheckCode, type SecretsCode, StorageCause } from '../../electron/contract/index.ts';
import { pl } from './de-plural.ts';
import { storageSentence } from './de-storage.ts';
import type { Say } from './told-say.ts';

/** German: what the checks of the diagnostics find. */
export const checksTold: Readonly<Record<CheckCode, Say>> = {
  check_settings_fine: ({ name }) => `${name} lässt sich lesen und ändern.`,
  check_settings_none: ({ name }) => `Es gibt noch keine: Alles ist wie vorgegeben. Sie läge unter ${name}.`,
  check_settings_locked: ({ name, why }) => `${name} lässt sich nicht ändern: ${why}`,
  check_folder_locked: ({ name, why }) => `In ${name} lässt sich nicht schreiben: ${why}`,
  check_settings_wrong: ({ name, count, quoted }) => {
    const problem = quoted('');
    if (problem === '') return undefined;
    if (name === '') return problem;
    return `${name}: ${problem}${count === 0 ? '' : ` (und ${count} ${count === 1 ? 'weiterer Wert' : 'weitere Werte'})`}.`;
  },
  check_disk: ({ name, other }) => `${other} sind frei bei ${name}.`,
  check_unwritable: ({ name, other }) => {
    const cause = StorageCause.safeParse(other);
    return storageSentence(cause.success ? cause.data : 'failing', name);
  },
  check_log_written: ({ name }) => `${name} wird geschrieben.`,
  check_log_none: ({ name }) => `Unter ${name} gibt es noch kein Protokoll.`,
  check_log_locked: ({ why }) => `Das Protokoll lässt sich nicht schreiben: ${why}`,
  check_secrets: ({ count, why, quoted }) => `${quoted(why)} Darin: ${pl(count, 'Geheimnis', 'Geheimnisse')}.`,
  check_offline: () => 'Nicht nachgesehen, weil dieser Rechner offline ist.',
  check_no_gateway: () => 'Kein Gateway ist eingerichtet.',
  check_accepts: ({ name }) => `${name} nimmt Verbindungen an.`,
  check_unreachable: ({ name, why }) => `${name} ist nicht erreichbar: ${why}`,
  check_no_http_rpc: () => 'Kein Endpunkt lässt sich über HTTP fragen.',
  check_chain: ({ name, other }) => `${name} antwortet für Chain ${other}.`,
  check_chain_silent: ({ why }) => `Kein RPC-Endpunkt antwortet. ${why}`,
  check_chain_partly: ({ count, total, why }) => `${count} von ${total} RPC-Endpunkten antworten. ${why}`,
  check_registry_reading: () => 'Die Registry wird gelesen.',
  check_registry: ({ count, total }) => `${total} verzeichnet, ${count} nutzbar.`,
  check_clock_unknown: () => 'Das Relay sagt nicht, wie spät es ist.',
  check_clock_fine: ({ count }) => `Die Uhr weicht höchstens ${count} s von der des Relays ab.`,
  check_clock_ahead: ({ count }) =>
    `Die Uhr geht ${count} s vor der des Relays. Beweise wirken dann zu alt oder zu neu.`,
  check_clock_behind: ({ count }) =>
    `Die Uhr geht ${count} s nach gegenüber der des Relays. Beweise wirken dann zu alt oder zu neu.`,
  check_account_unneeded: () => 'Die Sandbox braucht keins.',
  check_endpoint_open: ({ name }) => `${name} nimmt Anfragen an.`,
  check_endpoint_deaf: ({ name, why }) => `${name} nimmt keine Verbindungen an: ${why}`,
  check_answers: ({ name, other }) => `${name} antwortet, mit Status ${other}.`,
  check_no_subscription: () => 'Kein Abo ist eingerichtet, deshalb wurde niemand gefragt.',
  check_late: ({ ms }) => `Innerhalb von ${ms / 1_000} s kam keine Antwort.`,
  check_failed: ({ why, quoted }) => `Die Prüfung ist gescheitert: ${quoted(why)}`,
};

/** German: where secrets are kept, and how well. */
export const secretsTold: Readonly<Record<SecretsCode, Say>> = {
  secrets_plain: ({ name }) => `In ${name}, unverschlüsselt und nur für diesen Benutzer lesbar.`,
  secrets_file: ({ name, other }) =>
    `In ${name}, verschlüsselt. Der Schlüssel ist eine Datei in ${other}: Wer beides lesen kann, wie Programme dieses Benutzers, hat die Geheimnisse.`,
  secrets_keychain: ({ name }) =>
    `In ${name}, verschlüsselt mit einem Schlüssel aus dem Schlüsselbund dieses Rechners.`,
  secrets_macos: ({ name }) => `In ${name}, verschlüsselt mit einem Schlüssel aus dem Schlüsselbund von macOS.`,
  secrets_windows: ({ name }) => `In ${name}, von Windows für diesen Benutzer verschlüsselt.`,
  secrets_desktop: ({ name }) => `In ${name}, von der Passwortverwaltung dieses Desktops verschlüsselt.`,
  secrets_weak: ({ name }) =>
    `In ${name}, fast ungeschützt: Dieser Desktop hat keine Passwortverwaltung, jedes Programm dieses Benutzers kann es lesen.`,
};
