import type { UpdateChannel } from '../../contract/index.ts';

/** A version that the feed offers. */
export interface OfferedUpdate {
  readonly version: string;
  /** Plain text; null: it has none. */
  readonly notes: string | null;
  /** Of the download; null: the feed does not say. */
  readonly sizeBytes: number | null;
}

/** What to look for. */
export interface UpdateQuestion {
  readonly channel: UpdateChannel;
  /** Whether an older version than the running one may be offered: its channel was left. */
  readonly allowsOlder: boolean;
}

/** How far a download is. `totalBytes` null: not known. */
export interface UpdateProgress {
  readonly transferredBytes: number;
  readonly totalBytes: number | null;
}

/**
 * Finds, downloads and installs versions of this copy. Whatever fails, the running version and its files stay as they
 * are. Throws `UpdateError`, or the signal's reason.
 */
export interface UpdateEngine {
  /** The newest version, or null when the feed has none but the running one. Changes nothing. */
  check(question: UpdateQuestion, signal: AbortSignal): Promise<OfferedUpdate | null>;
  /** Downloads what the last check offered. When it resolves, the file is verified and lies where it can be installed. */
  download(onProgress: (progress: UpdateProgress) => void, signal: AbortSignal): Promise<void>;
  /** Verifies once more that what was downloaded can be installed, while the application still runs. */
  prepare(signal: AbortSignal): Promise<void>;
  /**
   * The last act of the process, once everything is closed. `restarts`: the new version is started. Gives whether the system
   * ends the process itself, in a moment; until then it must live.
   */
  install(restarts: boolean): boolean;
}
