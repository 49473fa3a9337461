import type {
  Command,
  CommandResult,
  EmitEvent,
  Query,
  QueryName,
  QueryResult,
  StatusSnapshot,
} from '../../contract/index.ts';
import type { LoadedSettings, SettingsDesk } from '../config/index.ts';
import type { ShownLine, StatusStore } from '../status/index.ts';
import type { UpdateHost } from '../updates/index.ts';
import type { WayOutOptions } from './offline-watch.ts';
import type { PartsOptions } from './parts-options.ts';
import type { LicencePlaces } from './queries/index.ts';
import type { HostRestart, NoRestart } from './restart.ts';
import type { CrashAccess } from './safe-mode.ts';
import type { MoveSecrets } from './secret-commands.ts';
import type { SetupAccess } from './setup.ts';

/** Options of `createGatehouse`: the settings, the ports, and who hosts it. */
export interface GatehouseOptions extends Omit<PartsOptions, 'offline'>, WayOutOptions {
  /** Describes and changes those settings. */
  readonly desk: SettingsDesk;
  readonly host: StatusSnapshot['app']['host'];
  readonly pid: number;
  /** Where a damaged settings file went, to be told once everything runs. */
  readonly setAside?: LoadedSettings['setAside'];
  /** What is known of the runs before. Undefined: this host does not look after crashes. */
  readonly crash?: CrashAccess;
  /** What the first run needs. Undefined: this host has none. */
  readonly setup?: SetupAccess;
  /** Moves the secrets of the home to another place. Undefined: this host cannot. */
  readonly moveSecrets?: MoveSecrets;
  /** How this host starts again. Undefined: it cannot. */
  readonly restart?: HostRestart | NoRestart;
  /** Who updates this copy. Undefined: whoever has its sources. */
  readonly updates?: UpdateHost;
  /** Where the licences of what was bundled lie. Default: nothing was. */
  readonly licences?: LicencePlaces;
  /** What the window of another language shows of the activity, for its search. Default: what the core says. */
  readonly shown?: ShownLine;
  /** Hears of every event after the status does. Must not throw. */
  readonly onEvent?: EmitEvent;
}

/** The whole application behind either host. */
export interface Gatehouse {
  /** Opens everything. A busy port is a state and no error. Throws `control_taken` when this home is in use. */
  start(signal: AbortSignal): Promise<void>;
  /** Drains, closes, and is over in time even when a part hangs. Never throws, may be called twice. */
  stop(): Promise<void>;
  /**
   * The last act of the process, once everything is closed: installs an update that is ready. Never throws. Gives whether
   * the system ends the process itself, in a moment.
   */
  finishUpdate(): boolean;
  /** Runs a validated command. Throws what its part throws. */
  execute(command: Command, signal: AbortSignal): Promise<CommandResult>;
  /** Answers a validated query. Throws what its part throws. */
  query(query: Query, signal: AbortSignal): Promise<QueryResult<QueryName>>;
  /** The machine goes to sleep: from now on nothing says anything about the gates, until it wakes. */
  sleep(): void;
  /** The machine woke up: what may have changed meanwhile is looked at now. */
  wake(): void;
  readonly status: StatusStore;
}
