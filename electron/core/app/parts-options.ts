import type { VeilPlaces } from '../account/index.ts';
import type { Settings } from '../config/index.ts';
import type { ControlPlace } from '../control/index.ts';
import type { Clock, Logger, Random, Redactor, SecretStore } from '../platform/index.ts';
import type { StorageWatch } from '../storage/index.ts';
import type { AccountsOptions } from './accounts.ts';
import type { GatewayAccess } from './gateway-access.ts';
import type { OfflineView } from './reach.ts';
import type { SandboxSubscriptions } from './subscriptions/index.ts';

/** The network that requests go through. */
export interface GatehouseNetwork {
  readonly rpcUrls: readonly string[];
  readonly registryAddress: string;
  readonly chainId: number | null;
  readonly relayUrl: string;
  /** Where the relay's address comes from. Default: the settings. */
  readonly relayFrom?: 'settings' | 'account';
  /** Default: the setting. */
  readonly teeType?: number;
  /** A token for the relay beside the account's, asked anew for every request; undefined: there is none. */
  bearer(signal: AbortSignal): Promise<string | undefined>;
  /** Set when all this is the embedded sandbox. */
  readonly sandbox: {
    readonly seed: string;
    readonly models: readonly string[];
    /** The sandbox's own OpenClaw gateway. */
    readonly gateway?: { readonly url: string; readonly token: string };
    /** Its provider, with subscriptions and agents. */
    readonly subscriptions?: SandboxSubscriptions;
    /** The sandbox's own chat app, to try the login. */
    readonly chatAppUrl?: string;
  } | null;
}

/** What the parts on a network are made from: the settings and the ports. */
export interface PartsOptions {
  readonly settings: Settings;
  readonly network: GatehouseNetwork;
  readonly gateway: GatewayAccess;
  /** Keeps the tokens of subscriptions and the secrets of agents, among others. */
  readonly secrets: SecretStore;
  /** For the programs that restart agents. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Makes a value unspeakable from now on. */
  readonly redact: (value: string) => void;
  readonly logger: Logger;
  readonly scrubber: Redactor;
  readonly clock: Clock;
  readonly random: Random;
  /** The home folder, which exists, and where its control socket may be. */
  readonly place: ControlPlace;
  readonly version: string;
  /** Default: this computer never is. */
  readonly offline?: OfflineView;
  /** Knows whether what is kept can be written, the log of the host too. Default: one that begins with the start. */
  readonly storage?: StorageWatch;
  /** Where a session of og-veil may be. */
  readonly veil: VeilPlaces;
  /** Shows a page in the person's browser. Undefined: this host cannot. */
  readonly showPage?: AccountsOptions['showPage'];
  readonly followsAccount?: NonNullable<AccountsOptions['followsAccount']>;
}

/** The settings as they are now, and the network that they and the account lead to. */
export interface ReopenedNetwork {
  readonly settings: Settings;
  readonly network: GatehouseNetwork;
  readonly gateway: GatewayAccess;
  /** Ends what was started for it. May be called twice. */
  stop(): Promise<void>;
}
