import type { TeeCode } from '../../electron/contract/index.ts';
import { shortId } from '../format/id.ts';
import type { Say, ToldValues } from './told-say.ts';

/** German: what is said of TEEs and the registry. */
export const teesTold: Readonly<Record<TeeCode, Say>> = {
  suspect_stale_key: withDetail(
    'Sie konnte eine Anfrage nicht öffnen, die für ihren eingetragenen Schlüssel versiegelt war',
  ),
  suspect_unknown_tee: withDetail('Das Relay kennt sie nicht'),
  suspect_relay_failure: withDetail('Das Relay konnte sie nicht erreichen'),
  suspect_timeout: withDetail('Sie hat nicht rechtzeitig geantwortet'),
  suspect_relay_unreachable: withDetail('Das Relay war nicht erreichbar'),
  suspect_channel: withDetail('Ihre versiegelte Antwort ließ sich nicht öffnen'),
  suspect_verification: withDetail('Ihre Antwort bestand die Prüfung nicht'),
  suspect_enclave_failure: withDetail('Sie ist beim Antworten gescheitert'),
  alarm_unchanged: ({ name, quoted }) => `${shortId(name)}: ${quoted('')} Die Registry führt sie unverändert.`,
  alarm_unread: ({ name, quoted }) => `${shortId(name)}: ${quoted('')} Die Registry ließ sich nicht lesen.`,
  alarm_disagreement: ({ names }) => `RPC-Endpunkte widersprechen sich über die Registry: ${names.join(', ')}.`,
  unusable_missing_endpoint: () => 'Sie hat keinen Endpunkt.',
  unusable_missing_tls_certificate: () => 'Sie hat kein TLS-Zertifikat.',
  unusable_no_signing_key: () => 'Sie hat keinen Schlüssel zum Unterschreiben.',
  unusable_bad_signing_key: () => 'Ihr Schlüssel zum Unterschreiben ist kein RSA-Schlüssel von mindestens 2048 Bit.',
  unusable_no_ohttp_config: () => 'Sie hat keinen HPKE-Schlüssel, für den sich versiegeln ließe.',
  unusable_ohttp_key_length: () => 'Ihr HPKE-Schlüssel hat nicht die richtige Länge.',
  unusable_ohttp_small_order_key: () => 'Ihr HPKE-Schlüssel ist ein Punkt kleiner Ordnung.',
  unusable_unsupported_suite: () => 'Ihre HPKE-Verfahren sind andere als die unterstützten.',
  unusable_key_config_mismatch: () =>
    'Ihre Schlüsselkonfiguration widerspricht dem Schlüssel und den Verfahren, die daneben eingetragen sind.',
  tee_registry_old: ({ name, ms }, { formats }) =>
    `Die Registry wurde ${ms === 0 ? 'nie' : `zuletzt vor ${formats.duration(ms)}`} gelesen. ${shortId(name)} bleibt.`,
  tee_kept_in_pause: ({ name }) => `${shortId(name)} bleibt, obwohl sie versagt hat, weil Gatehouse pausiert.`,
  tee_failed_only: ({ name }) =>
    `Anfragen werden für ${shortId(name)} versiegelt, obwohl sie versagt hat: Keine andere hat nicht versagt.`,
};

function withDetail(sentence: string): (values: ToldValues) => string {
  return ({ why }) => `${sentence}${why === '' ? '' : ` (${why})`}.`;
}
