import type { RemedyCode } from '../../electron/contract/index.ts';
import { errorRemedy } from './de-errors.ts';
import { gatewayRemedy } from './de-gateway-told.ts';

/** German: what a person can do about a state. A code without a row does not compile. */
const REMEDIES: Readonly<Record<RemedyCode, string>> = {
  sign_in: 'Melde dich an.',
  sign_in_again: 'Melde dich neu an.',
  renewal_is_retried: 'Es wird von selbst weiter versucht. Prüfe das Netz, wenn es so bleibt.',
  set_registry: 'Stelle tee.registry.rpcUrls und tee.registry.address ein, oder nimm die Sandbox.',
  restart_for_account: 'Starte Gatehouse neu, um das Netz des Kontos zu nutzen.',
  goes_over_to_account: 'Gatehouse geht gleich von selbst auf dieses Netz über.',
  registry_failing: 'Prüfe die Registry noch einmal.',
  failed_tee_in_pause: 'Wechsle die TEE von Hand, oder setze fort.',
  failed_tee_only: 'Prüfe, ob die Registry eine andere TEE führt.',
  bring_shared_state_back:
    'Bringe Redis zurück, oder leere subscriptions.lock.redisUrl; es wird von selbst weiter versucht.',
  add_subscription: 'Füge ein weiteres Abo hinzu.',
  replace_token: 'Ersetze das Token des Abos.',
  agent_is_retried: 'Es wird von selbst weiter versucht. Bei den Abos steht, wie der Agent steht.',
  make_room: 'Schaffe Platz auf diesem Datenträger. Gatehouse merkt es binnen Sekunden und schreibt weiter.',
  disk_writable: 'Mache den Datenträger wieder beschreibbar. Gatehouse merkt es binnen Sekunden.',
  give_access: 'Erlaube diesem Benutzer, dort zu schreiben. Gatehouse merkt es binnen Sekunden.',
  check_disk: 'Sieh nach, ob dort ein Ordner liegt oder der Datenträger versagt. Es wird von selbst weiter versucht.',
  choose_gateway: 'Lass Gatehouse das beste nehmen, oder wähle ein anderes.',
};

const OF_GATEWAY = 'gateway.';

/** The remedy of that code, a state's, a gateway's or an error's; undefined for one that this version does not know. */
export function remedyText(code: string): string | undefined {
  if (code.startsWith(OF_GATEWAY)) return gatewayRemedy(code.slice(OF_GATEWAY.length));
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code as RemedyCode] : errorRemedy(code);
}
