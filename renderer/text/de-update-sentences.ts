import type { UpdateBusy, UpdatesStatus } from '../../electron/contract/index.ts';
import { errorRemedy, errorSentence } from './de-errors.ts';
import { pl } from './de-plural.ts';

/** German: `2 Anfragen, 1 Auftrag`; empty when nothing runs. */
export function busyWords({ requests, jobs, rotations, isSigningIn, isSettingUp }: UpdateBusy): string {
  return [
    ...(requests === 0 ? [] : [pl(requests, 'Anfrage', 'Anfragen')]),
    ...(jobs === 0 ? [] : [pl(jobs, 'Auftrag', 'Aufträge')]),
    ...(rotations === 0 ? [] : [pl(rotations, 'Wechsel', 'Wechsel')]),
    ...(isSigningIn ? ['eine Anmeldung'] : []),
    ...(isSettingUp ? ['die Einrichtung'] : []),
  ].join(', ');
}

/** German: where an update stands. */
export function updateSentence({ update, version, mode, lastCheckedAt, ...rest }: UpdatesStatus): string | undefined {
  switch (update.state) {
    case 'unsupported':
      return unsupportedSentence(rest.package);
    case 'idle':
      if (lastCheckedAt !== null) return `Gatehouse ${version} ist die neueste Version.`;
      return mode === 'off'
        ? 'Gatehouse sucht nicht von selbst nach Updates.'
        : 'Bisher wurde nicht nach Updates gesucht.';
    case 'checking':
      return 'Gatehouse sucht nach einer neueren Version.';
    case 'available':
      return `Gatehouse ${update.version} ist verfügbar; ${version} läuft.`;
    case 'downloading':
      return `Gatehouse ${update.version} wird geladen.`;
    case 'ready':
      return `Gatehouse ${update.version} ist geladen und geprüft. ${
        rest.installsAtQuit
          ? 'Es wird installiert, wenn Gatehouse beendet wird.'
          : 'Im abgesicherten Modus wird es nicht von selbst installiert.'
      }`;
    case 'waiting':
      return `Gatehouse startet neu und aktualisiert auf ${update.version}, sobald nichts mehr läuft. Jetzt: ${busyWords(update.busy) || 'nichts'}.`;
    case 'installing':
      return `Gatehouse startet neu und aktualisiert auf ${update.version}.`;
    case 'failed':
      return `${errorSentence(update.code) ?? 'Das Update ist fehlgeschlagen.'} Gatehouse ${version} läuft weiter.`;
  }
}

/** German: what a person can do about it; undefined: what the core says. */
export function updateRemedy({ update, canInstall, page, ...rest }: UpdatesStatus): string | undefined {
  const from = page === null ? '' : ` von ${page}`;
  switch (update.state) {
    case 'unsupported':
      return UNSUPPORTED_REMEDIES[rest.package] ?? 'Neue Versionen gibt es dort, woher diese kam.';
    case 'available':
      if (!canInstall) {
        return rest.package === 'deb' || rest.package === 'rpm'
          ? `Das neue Paket${from} laden und installieren:`
          : `Die neue Version${from} laden.`;
      }
      return update.isHeldBack
        ? 'Sie wird nicht von selbst installiert; laden lässt sie sich trotzdem.'
        : 'Sie kann jetzt geladen werden.';
    case 'ready':
      return 'Ein Neustart aktualisiert gleich.';
    case 'failed':
      return errorRemedy(update.code);
    default:
      return undefined;
  }
}

function unsupportedSentence(kind: UpdatesStatus['package']): string {
  switch (kind) {
    case 'npm':
      return 'Dieses Gatehouse wurde mit npm installiert und wird damit aktualisiert.';
    case 'container':
      return 'Dieses Gatehouse läuft in einem Container: Ein neueres Image ist eine neuere Version.';
    case 'development':
      return 'Dieses Gatehouse läuft aus seinen Quellen und wird nicht aktualisiert.';
    default:
      return 'Dieses Gatehouse kennt keinen Ort, an dem es nach Updates suchen könnte.';
  }
}

const UNSUPPORTED_REMEDIES: Readonly<Partial<Record<UpdatesStatus['package'], string>>> = {
  npm: 'Es aktualisieren und dann neu starten:',
  container: 'Ein neueres Image holen oder bauen und anstelle von diesem starten.',
  development: 'Neuere Quellen holen und bauen:',
};
