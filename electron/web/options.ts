import type { Command, CommandResult, Query } from '../contract/index.ts';
import type { Clock, Logger, SecretScrubber } from '../core/platform/index.ts';
import type { SnapshotSource } from './event-stream.ts';

/** What `startDashboard` needs. */
export interface DashboardOptions {
  readonly source: SnapshotSource;
  /** Runs a validated command. May throw a `GatehouseError`. */
  readonly execute: (command: Command) => Promise<CommandResult>;
  /** Answers a validated query; the signal ends with the request. May throw a `GatehouseError`. */
  readonly query: (query: Query, signal: AbortSignal) => Promise<unknown>;
  /** 0 lets the system choose. */
  readonly port: number;
  /** The folder of the built page (`dist/renderer`). */
  readonly assetsDir: string;
  readonly logger: Logger;
  /** Takes known secrets out of the errors that the page is told. Default: none is known. */
  readonly scrubber?: SecretScrubber;
  /** Default: the machine's. */
  readonly clock?: Clock;
}

/** A running dashboard server. */
export interface Dashboard {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** The page's address with a new one-time token in its fragment, which browsers never send anywhere. Never log it. */
  issueUrl(): string;
  /** Takes no more requests, says good-bye to watchers, ends within about a second. May be called twice. */
  stop(): Promise<void>;
}
