import type { DomainEvent, EmitEvent } from '../../contract/index.ts';
import { type Clock, errorMessage, GatehouseError, type Logger, type Timer } from '../platform/index.ts';
import type { GatehouseNetwork } from './parts-options.ts';
import type { RunningNetwork } from './running-network.ts';
import type { SetupAccess } from './setup.ts';

/** Options of {@link AccountFollower}. */
export interface AccountFollowerOptions {
  readonly running: Pick<RunningNetwork, 'change' | 'opened'> & {
    readonly parts: { readonly accounts: { readonly isElsewhere: boolean } };
  };
  /** Undefined: this host cannot open another network. */
  readonly access: Pick<SetupAccess, 'reopen'> | undefined;
  /** Somebody else decides about the network just now. */
  readonly isBusy: () => boolean;
  readonly emit: EmitEvent;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The page of the login, and whoever asked for it, hear of its end before its network is left. */
const DELAY_MS = 500;
const CAUSES: ReadonlySet<DomainEvent['type']> = new Set(['accountSignedIn', 'accountSwitched']);

/** Goes over to the network of an account that was signed in or chosen, while the application runs. */
export class AccountFollower {
  readonly #options: AccountFollowerOptions;
  #timer: Timer | undefined;
  #hasFailed = false;

  constructor(options: AccountFollowerOptions) {
    this.#options = options;
  }

  /** Whether the network of the account will be gone over to by itself. */
  get follows(): boolean {
    return this.#options.access !== undefined && !this.#hasFailed && !this.#options.isBusy();
  }

  /** Takes an event. Never throws, never blocks. */
  take({ type }: DomainEvent): void {
    if (!CAUSES.has(type) || this.#options.access === undefined) return;
    this.#hasFailed = false;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(DELAY_MS, () => void this.#follow());
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async #follow(): Promise<void> {
    const { running, access, emit, clock, logger } = this.#options;
    if (access === undefined || !this.follows || !running.parts.accounts.isElsewhere) return;
    try {
      await running.change(async signal => {
        const next = await access.reopen(signal);
        if (isUseful(next.network, running.opened.network)) return next;
        await next.stop();
        throw new GatehouseError('network_unchanged', 'The settings lead to the network that is in use.');
      });
      emit({ type: 'networkSwitched', at: clock.now(), to: new URL(running.opened.network.relayUrl).host });
    } catch (error) {
      this.#hasFailed = true;
      logger.warn('network of the account not opened', { reason: errorMessage(error) });
      emit({ type: 'statusChanged', at: clock.now() });
    }
  }
}

/** Nobody is taken to the sandbox by signing in, and what is the same is left alone. */
function isUseful(next: GatehouseNetwork, used: GatehouseNetwork): boolean {
  if (next.sandbox !== null) return false;
  const isSame =
    next.relayUrl === used.relayUrl &&
    next.registryAddress.toLowerCase() === used.registryAddress.toLowerCase() &&
    next.rpcUrls.join(' ') === used.rpcUrls.join(' ');
  return used.sandbox !== null || !isSame;
}
