import type {
  Command,
  CommandResult,
  EmitEvent,
  SetupChoices,
  SetupFound,
  SetupGatewayChoice,
  SetupNetworkChoice,
  StatusSnapshot,
  Told,
} from '../../contract/index.ts';
import type { Clock, Logger } from '../platform/index.ts';

/** What the checks look at. */
export type SetupSnapshot = Pick<
  StatusSnapshot,
  'sandbox' | 'account' | 'tee' | 'proxy' | 'gateway' | 'gateways' | 'subscriptions'
>;

/** How a token of a subscription stood. */
export interface TokenVerdict {
  /** Also when its limit is reached for now. */
  readonly isUsable: boolean;
  readonly sentence: string;
  readonly told?: Told | undefined;
}

/** The application as the first run uses it. */
export interface SetupPorts {
  /** As it stands at this moment. */
  snapshot(): SetupSnapshot;
  /** Commands of the other parts. */
  execute(command: Command, signal: AbortSignal): Promise<CommandResult>;
  /** Whether this home was set up in another way already. */
  isConfigured(): boolean;
  /** The network of one's own that the settings name; null: none. */
  ownNetwork(): SetupChoices['own'];
  /** Checks the choice; what it gives writes it to the settings. Throws `setup_invalid`, `setting_not_in_file`; the
   * writing `settings_unwritable`. */
  prepareNetwork(choice: SetupNetworkChoice): () => void;
  /** Opens the network of the settings and the account in place of the one in use. Throws what opening throws. */
  switchNetwork(signal: AbortSignal): Promise<void>;
  /** Makes it the gateway in use; gives its name, and whether it was added for that. Throws why it cannot. */
  useGateway(
    choice: SetupGatewayChoice,
    former: string | null,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly isAdded: boolean }>;
  /** One request through the local endpoint, verified. Gives the model that answered. Throws why there was none. */
  ask(signal: AbortSignal): Promise<string>;
  /** Asks the provider. */
  testToken(subscription: string, signal: AbortSignal): Promise<TokenVerdict>;
  /** What of this computer may be chosen. */
  find(signal: AbortSignal): Promise<SetupFound>;
  /** Start with the person's session; null where the host cannot. */
  readonly loginItem: { isOn(): Promise<boolean>; set(isOn: boolean): Promise<void> } | null;
  /** Words for a failed attempt to connect that the gateway's own status does not give yet. */
  connectFailure(reason: string, profile: string, host: string): { sentence: string; remedy: string | null };
  /** The sentence of a gateway's status by code. */
  gatewayTold(gateway: NonNullable<SetupSnapshot['gateway']>): Told;
  readonly emit: EmitEvent;
  readonly clock: Clock;
  readonly logger: Logger;
}
