import type { StatusSnapshot } from '../../contract/index.ts';
import { endpointLine, type GateLine, gateLines } from './gate-lines.ts';
import { gatewayItems } from './gateway-items.ts';
import { click, commandItem, grouped, type TrayItem } from './menu-item.ts';
import type { MenuSurroundings } from './menu-surroundings.ts';
import { remedyItems } from './remedy-items.ts';
import { rotateItems } from './rotate-items.ts';
import type { MenuLabels } from './text-shapes.ts';
import { labelsFor } from './texts.ts';
import { windowItems } from './window-items.ts';

/** The menu as data: groups between rules, in the order of the visual direction. Pure. */
export function trayMenu(snapshot: StatusSnapshot, surroundings: MenuSurroundings): readonly TrayItem[] {
  const labels = labelsFor(surroundings.texts, surroundings.platform);
  const accelerator = surroundings.platform === 'darwin' ? 'Cmd+Q' : null;
  const quit = click('quit', labels.quit, { kind: 'quit' }, { accelerator });
  if (snapshot.safeMode !== null)
    return grouped([safeModeItems(labels), windowItems(snapshot.updates, surroundings, labels), [quit]]);
  return grouped([
    statusItems(snapshot, surroundings, labels),
    remedyItems(snapshot, labels),
    rotateItems(snapshot, labels),
    [...gatewayItems(snapshot, labels), ...copyItems(snapshot, labels)],
    pauseItems(snapshot, labels),
    windowItems(snapshot.updates, surroundings, labels),
    [quit],
  ]);
}

/** Nothing else would do anything. */
function safeModeItems(labels: MenuLabels): TrayItem[] {
  return [
    click('safe-mode', labels.safeMode, { kind: 'open', view: 'overview' }),
    commandItem('start-normally', labels.startNormally, { name: 'leaveSafeMode' }),
    commandItem('save-diagnostics', labels.saveBundle, { name: 'saveDiagnostics' }),
  ];
}

function statusItems(snapshot: StatusSnapshot, { texts }: MenuSurroundings, labels: MenuLabels): TrayItem[] {
  const line = ({ id, label, view }: GateLine): TrayItem => click(`status-${id}`, label, { kind: 'open', view });
  return [
    ...(snapshot.sandbox === null ? [] : [click('sandbox', labels.sandbox, null, { isEnabled: false })]),
    ...(snapshot.offline === undefined ? [] : [click('offline', labels.offline, null, { isEnabled: false })]),
    ...gateLines(snapshot, texts).map(line),
    line(endpointLine(snapshot, texts)),
  ];
}

function copyItems({ proxy }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  const isEnabled = proxy.endpoint !== null;
  return [
    click('copy-endpoint', labels.copyEndpoint, { kind: 'copy', what: 'endpoint' }, { isEnabled }),
    click('copy-environment', labels.copyEnvironment, { kind: 'copy', what: 'environment' }, { isEnabled }),
  ];
}

function pauseItems({ paused }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  if (paused !== null) return [commandItem('resume', labels.resume, { name: 'resume' })];
  const items = [
    commandItem('pause-hour', labels.forOneHour, { name: 'pause', until: 'hour' }),
    commandItem('pause-tomorrow', labels.untilTomorrow, { name: 'pause', until: 'tomorrow' }),
    commandItem('pause-resumed', labels.untilResumed, { name: 'pause', until: 'resumed' }),
  ];
  return [{ type: 'submenu', id: 'pause', label: labels.pause, items }];
}
