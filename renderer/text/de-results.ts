import type { ResultCode } from '../../electron/contract/index.ts';
import { shortId } from '../format/id.ts';
import { pl } from './de-plural.ts';
import type { Say } from './told-say.ts';

/** German: what a command came to. A code without a row does not compile. */
export const resultsTold: Readonly<Record<ResultCode, Say>> = {
  paused: ({ until }, { formats, now }) =>
    `Pausiert${until == null ? ' bis zum Fortsetzen' : ` bis ${formats.comingTime(until, now)}`}. Nichts wird gewechselt oder neu verbunden.`,
  resumed: () => 'Gatehouse arbeitet wieder von selbst und sieht jetzt nach allem.',
  not_paused: () => 'Gatehouse ist nicht pausiert.',
  tee_sealed: ({ name }) => `Anfragen werden jetzt für ${shortId(name)} versiegelt.`,
  registry_checked: ({ count, total }) => `${pl(total, 'TEE', 'TEEs')} in der Registry, ${count} nutzbar.`,
  tee_none_to_leave: () => 'Es gibt keine TEE, von der sich wechseln ließe.',
  tee_none_to_go_to: () => 'Es gibt keine TEE, zu der sich wechseln ließe.',
  tee_pinned: ({ name }) => `${shortId(name)} ist durch tee.teeId festgelegt, darum gibt es keine andere.`,
  tee_only: ({ name }) => `${shortId(name)} ist die einzige nutzbare TEE der Registry.`,
  tee_only_of_build: ({ name }) =>
    `${shortId(name)} ist die einzige nutzbare TEE der Registry mit dem festgelegten Stand.`,
  registry_not_checked: ({ name, quoted }) => {
    const why = quoted('Die Registry ließ sich nicht lesen.');
    return name === '' ? why : `${why} ${shortId(name)} bleibt.`;
  },
  tee_released: ({ name }) => `${shortId(name)} darf wieder genutzt werden, auf Probe.`,
  tee_not_quarantined: ({ name }) => `${shortId(name)} ist nicht in Quarantäne.`,
  gateway_selected: ({ name }) => `${name} wird genutzt, bis ein anderes gewählt wird.`,
  gateway_only: ({ name }) => `${name} ist das einzige Gateway.`,
  gateway_none: () => 'Kein Gateway ist eingerichtet.',
  gateway_best: ({ name }) => `Das beste erreichbare Gateway wird genutzt${name === '' ? '' : `, jetzt ${name}`}.`,
  gateway_restarts: ({ name }) => `${name} startet jetzt neu.`,
  gateway_restarts_later: ({ name }) => `${name} startet neu, sobald Laufendes beendet ist.`,
  gateway_added: ({ name }) => `${name} ist dazugekommen.`,
  gateway_removed: ({ name }) => `${name} wurde entfernt.`,
  gateway_edited: ({ name }) => `${name} ist geändert.`,
  gateway_same: ({ name }) => `${name} ist, wie es war.`,
  gateway_restored: ({ name }) => `${name} ist mit seinen Geheimnissen zurück.`,
  gateway_disconnected: ({ name }) => `${name} bleibt getrennt, bis es wieder verbunden wird.`,
  gateway_disconnected_already: ({ name }) => `${name} ist schon getrennt.`,
  gateway_tried: ({ name }) => `Die Verbindung mit ${name} wird neu aufgebaut.`,
  gateway_unused: ({ name }) => `${name} ist nicht in Gebrauch und wird nicht verbunden. Es zuerst in Gebrauch nehmen.`,
  access_asked: ({ name }) => `${name} wurde um mehr Zugriff gebeten.`,
  secret_stored: ({ name }) => `Das Geheimnis ${name} ist hinterlegt.`,
  secret_deleted: ({ name }) => `Das Geheimnis ${name} ist gelöscht.`,
  secret_tried: ({ name }) => `Was auf das Geheimnis ${name} wartet, versucht es noch einmal.`,
  no_login: () => 'Es läuft keine Anmeldung.',
  login_cancelled: () => 'Die Anmeldung wurde abgebrochen.',
  account_used: ({ name }) => `${name} ist jetzt das Konto in Gebrauch.`,
  account_used_signed_out: ({ name }) => `${name} ist jetzt das Konto in Gebrauch, aber abgemeldet: neu anmelden.`,
  signed_out: ({ name }) => `${name} ist abgemeldet, auch auf dem Server.`,
  signed_out_here: ({ name }) => `${name} ist hier abgemeldet. Auf dem Server endet die Sitzung von selbst.`,
  login_page_shown: () => 'Die Anmeldeseite ist im Browser geöffnet.',
  login_page_waits: () => 'Die Anmeldeseite in einem Browser auf diesem Rechner öffnen.',
  session_imported: ({ name, quoted }) =>
    `${quoted('')} Die Sitzung in ${name} bleibt, wie sie ist. Nur eines der beiden Programme nutzen: Der Server beendet eine Sitzung, die beide erneuern.`,
  signed_in: ({ name }) => `Angemeldet als ${name}.`,
  subscription_added: ({ name }) => `Das Abo ${name} ist dazugekommen.`,
  subscription_replaced: ({ name }) => `Das Token von ${name} ist ersetzt.`,
  subscription_same_token: ({ name }) => `${name} hat dieses Token schon.`,
  subscription_removed: ({ name }) => `Das Abo ${name} ist entfernt.`,
  agent_added: ({ name }) => `Der Agent ${name} ist dazugekommen.`,
  agent_removed: ({ name }) => `Der Agent ${name} ist entfernt.`,
  agent_removed_live: ({ name, quoted }) =>
    `Der Agent ${name} ist entfernt, hat aber sein Token noch. ${quoted('')}`.trim(),
  agents_checked: ({ count, total }) =>
    `${count} von ${pl(total, 'Agent', 'Agenten')} ${count === 1 ? 'hat' : 'haben'} geantwortet.`,
  diagnostics_saved: ({ name }) => `Die Diagnose liegt unter ${name}.`,
  nothing_saved: () => 'Nichts wurde gespeichert.',
  saved: ({ name }) => `Gespeichert unter ${name}.`,
  setting_changed: ({ names }) => `Geändert: ${names.join(', ')}.`,
  setting_same: () => 'Es ist alles, wie es war.',
  network_noticed: () => 'Was auf das Netz wartet, versucht es noch einmal.',
  safe_mode_left: () => 'Der abgesicherte Modus ist verlassen, alles ist wieder offen.',
  not_in_safe_mode: () => 'Gatehouse ist nicht im abgesicherten Modus.',
  restarts: ({ count }) =>
    `Gatehouse startet neu.${count === 0 ? '' : ` ${count === 1 ? '1 Anfrage wird' : `${count} Anfragen werden`} vorher beendet.`}`,
  file_shown: ({ name }) => `${name} wird in seinem Ordner gezeigt.`,
  file_place: ({ name }) => `Die Datei liegt unter ${name}.`,
};
