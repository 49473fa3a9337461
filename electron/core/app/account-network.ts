import { remedyOf, type UsedAccount } from '../../contract/index.ts';

type Account = Pick<UsedAccount, 'active' | 'network'>;

/** The network that requests take, seen from an account. */
export interface NetworkInUse {
  readonly isSandbox: boolean;
  /** Whether the settings ask for the sandbox. */
  readonly wantsSandbox: boolean;
  /** Whether it is the one that the account belongs to. */
  readonly fits: (network: NonNullable<UsedAccount['network']>) => boolean;
  /** Whether the account's network is gone over to by itself. */
  readonly goesOver: boolean;
}

/** Whether the account belongs to another network than the one in use, and says enough to be gone over to. */
export function isElsewhere({ active, network }: Account, used: NetworkInUse): boolean {
  if (active === null || network === null || used.fits(network)) return false;
  return !used.isSandbox || (!used.wantsSandbox && network.rpc !== null && network.registryAddress !== null);
}

/** Requests keep the network that was chosen before, for as long as nobody goes over to the account's. */
export function noticeOf({ active, network }: Account, used: NetworkInUse): UsedAccount['notice'] {
  if (active === null || network === null || used.fits(network)) return null;
  const name = active.email ?? `account ${active.id}`;
  if (!used.isSandbox) {
    const sentence = `${name} belongs to another network (${network.relay}) than the one in use.`;
    const remedy = used.goesOver
      ? remedyOf('goes_over_to_account', 'Gatehouse goes over to it by itself, in a moment.')
      : remedyOf('restart_for_account', 'Restart Gatehouse to use it.');
    return { sentence, told: { code: 'account_elsewhere', name, other: network.relay }, remedy };
  }
  if (network.rpc === null || network.registryAddress === null) {
    const sentence = `The login of ${name} does not say where the registry is, so the sandbox is in use.`;
    return {
      sentence,
      told: { code: 'account_no_registry', name },
      remedy: remedyOf('set_registry', 'Set tee.registry.rpcUrls and tee.registry.address, and restart Gatehouse.'),
    };
  }
  const text = used.wantsSandbox
    ? 'Start Gatehouse without --sandbox, and with the setting network on auto, to use its network.'
    : used.goesOver
      ? 'Gatehouse goes over to its network by itself, in a moment.'
      : 'Restart Gatehouse to use its network.';
  return {
    sentence: `${name} is signed in, and Gatehouse still runs on the sandbox.`,
    told: { code: 'account_beside_sandbox', name },
    remedy: remedyOf(used.goesOver ? 'goes_over_to_account' : 'restart_for_account', text),
  };
}
