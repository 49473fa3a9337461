import type { DomainEvent, EmitEvent, OfflineGate } from '../../contract/index.ts';
import { hasWayOut, type LocalAddresses, Offline, systemAddresses } from '../offline/index.ts';
import type { Clock } from '../platform/index.ts';
import { hasProxyHere, isOutside } from './reach.ts';
import type { RunningNetwork } from './running-network.ts';

/** What a host tells of the way out of its computer. */
export interface WayOutOptions {
  /** Default: those of the operating system. */
  readonly localAddresses?: LocalAddresses;
  /** What the host's own look says: false is believed, true says no more than the addresses. Default: it has none. */
  readonly isOnline?: () => boolean;
}

/** Options of {@link OfflineWatch}. */
export interface OfflineWatchOptions extends WayOutOptions {
  /** A proxy on this computer may have a way that no address tells of. Default: empty. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Made later than this. */
  readonly running: () => Pick<RunningNetwork, 'parts' | 'opened'>;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  /** Everything tries at once what it waits for. */
  readonly tryAgain: () => void;
}

/** Brings together {@link Offline} and the parts on the network: what each has to know, and what they know of it. */
export class OfflineWatch {
  readonly offline: Offline;
  readonly #options: OfflineWatchOptions;

  constructor(options: OfflineWatchOptions) {
    const { clock, emit, isOnline, localAddresses = systemAddresses, env = {} } = options;
    this.#options = options;
    const isProxied = hasProxyHere(env);
    this.offline = new Offline({
      clock,
      emit,
      hasWayOut: () => (isProxied ? undefined : isOnline?.() === false ? false : hasWayOut(localAddresses)),
      surroundings: () => `${isOnline?.()} ${addressesOf(localAddresses)}`,
      waiting: () => this.#waiting(),
      onDoubt: () => this.#doubt(),
      onChange: isOffline => this.#changed(isOffline),
    });
  }

  /** The network is another one, or somebody says so: everything tries at once. */
  networkChanged(): void {
    if (!this.offline.look()) this.#options.tryAgain();
  }

  /** Whoever answers from outside proves that there is a way, whatever the addresses say. Never throws. */
  observe(event: DomainEvent): void {
    const { network } = this.#options.running().opened;
    // A reading that was under way at the doubt began anew with it.
    if (event.type === 'registryRead') {
      if (isAllOutside(network.rpcUrls)) this.offline.answered();
    } else if (event.type === 'answerVerified') {
      if (isOutside(network.relayUrl)) this.offline.answered(event.at - event.latencyMs);
    } else if (event.type === 'gatewayTransition' && event.to === 'ready' && event.from !== 'ready') {
      if (isOutside(`ws://${event.host ?? ''}`)) this.offline.answered();
    }
  }

  #waiting(): readonly OfflineGate[] {
    const { gateways, gate, subscriptions } = this.#options.running().parts;
    const waits: Readonly<Record<OfflineGate, boolean>> = {
      gateway: gateways.status()?.state === 'offline',
      tee: gate.snapshot().state === 'offline',
      subscriptions: subscriptions.isOutOfReach,
    };
    return (['gateway', 'tee', 'subscriptions'] as const).filter(name => waits[name]);
  }

  #doubt(): void {
    const { parts, opened } = this.#options.running();
    parts.gateways.networkDown();
    if (isAllOutside(opened.network.rpcUrls)) parts.gate.wake();
  }

  #changed(isOffline: boolean): void {
    const { gateways, gate, subscriptions } = this.#options.running().parts;
    subscriptions.networkChanged();
    gate.networkChanged();
    if (isOffline) gateways.networkDown();
    else this.#options.tryAgain();
  }
}

/** All of them as text; empty where the system does not tell. */
function addressesOf(addresses: LocalAddresses): string {
  try {
    return addresses()
      .map(({ address }) => address)
      .sort()
      .join(' ');
  } catch {
    return '';
  }
}

function isAllOutside(urls: readonly string[]): boolean {
  return urls.length > 0 && urls.every(isOutside);
}
