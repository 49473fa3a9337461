import type { AgentSummary, StatusSnapshot } from '../../../../electron/contract/index.ts';
import type { TrayItem } from '../../../../electron/shell/tray/menu-item.ts';
import type { MenuSurroundings } from '../../../../electron/shell/tray/menu-surroundings.ts';
import { type TrayModel, trayModel } from '../../../../electron/shell/tray/model.ts';
import { trayTexts } from '../../../../electron/shell/tray/texts.ts';
import {
  accountStatus,
  gatewayStatus,
  gatewaySummary,
  proxyStatus,
  subscriptionsStatus,
  teeStatus,
  updatesStatus,
} from '../../../helpers/snapshots.ts';

const TEE = { teeId: `0x${'7f3a'.repeat(16)}` } as NonNullable<StatusSnapshot['tee']['current']>;

/** All three gates are open: four of five subscriptions are usable. */
export function snapshotOf(changes: Partial<StatusSnapshot> = {}): StatusSnapshot {
  return {
    health: 'well',
    sandbox: null,
    paused: null,
    safeMode: null,
    gateway: gatewayStatus({ roundTripMs: 18 }),
    gateways: [gatewaySummary()],
    account: accountStatus(),
    tee: teeStatus({ current: TEE }),
    proxy: proxyStatus({ endpoint: 'http://127.0.0.1:11435/v1' }),
    subscriptions: subscriptionsStatus({ state: 'usable', usableTotal: 4, subscriptionsTotal: 5 }),
    updates: updatesStatus(),
    ...changes,
  } as StatusSnapshot;
}

export function agentOf(name: string): AgentSummary {
  return { name } as AgentSummary;
}

/** What the tray shows: on Linux and in English, unless told otherwise. */
export function modelOf(
  changes: Partial<StatusSnapshot> = {},
  { locale = 'en', ...surroundings }: Partial<MenuSurroundings> & { readonly locale?: string } = {},
): TrayModel {
  return trayModel(snapshotOf(changes), {
    platform: 'linux',
    texts: trayTexts(locale),
    isWindowVisible: false,
    startsAtLogin: false,
    ...surroundings,
  });
}

/** Labels line by line as a person reads the menu: rules, submenus indented, ✓ and ● before what is chosen. */
export function drawn(items: readonly TrayItem[], indent = ''): string[] {
  return items.flatMap(item => {
    if (item.type === 'separator') return [`${indent}───`];
    if (item.type === 'submenu') return [`${indent}${item.label} ▸`, ...drawn(item.items, `${indent}  `)];
    const mark = { normal: '', checkbox: item.isChecked ? ' ✓' : '', radio: item.isChecked ? ' ●' : ' ○' }[item.type];
    const key = item.accelerator === null ? '' : ` (${item.accelerator})`;
    return [`${indent}${item.label}${mark}${key}${item.isEnabled ? '' : ' [off]'}`];
  });
}

/** Every item that can be clicked, submenus included. */
export function clickable(items: readonly TrayItem[]): Exclude<TrayItem, { type: 'separator' | 'submenu' }>[] {
  return items.flatMap(item => {
    if (item.type === 'separator') return [];
    return item.type === 'submenu' ? clickable(item.items) : [item];
  });
}
