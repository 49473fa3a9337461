import type { CoreLine } from './core-line.ts';

/** What the core says of the state of a gateway. The order counts where one sentence begins like another. */
const STATES: readonly CoreLine[] = [
  ['Connecting to {1}, attempt {2}.', 'Verbindet mit {1}, Versuch {2}.'],
  ['Connected to {1}.', 'Verbunden mit {1}.'],
  ['{1} is starting.', '{1} startet.'],
  ['{1} is restarting.', '{1} startet neu.'],
  ['{1} finishes its runs, then restarts or stops.', '{1} beendet Laufendes und startet dann neu oder hält an.'],
  ['{1} finishes one run, then restarts or stops.', '{1} beendet einen Lauf und startet dann neu oder hält an.'],
  ['{1} finishes {2} runs, then restarts or stops.', '{1} beendet {2} Läufe und startet dann neu oder hält an.'],
  ['{1} waits for its runs to end, then restarts.', '{1} wartet auf Laufendes und startet dann neu.'],
  ['{1} waits for one run to end, then restarts.', '{1} wartet auf einen Lauf und startet dann neu.'],
  ['{1} waits for {2} runs to end, then restarts.', '{1} wartet auf {2} Läufe und startet dann neu.'],
  ['{1} is suspended.', '{1} ruht.'],
  ['{1} is being stopped by its owner.', '{1} wird von seinem Betreiber angehalten.'],
  ['{1} was stopped by its owner.', '{1} wurde von seinem Betreiber angehalten.'],
  [
    '{1} lets Gatehouse see less than it asked for: {2} missing.',
    '{1} lässt Gatehouse weniger sehen als erbeten: {2} fehlt.',
  ],
  [
    '{1} is connected, but has left {2} questions in a row unanswered.',
    '{1} ist verbunden, hat aber {2} Fragen hintereinander nicht beantwortet.',
  ],
  ['{1} does not know this computer yet.', '{1} kennt diesen Rechner noch nicht.'],
  [
    '{1} refused the token. Gatehouse does not repeat it.',
    '{1} hat das Token abgelehnt. Gatehouse wiederholt es nicht.',
  ],
  [
    '{1} refused the password. Gatehouse does not repeat it.',
    '{1} hat das Passwort abgelehnt. Gatehouse wiederholt es nicht.',
  ],
  ['{1} wants a token and none is set.', '{1} will ein Token, und keins ist eingestellt.'],
  ['{1} wants a password and none is set.', '{1} will ein Passwort, und keins ist eingestellt.'],
  ['{1} refused the sign-in.', '{1} hat die Anmeldung abgelehnt.'],
  ['The certificate of {1} is not trusted.', 'Dem Zertifikat von {1} wird nicht vertraut.'],
  ['{1} takes no connections right now.', '{1} nimmt gerade keine Verbindungen an.'],
  ['Nothing answers at {1}.', 'Unter {1} antwortet nichts.'],
  ['No answer from {1}.', 'Keine Antwort von {1}.'],
  ['The name of {1} cannot be resolved.', 'Der Name von {1} lässt sich nicht auflösen.'],
  ['{1} took the connection and did not complete it.', '{1} nahm die Verbindung an und führte sie nicht zu Ende.'],
  ['The connection to {1} broke.', 'Die Verbindung zu {1} ist abgerissen.'],
  ['{1} no longer answers, although the connection stands.', '{1} antwortet nicht mehr, obwohl die Verbindung steht.'],
  ['{1} is alive but has stopped talking.', '{1} lebt, ist aber verstummt.'],
  [
    '{1} changed or revoked this access. Signing in again.',
    '{1} hat diesen Zugang geändert oder entzogen. Meldet sich wieder an.',
  ],
  ['Not running.', 'Läuft nicht.'],
];

/** How the sentence goes on once the budget is spent. */
const WAITS: readonly CoreLine[] = [
  [' No connection for {8}. Trying again now.', ' Keine Verbindung seit {8}. Neuer Versuch jetzt.'],
  [' No connection for {8}. Next attempt in {9}.', ' Keine Verbindung seit {8}. Nächster Versuch in {9}.'],
];

const withWaits = STATES.flatMap(([core, own]): CoreLine[] => [
  ...WAITS.map(([coreWait, ownWait]): CoreLine => [core + coreWait, own + ownWait]),
  [core, own],
]);

/** German: what the core says of the gateways, by the type of the event. */
export const gatewayLines: Readonly<Record<string, readonly CoreLine[]>> = {
  gatewayTransition: withWaits,
  gatewayStateChanged: [
    ...withWaits.map(([core, own]): CoreLine => [`In reserve: ${core}`, `In Reserve: ${own}`]),
    ...withWaits,
  ],
  gatewayApprovalNeeded: [['{1} has to approve this computer.', '{1} muss diesen Rechner freigeben.']],
  gatewayApproved: [['{1} approved this computer.', '{1} hat diesen Rechner freigegeben.']],
  gatewayRestarted: [
    ['{1} was restarted and is connected again.', '{1} wurde neu gestartet und ist wieder verbunden.'],
  ],
  gatewayGap: [
    [
      'Events of {1} were lost, so its state is read anew.',
      'Ereignisse von {1} gingen verloren, darum wird sein Stand neu gelesen.',
    ],
  ],
  gatewaySwitched: [
    ['{1} took over, because {2} cannot be reached.', '{1} hat übernommen, weil {2} nicht erreichbar ist.'],
    ['{1} took over, because {2} refuses the sign-in.', '{1} hat übernommen, weil {2} die Anmeldung ablehnt.'],
    [
      '{1} took over, because {2} was stopped by its owner.',
      '{1} hat übernommen, weil {2} von seinem Betreiber angehalten wurde.',
    ],
    [
      '{1} took over, because {2} has not approved this computer yet.',
      '{1} hat übernommen, weil {2} diesen Rechner noch nicht freigegeben hat.',
    ],
    [
      '{1} has been stable for a while and is used again instead of {2}.',
      '{1} ist seit einer Weile stabil und wird wieder statt {2} genutzt.',
    ],
    ['{1} is preferred over {2} and is used now.', '{1} wird {2} vorgezogen und jetzt genutzt.'],
    ['{1} is used instead of {2}, as you asked.', '{1} wird statt {2} genutzt, wie du es wolltest.'],
    [
      '{1} is used, because {2} is no longer among the gateways.',
      '{1} wird genutzt, weil {2} nicht mehr zu den Gateways gehört.',
    ],
  ],
};
