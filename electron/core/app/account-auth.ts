import type { AccountStatus, UsedAccount } from '../../contract/index.ts';
import type { AccountManager } from '../account/index.ts';
import type { AuthProvider } from '../proxy/index.ts';

/** What decides whose token goes to the relay. */
export interface AccountAuthNetwork {
  readonly relayUrl: string;
  readonly rpcUrls: readonly string[];
  readonly registryAddress: string;
  /** `account`: an account's token goes to the relay only if it is that account's own. */
  readonly relayFrom?: 'settings' | 'account';
  /** A token of one's own, or the sandbox's. */
  bearer(signal: AbortSignal): Promise<string | undefined>;
  readonly sandbox: object | null;
}

/**
 * The token for the relay: one's own where there is one, else the account's. In the sandbox it is the account of the
 * sandbox, if somebody signed in there, else the sandbox's token. An account's token never goes to a relay that neither
 * its login nor the settings name.
 */
export class AccountAuth implements AuthProvider {
  readonly #manager: AccountManager;
  readonly #network: AccountAuthNetwork;
  #hasOwnToken = false;

  constructor(manager: AccountManager, network: AccountAuthNetwork) {
    this.#manager = manager;
    this.#network = network;
  }

  /** Finds out whether there is a token of one's own, for {@link use}. */
  async look(signal: AbortSignal): Promise<void> {
    await this.#own(signal);
  }

  async bearer(signal: AbortSignal): Promise<string | undefined> {
    const own = await this.#own(signal);
    const isFirst = this.#network.sandbox === null;
    if (isFirst && own !== undefined) return own;
    return (await this.#ofAccount(() => this.#manager.bearer(signal), signal)) ?? own;
  }

  async refresh(rejected: string, signal: AbortSignal): Promise<string | undefined> {
    if ((await this.#own(signal)) === rejected) return undefined;
    return this.#ofAccount(() => this.#manager.refresh(rejected, signal), signal);
  }

  /** Whether an account of that network (hosts and address) works with the network in use. */
  fits({ relay, rpc, registryAddress }: NonNullable<AccountStatus['network']>): boolean {
    const { relayUrl, rpcUrls, registryAddress: address, relayFrom, sandbox } = this.#network;
    if (sandbox === null && relayFrom !== 'account') return true;
    const isRegistry = registryAddress === null || registryAddress.toLowerCase() === address.toLowerCase();
    const isRpc = rpc === null || rpcUrls.some(url => new URL(url).host === rpc);
    return relay === new URL(relayUrl).host && (sandbox !== null || (isRegistry && isRpc));
  }

  /** What requests are sent with, as far as was seen last. */
  use({ active, network }: AccountStatus): UsedAccount['requestsUse'] {
    const isAccount = active?.signedIn === true && network !== null && this.fits(network);
    if (this.#network.sandbox !== null) return isAccount ? 'account' : 'sandbox';
    if (this.#hasOwnToken) return 'own-token';
    return isAccount ? 'account' : 'nothing';
  }

  async #own(signal: AbortSignal): Promise<string | undefined> {
    const own = await this.#network.bearer(signal);
    this.#hasOwnToken = own !== undefined;
    return own;
  }

  async #ofAccount(get: () => Promise<string | undefined>, signal: AbortSignal): Promise<string | undefined> {
    if (!(await this.#isForRelay(signal))) return undefined;
    const token = await get();
    // Another account may have been chosen meanwhile, also by another process.
    return token !== undefined && (await this.#isForRelay(signal)) ? token : undefined;
  }

  async #isForRelay(signal: AbortSignal): Promise<boolean> {
    const { relayUrl, relayFrom, sandbox } = this.#network;
    if (sandbox === null && relayFrom !== 'account') return true;
    return (await this.#manager.network(signal))?.relayUrl === relayUrl;
  }
}
