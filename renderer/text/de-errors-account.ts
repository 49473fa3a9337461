import type { ErrorTexts } from './error-texts.ts';

/** German: errors of accounts, logins and the session of og-veil. */
export const accountErrors = {
  login_cancelled: ['Die Anmeldung wurde abgebrochen.', null],
  login_app_invalid: [
    'Die Adresse der Chat-App muss eine https-Adresse ohne Zugangsdaten, Abfrage und Fragment sein.',
    'Die Adresse berichtigen.',
  ],
  login_bundle_expired: [
    'Diese Anmeldung ist abgelaufen und lässt sich nicht erneuern.',
    'Neu anmelden. Kommt das gleich wieder, die Uhr dieses Rechners stellen.',
  ],
  login_bundle_invalid: [
    'Das ist keine Anmeldung der Chat-App.',
    'Den ganzen Text kopieren, den die Anmeldeseite anbietet, von { bis }.',
  ],
  login_listen_failed: [
    'Für die Anmeldung ließ sich auf diesem Rechner kein Port öffnen.',
    'Noch einmal versuchen oder die Anmeldung als Text einfügen.',
  ],
  login_timeout: [
    'Niemand hat sich rechtzeitig angemeldet.',
    'Noch einmal versuchen. Erreicht die Seite diesen Rechner nicht, die Anmeldung als Text einfügen.',
  ],
  login_required: ['Für das Relay fehlt ein Token.', 'Anmelden oder ein Token für das Relay hinterlegen.'],
  account_too_many: ['Auf diesem Rechner gibt es zu viele Konten.', 'Eines davon abmelden.'],
  account_unknown: ['Dieses Konto gibt es auf diesem Rechner nicht.', 'Ein anderes Konto wählen.'],
  account_record_damaged: ['Das hinterlegte Konto ist nicht lesbar.', 'Neu anmelden.'],
  account_refresh_failed: [
    'Die Anmeldung ließ sich nicht erneuern.',
    'Das Netz prüfen und noch einmal versuchen, oder neu anmelden.',
  ],
  account_signed_out: ['Das Konto ist abgemeldet.', 'Neu anmelden.'],
  veil_session_missing: ['Auf diesem Rechner gibt es keine Sitzung von og-veil.', 'Stattdessen anmelden.'],
  veil_session_unreadable: [
    'Die Sitzung von og-veil ist nicht lesbar.',
    'Diesem Benutzer Zugriff auf die Datei geben oder anmelden.',
  ],
  sandbox_not_running: ['Gatehouse läuft nicht mit der Sandbox.', 'Bei der Chat-App anmelden.'],
} as const satisfies ErrorTexts;
