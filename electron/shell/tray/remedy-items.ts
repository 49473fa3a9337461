import type { StatusSnapshot } from '../../contract/index.ts';
import { lacksLogin } from './gate-lines.ts';
import { click, commandItem, type TrayItem } from './menu-item.ts';
import type { MenuLabels } from './text-shapes.ts';

/** What can be done about the trouble that there is, one item per gate, as far as it is not in the menu anyway. */
export function remedyItems(snapshot: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  return [
    ...gatewayRemedy(snapshot, labels),
    ...accountRemedy(snapshot, labels),
    ...teeRemedy(snapshot, labels),
    ...subscriptionsRemedy(snapshot, labels),
  ];
}

function gatewayRemedy({ gateway }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  if (gateway === null) return [];
  if (gateway.approval !== null)
    return [click('copy-approval', labels.copyApproval, { kind: 'copy', what: 'approval' })];
  if (gateway.state === 'refused') {
    return [click('change-token', labels.changeToken, { kind: 'open', view: 'gateways' })];
  }
  const { missing } = gateway.scopes;
  if (gateway.state !== 'limited' || missing.length === 0) return [];
  return [commandItem('ask-for-access', labels.askForAccess, { name: 'upgradeGatewayScopes', scopes: [...missing] })];
}

function accountRemedy(snapshot: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  if (!lacksLogin(snapshot)) return [];
  return [commandItem('sign-in', labels.signIn, { name: 'login', show: true })];
}

function teeRemedy({ tee, proxy }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  const commands = [tee.remedy?.command, proxy.remedy?.command];
  if (!commands.includes('checkRegistry')) return [];
  return [commandItem('check-registry', labels.checkRegistry, { name: 'checkRegistry' })];
}

function subscriptionsRemedy({ subscriptions }: StatusSnapshot, labels: MenuLabels): TrayItem[] {
  if (subscriptions.state === 'token-refused') {
    const ill = subscriptions.subscriptions.find(({ health }) => health === 'needs-you');
    const place = ill === undefined ? {} : { id: ill.id };
    return [click('replace-token', labels.replaceToken, { kind: 'open', view: 'subscriptions', ...place })];
  }
  if (subscriptions.state !== 'none-usable') return [];
  return [click('add-subscription', labels.addSubscription, { kind: 'open', view: 'subscriptions' })];
}
