import type { AccountCode, StateCode } from '../../electron/contract/index.ts';
import type { Say } from './told-say.ts';

/** German: how the account and the local endpoint stand. */
export const statesTold: Readonly<Record<StateCode | AccountCode, Say>> = {
  account_none: () => 'Niemand ist angemeldet.',
  account_signed_in: ({ name }) => `Angemeldet als ${name}.`,
  account_signed_out: ({ name }) => `${name} wurde abgemeldet.`,
  account_renewing_fails: ({ name, quoted }) =>
    `Die Anmeldung von ${name} lässt sich nicht erneuern. ${quoted('')}`.trim(),
  account_no_registry: ({ name }) =>
    `Die Anmeldung von ${name} sagt nicht, wo die Registry ist. Darum ist die Sandbox in Gebrauch.`,
  account_beside_sandbox: ({ name }) => `${name} ist angemeldet, aber Gatehouse läuft noch mit der Sandbox.`,
  account_elsewhere: ({ name, other }) => `${name} gehört zu einem anderen Netz (${other}) als dem in Gebrauch.`,
  server_status: ({ count }) => `Der Anmeldeserver antwortet mit dem Status ${count}.`,
  server_not_json: () => 'Die Antwort des Anmeldeservers ist kein JSON.',
  server_no_token: () => 'In der Antwort des Anmeldeservers steht kein Token.',
  server_late: () => 'Der Anmeldeserver antwortet nicht rechtzeitig.',
  server_too_much: () => 'Der Anmeldeserver antwortet mit zu vielen Daten.',
  server_away: ({ why }) => `Der Anmeldeserver ist nicht erreichbar${why === '' ? '' : ` (${why})`}.`,
  proxy_stopped: () => 'Der lokale Endpunkt ist angehalten.',
  proxy_starting: () => 'Der lokale Endpunkt startet.',
  proxy_draining: () => 'Laufende Anfragen werden noch beendet.',
  proxy_port_busy: ({ count, other }) =>
    other === ''
      ? `Der Port ${count} ist durch ein anderes Programm belegt.`
      : `Der Port ${count} ist belegt: ${other}.`,
  proxy_listening: ({ name }) => `Lauscht auf ${name}.`,
};
