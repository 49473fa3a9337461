import type { SettingProblemCode, SettingsCode } from '../../electron/contract/index.ts';
import type { Say } from './told-say.ts';

const UNIT_NAMES: Readonly<Record<string, string>> = {
  milliseconds: ' in Millisekunden',
  seconds: ' in Sekunden',
  bytes: ' in Bytes',
  hours: ' in Stunden',
};
const CREDENTIALS = 'Zugangsdaten gehören in den Geheimnisspeicher';

/** German: what is wrong with the value of a setting, without a full stop. */
export const settingProblemsTold: Readonly<Record<SettingProblemCode, Say>> = {
  problem_entry: ({ name, quoted }) => `Eintrag ${name}: ${quoted('nicht brauchbar')}`,
  problem_whole_number: ({ name, count, total }) =>
    `erwartet eine ganze Zahl${UNIT_NAMES[name] ?? ''} von ${count} bis ${total}`,
  problem_off_or_number: ({ count, total }) => `erwartet 0 für aus oder eine ganze Zahl von ${count} bis ${total}`,
  problem_choice: ({ names }) => `erwartet ${orList(names)}`,
  problem_flag: () => 'erwartet true oder false',
  problem_text: () => 'erwartet einen Text',
  problem_empty: () => 'darf nicht leer sein',
  problem_too_long: ({ count }) => `darf nicht länger als ${count} Zeichen sein`,
  problem_gateway_id: () =>
    'braucht einen Buchstaben von a bis z oder eine Ziffer und darf weder „discovered“ noch „sandbox“ sein',
  problem_gateway_name: () => 'erwartet den Namen eines Gateways',
  problem_gateway_names: () => 'erwartet die Namen von Gateways',
  problem_gateways: () => 'erwartet eine Liste von Gateways, jedes mit name und url',
  problem_too_many_gateways: ({ count }) => `erwartet höchstens ${count} Gateways`,
  problem_too_many_names: ({ count }) => `erwartet höchstens ${count} Namen`,
  problem_scopes: () => 'erwartet eine Liste von Rechten',
  problem_no_scope: () => 'erwartet wenigstens ein Recht',
  problem_list_of_names: () => 'erwartet eine Liste mit Namen von Gateways',
  problem_addresses: () => 'erwartet eine Liste von Adressen',
  problem_hash: () => 'erwartet 64 Hex-Ziffern, mit oder ohne 0x',
  problem_fingerprint: () => 'erwartet 64 Hex-Ziffern, mit oder ohne Doppelpunkte',
  problem_address: () => 'erwartet eine Adresse: 0x und 40 Hex-Ziffern',
  problem_url: ({ names }) => `erwartet eine Adresse mit ${orList(names)}`,
  problem_example: ({ name }) => `erwartet eine Adresse wie ${name}`,
  problem_credentials: () => `darf weder Benutzer noch Passwort enthalten: ${CREDENTIALS}`,
  problem_query: () => `darf weder Abfrage noch Fragment enthalten: ${CREDENTIALS}`,
  problem_https: () => 'muss https sein, weil Tokens dorthin gehen',
  problem_hours: ({ name }) => `erwartet zwei Uhrzeiten wie ${name}`,
  problem_slug: () => 'erwartet Kleinbuchstaben, Ziffern und Bindestriche',
  problem_local_address: () => 'erwartet eine Adresse dieses Rechners',
  problem_loopback: ({ names }) => `erwartet ${orList(names)}: Der Endpunkt bedient nur diesen Rechner`,
  problem_invalid: () => 'ist nicht brauchbar',
};

/** German: what is wrong with a file of settings, or ignored in it. */
export const settingsTold: Readonly<Record<SettingsCode, Say>> = {
  settings_not_json: () => 'Die Einstellungsdatei ist nicht lesbar: Sie ist kein JSON.',
  settings_file_unreadable: ({ why }) => `Die Einstellungsdatei ist nicht lesbar: ${why}`,
  settings_key_ignored: ({ name, other }) =>
    `${name} in ${other} ist keine Einstellung dieser Version. Es bleibt stehen und bewirkt nichts.`,
  settings_variable_ignored: ({ name }) =>
    `Die Umgebungsvariable ${name} ist keine Einstellung dieser Version und bewirkt nichts.`,
};

function orList(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} oder ${names.at(-1)}`;
}
