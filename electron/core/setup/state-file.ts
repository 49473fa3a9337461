import { open } from 'node:fs/promises';
import { type Clock, errorMessage, GatehouseError, type Logger, writeFileAtomically } from '../platform/index.ts';
import { SetupState } from './state.ts';

/** Options of {@link SetupStateFile}. */
export interface SetupStateFileOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The name inside the home folder. */
export const SETUP_FILE_NAME = 'setup.json';

/** Far above what is ever written. */
const MAX_BYTES = 65_536;

/** How far the first run came, on disk: whole at any moment, so that it goes on after the process was killed. */
export class SetupStateFile {
  readonly #options: SetupStateFileOptions;

  constructor(options: SetupStateFileOptions) {
    this.#options = options;
  }

  /** Undefined when there is none, or none that can be understood, which the log is told. */
  async read(): Promise<SetupState | undefined> {
    const { path, logger } = this.#options;
    try {
      const text = await readBounded(path);
      return text === undefined ? undefined : SetupState.parse(JSON.parse(text));
    } catch (error) {
      logger.warn('the state of the first run cannot be read', { reason: errorMessage(error) });
      return undefined;
    }
  }

  /** Throws `setup_unwritable`. */
  async write(state: SetupState, signal: AbortSignal): Promise<void> {
    const { path, clock } = this.#options;
    try {
      await writeFileAtomically(path, `${JSON.stringify(state, null, 2)}\n`, { clock, signal });
    } catch (error) {
      signal.throwIfAborted();
      throw new GatehouseError('setup_unwritable', `${path} could not be written: ${errorMessage(error)}`, {
        remedy: 'Make room or give this user access to the folder, and try again.',
        cause: error,
      });
    }
  }
}

async function readBounded(path: string): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const buffer = Buffer.alloc(MAX_BYTES);
    const { bytesRead } = await file.read(buffer, 0, MAX_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}
