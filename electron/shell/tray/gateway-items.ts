import type { Command, StatusSnapshot } from '../../contract/index.ts';
import { cut } from './gate-lines.ts';
import { commandItem, grouped, MAX_LABEL_NAME, type TrayItem } from './menu-item.ts';
import type { MenuLabels } from './text-shapes.ts';

/** Connecting anew, and which of several gateways is used. */
export function gatewayItems({ gateway, gateways }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  const reconnect = commandItem(
    'reconnect-gateway',
    labels.reconnectGateway,
    { name: 'reconnectGateway' },
    { isEnabled: gateway !== null },
  );
  if (gateways.length < 2) return [reconnect];
  const select = (profile: string | null): Command => ({ name: 'selectGateway', profile });
  const isFree = !gateways.some(({ isPinned }) => isPinned);
  const items = grouped([
    gateways.map(({ id, name, isActive }) =>
      commandItem(`gateway-${id}`, cut(name, MAX_LABEL_NAME), select(id), { type: 'radio', isChecked: isActive }),
    ),
    [commandItem('gateway-best', labels.bestGateway, select(null), { type: 'checkbox', isChecked: isFree })],
  ]);
  return [reconnect, { type: 'submenu', id: 'switch-gateway', label: labels.switchGateway, items }];
}
