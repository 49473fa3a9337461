import type { Clock } from '../core/platform/index.ts';

/** Everything the command line takes from the process, so that a test can stand in for any of it. */
export interface CliIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly platform: NodeJS.Platform;
  /** Throws `working_folder_gone`; for {@link absolutePath}. */
  readonly workingFolder: () => string;
  readonly userFolder: string;
  readonly temporaryFolder: string;
  readonly version: string;
  readonly pid: number;
  /** What starts this program again: Node and the file, or only the file. Absolute paths. */
  readonly program: readonly string[];
  /** The folder of the built page. */
  readonly assetsFolder: string;
  readonly clock: Clock;
  /** Aborted when the person or the system wants an end, and after a crash. */
  readonly signal: AbortSignal;
  /** Aborted with an error that nothing caught. */
  readonly crash: AbortSignal;
  /** Called at the very end of the process, whichever way it comes to it. Must be synchronous. */
  readonly onEnd: (listener: () => void) => void;
}

/** Options that every command has. */
export interface PlaceOptions {
  readonly home?: string;
  readonly config?: string;
}

/** Writes one line of result. */
export function printLine(io: CliIo, line = ''): void {
  io.stdout.write(`${line}\n`);
}
