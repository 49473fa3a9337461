import { readFile, rm } from 'node:fs/promises';
import { z } from 'zod';
import { PauseStatus } from '../../contract/index.ts';
import { type Clock, errorMessage, GatehouseError, isAbortError, writeFileAtomically } from '../platform/index.ts';

const Content = PauseStatus.extend({ version: z.literal(1) });

/** Keeps a pause over a restart. The file is there while a pause is. */
export class PauseFile {
  readonly #path: string;
  readonly #clock: Clock;

  /** `path` is absolute; its folder exists. */
  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  /** Null when there is none, or none that can be understood. Throws the file system's error. */
  async read(signal: AbortSignal): Promise<PauseStatus | null> {
    const text = await readFile(this.#path, { encoding: 'utf8', signal }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return null;
    try {
      const { since, until } = Content.parse(JSON.parse(text));
      return { since, until };
    } catch {
      // Nothing is lost with it: whoever paused can pause again.
      return null;
    }
  }

  /** Null removes the file. Throws `pause_not_kept`. */
  async write(pause: PauseStatus | null, signal: AbortSignal): Promise<void> {
    try {
      if (pause === null) await rm(this.#path, { force: true });
      else {
        const text = `${JSON.stringify({ version: 1, ...pause })}\n`;
        await writeFileAtomically(this.#path, text, { clock: this.#clock, signal });
      }
    } catch (cause) {
      if (isAbortError(cause)) throw cause;
      throw new GatehouseError('pause_not_kept', `The pause cannot be written: ${errorMessage(cause)}`, {
        remedy: `Make room, or check who may write ${this.#path}.`,
        cause,
      });
    }
  }
}
