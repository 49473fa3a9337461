import type { RegistryCode } from '../../electron/contract/index.ts';
import { shortId } from '../format/id.ts';
import type { SentenceKit } from './sentences.ts';
import type { Say, ToldValues } from './told-say.ts';

/** German: what reading the registry met with. */
export const registryTold: Readonly<Record<RegistryCode, Say>> = {
  rpc_refuses: endpoint(() => 'lehnt die Verbindung ab'),
  rpc_unknown_host: endpoint(() => 'ist kein bekannter Hostname'),
  rpc_not_looked_up: endpoint(() => 'ließ sich nicht auflösen'),
  rpc_cut: endpoint(() => 'hat die Verbindung getrennt'),
  rpc_silent: endpoint(() => 'antwortet nicht'),
  rpc_away: endpoint(({ why }) => `ist nicht erreichbar${why === '' ? '' : ` (${why})`}`),
  rpc_certificate_expired: endpoint(() => 'hat ein abgelaufenes Zertifikat'),
  rpc_certificate_self_signed: endpoint(() => 'hat ein selbst ausgestelltes Zertifikat'),
  rpc_certificate_unverified: endpoint(() => 'hat ein Zertifikat, das sich nicht prüfen lässt'),
  rpc_certificate_name: endpoint(() => 'hat ein Zertifikat für einen anderen Namen'),
  rpc_error: endpoint(({ why }) => `antwortet mit einem Fehler: „${why}“`),
  rpc_too_much: endpoint(() => 'antwortet mit zu vielen Daten'),
  rpc_status: endpoint(({ count }) => `antwortet mit dem HTTP-Status ${count}`),
  rpc_no_rpc: endpoint(() => 'antwortet nicht wie ein RPC-Endpunkt einer Chain'),
  rpc_late: endpoint(({ ms }, { formats }) => `hat nach ${formats.duration(ms)} nicht geantwortet`),
  rpc_slow: endpoint(() => 'hat nicht rechtzeitig geantwortet'),
  rpc_other_chain: endpoint(({ count, total }) => `antwortet für die Chain ${count} statt für die Chain ${total}`),
  rpc_no_chain: endpoint(({ total }) => `nennt keine Chain; erwartet wird die Chain ${total}`),
  rpc_no_contract: endpoint(({ other }) => `kennt auf seiner Chain keinen Vertrag unter ${other}`),
  rpc_lists: endpoint(({ other }) => `führt ${shortId(other)}, andere nicht`),
  rpc_lists_not: endpoint(({ other }) => `führt ${shortId(other)} nicht, andere schon`),
  rpc_lists_other_keys: endpoint(({ other }) => `führt ${shortId(other)} mit anderen Schlüsseln als die übrigen`),
  registry_quorum_missed: ({ count, total, other, quoted }) =>
    `${count} von ${total} RPC-Endpunkten haben geantwortet, ${other} müssen sich einig sein. ${quoted('')}`.trim(),
  registry_quorum_endpoints: ({ count }) => `Damit sich ${count} einig sein können, sind ${count} RPC-Endpunkte nötig.`,
  registry_no_endpoint: () => 'Kein RPC-Endpunkt der Chain ist eingestellt.',
  registry_endpoint_scheme: () => 'Ein RPC-Endpunkt ist keine Adresse mit http, https, ws oder wss.',
  registry_address_digits: () => 'Die Adresse der Registry besteht nicht aus 40 hexadezimalen Ziffern.',
  registry_other_contract: ({ name }) => `Der Vertrag unter ${name} kennt getActiveTEEs(uint8) nicht.`,
  registry_answer: ({ quoted }) => `Die Antwort der Registry ist nicht lesbar. ${quoted('')}`.trim(),
  answer_empty: () => 'Sie ist leer.',
  answer_half_byte: () => 'Sie endet mit einem halben Byte.',
  answer_not_hex: () => 'Sie ist nicht hexadezimal.',
  answer_too_many: () => 'Sie nennt mehr Einträge, als in sie passen.',
  answer_cut: () => 'Sie endet mitten im letzten Eintrag.',
  answer_older: () => 'Sie stammt von einer älteren Registry, deren Einträge keine HPKE-Schlüssel haben.',
  answer_no_record: ({ total, quoted }) => {
    const first = quoted('');
    return `Keiner ihrer ${total} Einträge ist lesbar.${first === '' ? '' : ` Der erste: ${first}`}`;
  },
  record_outside: () => 'Er verweist auf Daten, die es nicht gibt.',
  record_fixed_outside: () => 'Er endet nach den Daten.',
  record_field_large: ({ count, total }, kit) =>
    `Sein Feld ${count} soll mehr als ${kit.formats.number(total)} Byte haben.`,
  record_field_outside: ({ count }) => `Sein Feld ${count} endet nach den Daten.`,
  record_older: () => 'Er hat keine HPKE-Konfiguration; so sehen Einträge einer älteren Registry aus.',
  record_number_large: ({ name, total }, kit) => `Sein Feld ${name} ist größer als ${kit.formats.number(total)}.`,
  record_endpoint_long: ({ total }, kit) => `Sein Endpunkt hat mehr als ${kit.formats.number(total)} Zeichen.`,
  record_disputed: ({ name }) => `Die RPC-Endpunkte sind sich über ${shortId(name)} nicht einig.`,
};

/** What one endpoint does, and behind it what the next one does. */
function endpoint(does: (values: ToldValues, kit: SentenceKit) => string): Say {
  return (values, kit) => `${values.name} ${does(values, kit)}. ${values.quoted('')}`.trim();
}
