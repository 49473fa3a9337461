import type Electron from 'electron';
import { describe, expect, it } from 'vitest';
import type { StatusSnapshot } from '../../../electron/contract/index.ts';
import { trayIconFile } from '../../../electron/shell/tray/icon-file.ts';
import type { TrayAction, TrayItem } from '../../../electron/shell/tray/menu.ts';
import { type TrayModel, trayModel } from '../../../electron/shell/tray/model.ts';
import type { Platform } from '../../../electron/shell/tray/text-shapes.ts';
import { trayTexts } from '../../../electron/shell/tray/texts.ts';
import { TrayHost } from '../../../electron/shell/tray/tray-host.ts';
import { createDesktop, type StandInMenu } from '../../helpers/electron-desktop.ts';
import { gatewayStatus, gatewaySummary, proxyStatus, teeStatus } from '../../helpers/snapshots.ts';

const TEE = { teeId: `0x${'7f3a'.repeat(16)}` } as NonNullable<StatusSnapshot['tee']['current']>;

function snapshot(changes: Partial<StatusSnapshot> = {}): StatusSnapshot {
  return {
    health: 'well',
    sandbox: null,
    gateway: gatewayStatus({ roundTripMs: 18 }),
    gateways: [gatewaySummary()],
    tee: teeStatus({ current: TEE }),
    proxy: proxyStatus({ endpoint: 'http://127.0.0.1:11435/v1' }),
    ...changes,
  } as StatusSnapshot;
}

function modelOf(changes: Partial<StatusSnapshot> = {}, platform: Platform = 'linux', locale = 'en'): TrayModel {
  return trayModel(snapshot(changes), {
    platform,
    texts: trayTexts(locale),
    isWindowVisible: false,
    startsAtLogin: false,
  });
}

function idsOf(items: readonly TrayItem[]): string[] {
  return items.flatMap(item =>
    item.type === 'separator' ? ['-'] : item.type === 'submenu' ? [item.id, ...idsOf(item.items)] : [item.id],
  );
}

function labelsOf(items: readonly TrayItem[]): string[] {
  return items.flatMap(item => (item.type === 'separator' ? [] : [item.label]));
}

describe('the tray as a function of the snapshot', () => {
  it('has a line per gate, then what can be done', () => {
    const { menu } = modelOf();
    expect(labelsOf(menu).slice(0, 3)).toEqual([
      'Gateway: Ready, studio',
      'TEE: Attested, 0x7f3a7f…3a7f3a',
      'Endpoint: 127.0.0.1:11435',
    ]);
    expect(idsOf(menu).join(' ')).toBe(
      'status-gateway status-tee status-endpoint - rotate-tee - reconnect-gateway - copy-endpoint copy-environment - ' +
        'open-window diagnostics copy-status show-log start-at-login - quit',
    );
  });

  it('offers the choice of a gateway where there are several, and the remedy where there is trouble', () => {
    const { menu } = modelOf({
      gateways: [gatewaySummary(), gatewaySummary({ id: 'attic', name: 'R&D attic', isActive: false })],
      gateway: gatewayStatus({ approval: { reason: 'new', requestId: 'r1', command: 'approve r1' } }),
      tee: teeStatus({ remedy: { text: 'Check it.', command: 'checkRegistry' } }),
    });
    expect(idsOf(menu)).toEqual(
      expect.arrayContaining(['copy-approval', 'check-registry', 'gateway-attic', 'gateway-best']),
    );
    expect(menu.find(item => item.type !== 'separator' && item.id === 'rotate-tee')).toMatchObject({
      isEnabled: false,
    });
  });

  it('speaks as each system does', () => {
    expect(labelsOf(modelOf({}, 'darwin').menu)).toEqual(expect.arrayContaining(['Rotate TEE Now', 'Quit Gatehouse']));
    expect(labelsOf(modelOf({}, 'win32').menu)).toEqual(expect.arrayContaining(['Start with Windows', 'Exit']));
    expect(labelsOf(modelOf({}, 'linux', 'de-AT').menu)).toEqual(
      expect.arrayContaining(['TEE jetzt wechseln', 'Beenden']),
    );
  });

  it('says in the tooltip how each gate is, the worst one first, in what every system shows', () => {
    expect(modelOf({}, 'win32').tooltip).toBe(
      'Gatehouse: all open\nGateway: ready, studio, 18 ms\nTEE: attested, 7f3a…7f3a',
    );
    const trouble = modelOf({ health: 'broken', tee: teeStatus({ health: 'broken', state: 'no-usable-tee' }) });
    expect(trouble.tooltip).toBe('Gatehouse: broken · TEE: no TEE · Gateway: ready, studio, 18 ms');
    for (const locale of ['en', 'de']) {
      for (const state of ['waiting-for-approval', 'unreachable', 'refused'] as const) {
        const { tooltip } = modelOf(
          {
            sandbox: { seed: 's' },
            health: 'needs-you',
            gateway: gatewayStatus({ state, health: 'needs-you', profile: 'a-very-long-name-of-a-gateway' }),
            tee: teeStatus({ state: 'chain-unreachable', health: 'needs-you' }),
            proxy: proxyStatus({ state: 'port-busy', endpoint: null }),
          },
          'win32',
          locale,
        );
        expect(tooltip.length).toBeLessThanOrEqual(127);
        expect(tooltip).toContain('a-very-long-n…');
      }
    }
  });

  it('takes the drawing that fits the panel', () => {
    const panel = { platform: 'linux', isDark: false, desktop: 'KDE', scaleFactor: 1 } as const;
    expect(trayIconFile('well', panel)).toBe('well-light-22.png');
    expect(trayIconFile('well', { ...panel, desktop: 'ubuntu:GNOME', scaleFactor: 2 })).toBe('well-dark-44.png');
    expect(trayIconFile('broken', { ...panel, scaleFactor: 1.25 })).toBe('broken-light-32.png');
    expect(trayIconFile('paused', { ...panel, platform: 'win32', isDark: true })).toBe('paused-dark.ico');
    expect(trayIconFile('working', { ...panel, platform: 'darwin', isDark: true })).toBe('workingTemplate.png');
  });
});

function hostOf(platform: Platform) {
  const calls: string[] = [];
  const actions: TrayAction[] = [];
  const listeners = new Map<string, (event: { ctrlKey?: boolean }) => void>();
  let menu: StandInMenu | undefined;
  const tray = {
    setImage: ({ path }: { path: string }) => calls.push(`image ${path}`),
    setToolTip: () => calls.push('tooltip'),
    setContextMenu: (given: StandInMenu) => {
      menu = given;
      calls.push('menu');
    },
    popUpContextMenu: (given: StandInMenu) => {
      menu = given;
      calls.push('popup');
    },
    setIgnoreDoubleClickEvents: () => undefined,
    on: (name: string, listener: () => void) => listeners.set(name, listener),
  };
  const host = new TrayHost(
    {
      Tray: function Tray() {
        return tray;
      } as unknown as new () => Electron.Tray,
      Menu: createDesktop(() => undefined).modules.Menu,
      nativeImage: { createFromPath: path => ({ path }) as unknown as Electron.NativeImage },
      platform,
      iconFolder: '/icons',
      iconFile: state => `${state}.png`,
      onAction: action => actions.push(action),
      onClick: () => calls.push('click'),
    },
    modelOf({}, platform),
  );
  return { host, calls, actions, fire: (name: string, event = {}) => listeners.get(name)?.(event), menu: () => menu };
}

describe('the tray on the panel', () => {
  it('touches only what changed', () => {
    const { host, calls } = hostOf('linux');
    calls.length = 0;
    host.update(modelOf());
    expect(calls).toEqual([]);
    host.update(modelOf({ gateway: gatewayStatus({ roundTripMs: 19 }) }));
    expect(calls).toEqual(['tooltip']);
    host.update(modelOf({ health: 'working', gateway: gatewayStatus({ roundTripMs: 19 }) }));
    expect(calls.slice(1)).toEqual(['image /icons/working.png', 'tooltip']);
    host.update(modelOf({ health: 'working', gateway: null }));
    expect(calls.slice(3)).toEqual(['tooltip', 'menu']);
  });

  it('gives macOS its window on a click and its menu on a right or a Control click', () => {
    const { calls, fire } = hostOf('darwin');
    calls.length = 0;
    fire('click');
    fire('click', { ctrlKey: true });
    fire('right-click');
    expect(calls).toEqual(['click', 'popup', 'popup']);
  });

  it('changes an open menu in place', () => {
    const { host, calls, fire, menu } = hostOf('win32');
    fire('right-click');
    calls.length = 0;
    host.update(modelOf({ gateway: null }, 'win32'));
    expect(calls).toEqual(['tooltip']);
    expect(menu()?.getMenuItemById('status-gateway')?.label).toBe('Gateway: None');
    expect(menu()?.getMenuItemById('reconnect-gateway')?.enabled).toBe(false);
  });

  it('hands out what a click means', () => {
    const { actions, menu } = hostOf('linux');
    (menu()?.getMenuItemById('rotate-tee') as unknown as { click(): void }).click();
    expect(actions).toEqual([{ kind: 'command', command: { name: 'rotateTee' } }]);
  });
});
