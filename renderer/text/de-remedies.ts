import type { RemedyCode } from '../../electron/contract/index.ts';
import { errorRemedy } from './de-errors.ts';
import { gatewayRemedy } from './de-gateway-told.ts';

/** German: what a person can do about a state. A code without a row does not compile. */
const REMEDIES: Readonly<Record<RemedyCode, string>> = {
  sign_in: 'Anmelden.',
  sign_in_again: 'Neu anmelden.',
  renewal_is_retried: 'Gatehouse versucht es weiter. Bleibt es so, das Netz prüfen.',
  set_registry: 'tee.registry.rpcUrls und tee.registry.address einstellen oder die Sandbox nehmen.',
  restart_for_account: 'Gatehouse neu starten, um das Netz des Kontos zu nutzen.',
  goes_over_to_account: 'Gatehouse geht gleich von selbst auf dieses Netz über.',
  registry_failing: 'Die Registry noch einmal prüfen.',
  failed_tee_in_pause: 'Die TEE von Hand wechseln oder fortsetzen.',
  failed_tee_only: 'Prüfen, ob die Registry eine andere TEE führt.',
  bring_shared_state_back: 'Redis zurückbringen oder subscriptions.lock.redisUrl leeren; Gatehouse versucht es weiter.',
  add_subscription: 'Ein weiteres Abo hinzufügen.',
  replace_token: 'Das Token des Abos ersetzen.',
  agent_is_retried: 'Gatehouse versucht es weiter. Unter Abos steht, wie es dem Agenten geht.',
  choose_gateway: 'Gatehouse das beste wählen lassen oder ein anderes nehmen.',
  setup_check_again: 'Noch einmal prüfen.',
  setup_choose_other_network:
    'Ein eigenes Netz wählen und seine Adressen eintragen, oder mit einem anderen Konto anmelden.',
  setup_check_rpc: 'RPC-Adresse und Verbindung dieses Rechners prüfen, dann noch einmal versuchen.',
  setup_right_chain: 'Eine RPC-Adresse der richtigen Chain eintragen, oder die richtige Kennung der Chain.',
  setup_check_contract: 'Die Adresse des Vertrags der Registry prüfen, und ob die RPC-Adresse zu ihrer Chain gehört.',
  setup_other_contract: 'Die Adresse des Vertrags der Registry prüfen: Dort liegt etwas anderes.',
  setup_ask_for_tee: 'Den Betreiber des Netzes um eine TEE bitten, oder die Adresse des Vertrags der Registry prüfen.',
  setup_choose_network: 'Ein Netz wählen.',
  setup_sign_in_or_token: 'Anmelden oder ein Token für das Relay hinterlegen.',
  setup_choose_gateway: 'Eins wählen oder seine Adresse eintragen.',
  setup_start_gateway: 'Das Gateway starten (openclaw gateway) oder seine Adresse prüfen, dann noch einmal versuchen.',
  setup_other_token: 'Ihm ein anderes Token geben oder es entfernen.',
  setup_start_agent: 'Den Agenten starten oder seine Adresse berichtigen, dann noch einmal prüfen.',
  setup_give_subscription: 'Ihm eins zuweisen.',
  resume_or_connect: 'Fortsetzen oder von Hand verbinden.',
  connect_again: 'Wieder verbinden.',
  correct_settings_file: 'Die Datei berichtigen. Bis dahin gelten die Werte des Starts.',
  give_access: 'Diesem Benutzer Zugriff darauf geben.',
  make_room: 'Auf diesem Datenträger Platz schaffen.',
  make_room_now: 'Platz schaffen: Bald lässt sich nichts mehr schreiben.',
  check_network_and_address: 'Das Netz dieses Rechners prüfen und die Adresse in den Einstellungen.',
  replace_silent_rpc: 'Den ersetzen, der nicht antwortet.',
  set_time_automatically: 'In den Einstellungen des Systems die Zeit automatisch stellen lassen.',
  restart_gatehouse: 'Gatehouse neu starten.',
  try_again_later: 'Dort gibt es eine Störung: später noch einmal versuchen.',
  check_network_and_repeat: 'Das Netz prüfen und noch einmal versuchen.',
  free_disk: 'Auf diesem Datenträger Platz schaffen. Gatehouse merkt es binnen Sekunden und schreibt weiter.',
  disk_writable: 'Den Datenträger wieder beschreibbar machen. Gatehouse merkt es binnen Sekunden.',
  allow_writing: 'Diesem Benutzer erlauben, dort zu schreiben. Gatehouse merkt es binnen Sekunden.',
  check_disk: 'Nachsehen, ob dort ein Ordner liegt oder der Datenträger versagt. Gatehouse versucht es weiter.',
};

const OF_GATEWAY = 'gateway.';

/** The remedy of that code, a state's, a gateway's or an error's; undefined for one that this version does not know. */
export function remedyText(code: string): string | undefined {
  if (code.startsWith(OF_GATEWAY)) return gatewayRemedy(code.slice(OF_GATEWAY.length));
  return Object.hasOwn(REMEDIES, code) ? REMEDIES[code as RemedyCode] : errorRemedy(code);
}
