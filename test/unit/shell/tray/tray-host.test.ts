import { join } from 'node:path';
import type Electron from 'electron';
import { describe, expect, it } from 'vitest';
import type { AgentSummary } from '../../../../electron/contract/index.ts';
import type { TrayAction } from '../../../../electron/shell/tray/menu-item.ts';
import type { Platform } from '../../../../electron/shell/tray/text-shapes.ts';
import { TrayHost } from '../../../../electron/shell/tray/tray-host.ts';
import { createDesktop, type StandInMenu } from '../../../helpers/electron-desktop.ts';
import { gatewayStatus, subscriptionsStatus } from '../../../helpers/snapshots.ts';
import { modelOf } from './support.ts';

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
    getBounds: () => ({ x: 0, y: 0, width: 22, height: 22 }),
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
      onDoubleClick: () => calls.push('double click'),
    },
    modelOf({}, { platform }),
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
    expect(calls.slice(1)).toEqual([`image ${join('/icons', 'working.png')}`, 'tooltip']);
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

  it('gives Windows its popover on a click, its window on a double click and its menu on a right click', () => {
    const { calls, fire } = hostOf('win32');
    calls.length = 0;
    fire('click');
    fire('double-click');
    fire('right-click');
    expect(calls).toEqual(['click', 'double click', 'popup']);
  });

  it('sets nothing anew for what the tray does not show', () => {
    const { host, calls } = hostOf('linux');
    calls.length = 0;
    const agents = Array.from({ length: 500 }, (_, index) => ({ name: `agent-${index}` }) as AgentSummary);
    const first = { state: 'usable', agents, agentsTotal: 500, usableTotal: 4, subscriptionsTotal: 5 } as const;
    host.update(modelOf({ subscriptions: subscriptionsStatus(first) }));
    expect(calls).toEqual(['menu']);
    host.update(
      modelOf({ revision: 7, subscriptions: subscriptionsStatus({ ...first, agents: [...agents], since: 9 }) }),
    );
    host.update(modelOf({ subscriptions: subscriptionsStatus({ ...first, agents: agents.slice(0, 400) }) }));
    expect(calls).toEqual(['menu']);
  });

  it('changes an open menu in place', () => {
    const { host, calls, fire, menu } = hostOf('win32');
    fire('right-click');
    calls.length = 0;
    host.update(modelOf({ gateway: null }, { platform: 'win32' }));
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
