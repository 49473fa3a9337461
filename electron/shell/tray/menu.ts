import type { Command, StatusSnapshot, View } from '../../contract/index.ts';
import { cut, endpointLine, type GateLine, gateLines } from './gate-lines.ts';
import type { MenuLabels, Platform, TrayTexts } from './text-shapes.ts';
import { labelsFor } from './texts.ts';

/** What a click does, as data: the adapter does it. */
export type TrayAction =
  | { readonly kind: 'command'; readonly command: Command }
  | { readonly kind: 'copy'; readonly what: 'approval' | 'endpoint' | 'environment' | 'status' }
  | { readonly kind: 'open'; readonly view: View | null }
  | { readonly kind: 'hide-window' }
  | { readonly kind: 'show-log' }
  | { readonly kind: 'start-at-login'; readonly isOn: boolean }
  | { readonly kind: 'quit' };

/** One item that can be clicked. `accelerator` is shown; what it does outside the menu is the window's. */
export interface TrayClickItem {
  readonly type: 'normal' | 'checkbox' | 'radio';
  readonly id: string;
  readonly label: string;
  readonly isEnabled: boolean;
  readonly isChecked: boolean;
  readonly accelerator: string | null;
  readonly action: TrayAction | null;
}

/** One entry of the menu. */
export type TrayItem =
  | TrayClickItem
  | { readonly type: 'separator' }
  | { readonly type: 'submenu'; readonly id: string; readonly label: string; readonly items: readonly TrayItem[] };

/** What the menu depends on beside the snapshot. */
export interface MenuSurroundings {
  readonly platform: Platform;
  readonly texts: TrayTexts;
  readonly isWindowVisible: boolean;
  /** Null where this installation cannot be started at login. */
  readonly startsAtLogin: boolean | null;
}

const SEPARATOR: TrayItem = { type: 'separator' };
const MAX_NAME = 40;

/** The menu as data: groups between rules, in the order of the visual direction. */
export function trayMenu(snapshot: StatusSnapshot, surroundings: MenuSurroundings): readonly TrayItem[] {
  const labels = labelsFor(surroundings.texts, surroundings.platform);
  return [
    statusItems(snapshot, surroundings.texts, labels),
    remedyItems(snapshot, labels),
    teeItems(snapshot, labels),
    gatewayItems(snapshot, labels),
    copyItems(snapshot, labels),
    windowItems(surroundings, labels),
    [
      click(
        'quit',
        labels.quit,
        { kind: 'quit' },
        { accelerator: surroundings.platform === 'darwin' ? 'Cmd+Q' : null },
      ),
    ],
  ]
    .filter(group => group.length > 0)
    .flatMap((group, index) => (index === 0 ? group : [SEPARATOR, ...group]));
}

function statusItems(snapshot: StatusSnapshot, texts: TrayTexts, labels: MenuLabels): TrayItem[] {
  const line = ({ id, label, view }: GateLine): TrayItem => click(`status-${id}`, label, { kind: 'open', view });
  return [
    ...(snapshot.sandbox === null ? [] : [click('sandbox', labels.sandbox, null, { isEnabled: false })]),
    ...gateLines(snapshot, texts).map(line),
    line(endpointLine(snapshot, texts)),
  ];
}

/** Remedies that are not in the menu anyway. */
function remedyItems({ gateway, tee, proxy }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  const commands = [gateway?.remedy, tee.remedy, proxy.remedy].map(remedy => remedy?.command);
  return [
    ...(gateway?.approval == null
      ? []
      : [click('copy-approval', labels.copyApproval, { kind: 'copy', what: 'approval' })]),
    ...(commands.includes('checkRegistry')
      ? [click('check-registry', labels.checkRegistry, { kind: 'command', command: { name: 'checkRegistry' } })]
      : []),
  ];
}

function teeItems({ tee }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  const isEnabled = tee.current !== null && tee.state !== 'rotating';
  return [click('rotate-tee', labels.rotateTee, { kind: 'command', command: { name: 'rotateTee' } }, { isEnabled })];
}

function gatewayItems({ gateway, gateways }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  const reconnect = click(
    'reconnect-gateway',
    labels.reconnectGateway,
    { kind: 'command', command: { name: 'reconnectGateway' } },
    { isEnabled: gateway !== null },
  );
  if (gateways.length < 2) return [reconnect];
  const select = (profile: string | null): TrayAction => ({
    kind: 'command',
    command: { name: 'selectGateway', profile },
  });
  const items: TrayItem[] = [
    ...gateways.map(({ id, name, isActive }) =>
      click(`gateway-${id}`, cut(name, MAX_NAME), select(id), { type: 'radio', isChecked: isActive }),
    ),
    SEPARATOR,
    click('gateway-best', labels.bestGateway, select(null), {
      type: 'checkbox',
      isChecked: !gateways.some(({ isPinned }) => isPinned),
    }),
  ];
  return [reconnect, { type: 'submenu', id: 'switch-gateway', label: labels.switchGateway, items }];
}

function copyItems({ proxy }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  const isEnabled = proxy.endpoint !== null;
  return [
    click('copy-endpoint', labels.copyEndpoint, { kind: 'copy', what: 'endpoint' }, { isEnabled }),
    click('copy-environment', labels.copyEnvironment, { kind: 'copy', what: 'environment' }, { isEnabled }),
  ];
}

function windowItems({ platform, isWindowVisible, startsAtLogin }: MenuSurroundings, labels: MenuLabels): TrayItem[] {
  // Where no click on the icon is sure to come through, the menu hides the window as well.
  const open = platform === 'linux' ? labels.showWindow : labels.openWindow;
  return [
    platform === 'linux' && isWindowVisible
      ? click('hide-window', labels.hideWindow, { kind: 'hide-window' })
      : click('open-window', open, { kind: 'open', view: null }),
    {
      type: 'submenu',
      id: 'diagnostics',
      label: labels.diagnostics,
      items: [
        click('copy-status', labels.copyStatus, { kind: 'copy', what: 'status' }),
        click('show-log', labels.showLog, { kind: 'show-log' }),
      ],
    },
    ...(startsAtLogin === null
      ? []
      : [
          click(
            'start-at-login',
            labels.startAtLogin,
            { kind: 'start-at-login', isOn: !startsAtLogin },
            {
              type: 'checkbox',
              isChecked: startsAtLogin,
            },
          ),
        ]),
  ];
}

function click(
  id: string,
  label: string,
  action: TrayAction | null,
  { type = 'normal', isEnabled = true, isChecked = false, accelerator = null }: Partial<TrayClickItem> = {},
): TrayClickItem {
  return { type, id, label, isEnabled, isChecked, accelerator, action };
}
