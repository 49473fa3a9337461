import type { GatewayCode } from '../../electron/contract/index.ts';
import { gatewayTold } from './de-gateway-told.ts';
import type { Say } from './told-say.ts';

/** German: how a gateway stands. */
export const gatewaysTold: Readonly<Record<GatewayCode, Say>> = {
  gateway: ({ name, other, reason, gateway }, { formats }) => {
    const why = gatewayTold(reason ?? null, { profile: name, host: other }, gateway);
    const outage = gateway?.outage;
    if (why === undefined || outage === undefined) return why;
    const next =
      outage.nextMs === null ? 'Neuer Versuch jetzt.' : `Nächster Versuch in ${formats.duration(outage.nextMs)}.`;
    return `${why} Keine Verbindung seit ${formats.duration(outage.forMs)}. ${next}`;
  },
  gateway_connected: ({ name }) => `Verbunden mit ${name}.`,
  gateway_connecting: ({ name, count }, { formats }) =>
    `Verbindet mit ${name}, Versuch ${formats.number(Math.max(count, 1))}.`,
  gateway_idle: () => 'Läuft nicht.',
  gateway_left_alone: ({ name }) => `${name} wurde von Hand getrennt und bleibt es, bis es wieder verbunden wird.`,
  gateway_offline: ({ name }) => `${name} wird wieder verbunden, sobald dieser Rechner online ist.`,
  gateway_resting: () => 'Nicht verbunden, weil Gatehouse pausiert: Nach der Pause wird wieder verbunden.',
  gateway_reserve: () => 'In Reserve und nicht verbunden: Ausweichen ist abgeschaltet.',
  part_away: () => 'Das Gateway ist nicht verbunden.',
  part_unsupported: () => 'Dieses Gateway bietet das nicht.',
  part_needs_scope: ({ name }) => `Dafür fehlt das Recht ${name}.`,
  part_busy: () => 'Das Gateway ist gerade mit anderem beschäftigt.',
  part_failed: ({ name }) => `Das Gateway hat auf ${name} nicht brauchbar geantwortet.`,
  part_unknown_form: () => 'Die Antwort des Gateways ist nicht zu verstehen.',
};
