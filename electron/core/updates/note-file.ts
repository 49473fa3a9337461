import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Clock, errorMessage, isAbortError, writeFileAtomically } from '../platform/index.ts';
import { UpdateError } from './errors.ts';

const Step = z.object({ from: z.string(), to: z.string(), at: z.number() });

/** What is remembered of updates over a restart. Times are milliseconds since the epoch. */
const UpdateNote = z.object({
  version: z.literal(1),
  lastCheckedAt: z.number().nullable(),
  /** A restart into another version was begun; `attempts` counts those that came back with the old one. */
  pending: Step.extend({ attempts: z.number() }).nullable(),
  /** The last one whose new version ran. */
  lastUpdate: Step.nullable(),
  /** Versions that went wrong here: offered, but never installed by themselves. The newest 20. */
  heldBack: z.array(z.string()).max(20),
});
export type UpdateNote = z.infer<typeof UpdateNote>;

export const EMPTY_NOTE: UpdateNote = {
  version: 1,
  lastCheckedAt: null,
  pending: null,
  lastUpdate: null,
  heldBack: [],
};

const MAX_HELD_BACK = 20;

/** `note` with one more version that is not installed by itself. */
export function withHeldBack(note: UpdateNote, version: string): UpdateNote {
  const others = note.heldBack.filter(one => one !== version);
  return { ...note, heldBack: [...others, version].slice(-MAX_HELD_BACK) };
}

/** Keeps the {@link UpdateNote} in one file of the home folder, which exists. */
export class UpdateNoteFile {
  readonly #path: string;
  readonly #clock: Clock;

  constructor(path: string, clock: Clock) {
    this.#path = path;
    this.#clock = clock;
  }

  /** The empty note when there is none, or none that can be understood. Throws the file system's error. */
  async read(signal: AbortSignal): Promise<UpdateNote> {
    const text = await readFile(this.#path, { encoding: 'utf8', signal }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (text === undefined) return EMPTY_NOTE;
    try {
      return UpdateNote.parse(JSON.parse(text));
    } catch {
      // Nothing is lost with it that the next check does not find again.
      return EMPTY_NOTE;
    }
  }

  /** Throws `update_not_kept`, or the signal's reason. */
  async write(note: UpdateNote, signal: AbortSignal): Promise<void> {
    try {
      await writeFileAtomically(this.#path, `${JSON.stringify(note)}\n`, { clock: this.#clock, signal });
    } catch (cause) {
      if (isAbortError(cause)) throw cause;
      throw new UpdateError('update_not_kept', `What is known of updates cannot be written: ${errorMessage(cause)}`, {
        remedy: `Make room, or check who may write ${this.#path}.`,
        cause,
      });
    }
  }
}
