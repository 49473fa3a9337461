import type { ErrorTexts } from './error-texts.ts';

/** German: errors of a Trinity backend. */
export const trinityErrors = {
  trinity_unauthorized: [
    'Trinity nimmt die Anmeldung nicht an.',
    'Benutzer und Passwort oder den API-Schlüssel prüfen; ein Neustart des Backends beendet Anmeldungen.',
  ],
  trinity_second_factor: [
    'Trinity verlangt einen zweiten Faktor, den Gatehouse nicht hat.',
    'Statt des Passworts einen API-Schlüssel dieses Benutzers nehmen.',
  ],
  trinity_forbidden: [
    'Trinity erlaubt das dem angemeldeten Benutzer nicht.',
    'Einen Verwalter oder einen Schlüssel des Umfangs user oder system nehmen; Schlüssel von Agenten reichen nicht.',
  ],
  trinity_not_found: [
    'Trinity kennt diesen Agenten oder dieses Abo nicht.',
    'Die Namen mit denen in Trinity vergleichen.',
  ],
  trinity_busy: ['Trinity ist gerade beschäftigt.', 'Es wird von selbst wieder versucht.'],
  trinity_unavailable: [
    'Trinity kann das gerade nicht.',
    'Prüfen, ob es läuft und einen Schlüssel hat, mit dem es Abos verschlüsselt.',
  ],
  trinity_failed: ['Trinity ist gescheitert.', 'Im Protokoll von Trinity nachsehen.'],
  trinity_refused: ['Trinity hat die Anfrage abgelehnt.', 'Berichtigen, was Trinity nennt.'],
  trinity_credentials_missing: ['Für das Trinity-Backend ist keine Anmeldung hinterlegt.', 'Sie hinterlegen.'],
  trinity_credentials_unreadable: [
    'Die Anmeldung für das Trinity-Backend ist nicht lesbar.',
    'Prüfen, ob der Geheimnisspeicher gesperrt ist, dann noch einmal versuchen.',
  ],
  trinity_redirected: [
    'Trinity verweist auf eine andere Adresse. Dorthin geht die Anmeldung nicht.',
    'Die endgültige Adresse des Backends nehmen.',
  ],
  trinity_unreachable: ['Trinity hat nicht geantwortet.', 'Die Adresse prüfen und ob das Backend läuft.'],
  trinity_malformed: [
    'Die Antwort stammt von keinem Trinity-Backend.',
    'Die Adresse prüfen; die Versionen von Gatehouse und Trinity passen womöglich nicht zusammen.',
  ],
} as const satisfies ErrorTexts;
