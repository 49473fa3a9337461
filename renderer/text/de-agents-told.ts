import type { AgentCode } from '../../electron/contract/index.ts';
import type { Say, ToldValues } from './told-say.ts';

/** German: why an agent does not do what it is asked, and why nothing was measured of a subscription. */
export const agentsTold: Readonly<Record<AgentCode, Say>> = {
  agent_refuses: () => 'Die Verbindung wurde abgelehnt.',
  agent_unknown_host: () => 'Der Hostname ist unbekannt.',
  agent_not_looked_up: () => 'Der Hostname ließ sich nicht auflösen.',
  agent_away: () => 'Der Host ist nicht erreichbar.',
  agent_network_away: () => 'Das Netz ist nicht erreichbar.',
  agent_silent: () => 'Die Verbindung kam nicht zustande.',
  agent_certificate_expired: () => 'Das Zertifikat ist abgelaufen.',
  agent_certificate_self_signed: () => 'Das Zertifikat ist selbst ausgestellt.',
  agent_certificate_unverified: () => 'Das Zertifikat lässt sich nicht prüfen.',
  agent_certificate_name: () => 'Das Zertifikat gilt für einen anderen Namen.',
  agent_cut: () => 'Die Verbindung wurde getrennt.',
  agent_headers: () => 'Die Antwort hat zu viele Kopfzeilen.',
  agent_late: ({ ms }, { formats }) => `Nach ${formats.duration(ms)} kam keine Antwort.`,
  agent_call_failed: ({ why }) => `Der Aufruf ist gescheitert (${why}).`,
  agent_status: ({ count }) => `Er antwortet mit dem Status ${count}.`,
  agent_no_report: () => 'Seine Antwort sagt nicht, wie es ihm geht.',
  agent_silent_on_why: () => 'Warum, sagt er nicht.',
  trinity_unauthorized: trinity('Trinity nimmt die Anmeldung nicht an'),
  trinity_second_factor: trinity('Trinity verlangt einen zweiten Faktor, den Gatehouse nicht hat'),
  trinity_forbidden: trinity('Trinity erlaubt das dem angemeldeten Benutzer nicht'),
  trinity_not_found: trinity('Trinity kennt diesen Agenten oder dieses Abo nicht'),
  trinity_busy: trinity('Trinity wechselt diesen Agenten gerade selbst'),
  trinity_waits: trinity('Trinity bittet zu warten'),
  trinity_unavailable: trinity('Trinity kann das gerade nicht'),
  trinity_failed: values => trinity(`Trinity ist gescheitert (Status ${values.count})`)(values),
  trinity_refused: values => trinity(`Trinity hat die Anfrage abgelehnt (Status ${values.count})`)(values),
  trinity_credentials_missing: () => 'Für das Trinity-Backend ist keine Anmeldung hinterlegt.',
  trinity_credentials_unreadable: ({ quoted }) =>
    `Die Anmeldung für das Trinity-Backend ist nicht lesbar. ${quoted('')}`.trim(),
  trinity_redirected: () => 'Trinity verweist auf eine andere Adresse. Dorthin geht die Anmeldung nicht.',
  trinity_unreachable: ({ quoted }) => `Trinity hat nicht geantwortet. ${quoted('')}`.trim(),
  trinity_malformed: () => 'Die Antwort stammt von keinem Trinity-Backend.',
  headroom_given_up: () => 'Die letzte Messung ist keine Minute her, und auf ihre Antwort hat niemand gewartet.',
  headroom_unsaid: () => 'Der Anbieter hat geantwortet, ohne zu sagen, was übrig ist.',
  headroom_redirected: ({ count }) =>
    `Der Anbieter hat auf eine andere Adresse verwiesen (Status ${count}). Dorthin ging das Token nicht.`,
  headroom_status: ({ count }) => `Der Anbieter hat mit dem Status ${count} geantwortet.`,
  headroom_no_token: () => 'Sein Token ist nicht lesbar.',
  headroom_unprotected: ({ name }) => `Ein Token darf nicht ungeschützt an ${name} gehen.`,
};

function trinity(sentence: string): (values: ToldValues) => string {
  return ({ why }) => `${sentence}${why === '' ? '' : `: „${why}“`}.`;
}
