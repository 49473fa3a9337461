import type { StateCode } from '../../electron/contract/index.ts';
import type { Say } from './told-say.ts';

/** German: how the account and the local endpoint stand. */
export const statesTold: Readonly<Record<StateCode, Say>> = {
  account_none: () => 'Niemand ist angemeldet.',
  account_signed_in: ({ name }) => `Angemeldet als ${name}.`,
  account_signed_out: ({ name }) => `${name} wurde abgemeldet.`,
  account_renewing_fails: ({ name, why }) => `Die Anmeldung von ${name} lässt sich nicht erneuern: ${why}.`,
  account_no_registry: ({ name }) =>
    `Die Anmeldung von ${name} sagt nicht, wo die Registry ist. Darum ist die Sandbox in Gebrauch.`,
  account_beside_sandbox: ({ name }) => `${name} ist angemeldet, aber Gatehouse läuft noch mit der Sandbox.`,
  account_elsewhere: ({ name, other }) => `${name} gehört zu einem anderen Netz (${other}) als dem in Gebrauch.`,
  proxy_stopped: () => 'Der lokale Endpunkt ist angehalten.',
  proxy_starting: () => 'Der lokale Endpunkt startet.',
  proxy_draining: () => 'Laufende Anfragen werden noch beendet.',
  proxy_listening: ({ name }) => `Lauscht auf ${name}.`,
};
