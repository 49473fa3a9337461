import type { SetupGatewayChoice } from '../../contract/index.ts';
import { GatehouseError } from '../platform/index.ts';
import type { GatewayAccess } from './gateway-access.ts';
import type { Gateways } from './gateways.ts';

/** Of the settings. */
const MAX_NAME_LENGTH = 60;

/** What a choice leads to; see `SetupPorts.useGateway`. */
export interface UsedChoice {
  readonly name: string;
  readonly isAdded: boolean;
}

/** Makes the chosen gateway the one in use. Throws `setup_no_gateway`, and what adding and selecting one throw. */
export async function chooseGateway(
  choice: SetupGatewayChoice,
  former: string | null,
  { gateways, access }: { readonly gateways: Gateways; readonly access: GatewayAccess },
  signal: AbortSignal,
): Promise<UsedChoice> {
  switch (choice.kind) {
    case 'found':
    case 'sandbox': {
      // These are used only where none is configured, and what the first run itself added was a try.
      const tried = former === null ? undefined : access.settings.find(former);
      if (tried !== undefined) await gateways.remove(tried.name, signal);
      return {
        name: await alone(gateways, choice.kind === 'found' ? 'discovered' : 'sandbox', signal),
        isAdded: false,
      };
    }
    case 'named': {
      await gateways.select(choice.name, signal);
      return { name: access.settings.find(choice.name)?.name ?? choice.name, isAdded: false };
    }
    case 'url':
      return add(choice, former, { gateways, access }, signal);
  }
}

/** The one that is used because none is configured. */
async function alone(gateways: Gateways, source: 'discovered' | 'sandbox', signal: AbortSignal): Promise<string> {
  await gateways.look(signal);
  const found = gateways.list().find(summary => summary.source === source);
  if (found !== undefined) return found.name;
  const others = gateways.list().map(({ name }) => name);
  const what = source === 'sandbox' ? 'The sandbox’s gateway is not in use' : 'No gateway was found on this computer';
  throw new GatehouseError('setup_no_gateway', `${what}.`, {
    remedy:
      others.length === 0 ? 'Enter the address of a gateway.' : `Choose ${others.join(' or ')}, or remove it first.`,
  });
}

async function add(
  { name, url, tlsFingerprint }: Extract<SetupGatewayChoice, { readonly kind: 'url' }>,
  former: string | null,
  { gateways, access }: { readonly gateways: Gateways; readonly access: GatewayAccess },
  signal: AbortSignal,
): Promise<UsedChoice> {
  const { settings } = access;
  gateways.checkAddress(url, tlsFingerprint);
  const wanted = name ?? new URL(url.trim()).host.slice(0, MAX_NAME_LENGTH);
  const same = settings.find(wanted);
  if (same !== undefined && same.url === url.trim() && (same.tlsFingerprint ?? undefined) === tlsFingerprint) {
    if (settings.list().length > 1) await gateways.select(same.name, signal);
    return { name: same.name, isAdded: former === same.name };
  }
  const given = { name: wanted, url, ...(tlsFingerprint === undefined ? {} : { tlsFingerprint }) };
  const replaced = former === null ? undefined : settings.find(former);
  // An address that was mistyped leaves nothing behind; secrets under the same name were stored for the new one.
  if (replaced !== undefined) await gateways.remove(replaced.name, signal, replaced.id === same?.id);
  await gateways.add(given, signal);
  if (settings.list().length > 1) await gateways.select(wanted, signal);
  return { name: wanted, isAdded: true };
}
