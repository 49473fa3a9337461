import type { Health, StatusSnapshot } from '../../contract/index.ts';
import { endpointLine, gateLines } from './gate-lines.ts';
import type { Platform, TrayTexts } from './text-shapes.ts';

/** NOTIFYICONDATA of Windows holds 128 characters with the closing zero; some shells take one less. */
const MAX_LENGTH = 126;
const WORST_FIRST: readonly Health[] = ['broken', 'needs-you', 'working', 'well', 'paused'];

/**
 * One line for the whole and one per gate, worst gate first in trouble; as much of it as every system shows. Panels of
 * Linux do not agree on line breaks, so there it is one line.
 */
export function trayTooltip(snapshot: StatusSnapshot, platform: Platform, texts: TrayTexts): string {
  const { health, sandbox, safeMode, offline, paused } = snapshot;
  if (safeMode !== null) return `Gatehouse: ${texts.safeMode}`;
  const mark = sandbox === null ? '' : ` (${texts.sandboxMark})`;
  const endpoint = endpointLine(snapshot, texts);
  const gates = [...gateLines(snapshot, texts), ...(endpoint.health === 'well' ? [] : [endpoint])].sort(
    (one, other) => WORST_FIRST.indexOf(one.health) - WORST_FIRST.indexOf(other.health),
  );
  // What needs a person still does, and a pause replaces everything.
  const isOnlyOffline = offline !== undefined && paused === null && health === 'working';
  const separator = platform === 'linux' ? ' · ' : '\n';
  return gates
    .map(({ hint }) => hint)
    .reduce(
      (tooltip, line) => {
        const longer = `${tooltip}${separator}${line}`;
        return longer.length <= MAX_LENGTH ? longer : tooltip;
      },
      `Gatehouse${mark}: ${isOnlyOffline ? texts.offline : texts.overall[health]}`,
    );
}
