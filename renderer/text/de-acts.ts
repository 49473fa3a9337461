import type { Messages } from './messages.ts';

/** German: secrets on this page, files that are saved, and the restart. */
export const acts: Messages['acts'] = {
  secretsRefused:
    'Was diese Seite sendet, könnten andere mitlesen, darum wird hier kein Geheimnis entgegengenommen. Die Befehlszeile auf dem Rechner des Hosts verwenden oder diese Seite durch einen SSH-Tunnel öffnen.',
};
