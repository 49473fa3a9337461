import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Clock, errorMessage, type Logger, type Timer, writeFileAtomically } from '../core/platform/index.ts';

const coordinate = z.int().min(-100_000).max(100_000);
const extent = z.int().min(1).max(100_000);

/** How the window was left. */
const SavedWindow = z.object({
  bounds: z.object({ x: coordinate, y: coordinate, width: extent, height: extent }),
  isMaximized: z.boolean(),
});
export type SavedWindow = z.infer<typeof SavedWindow>;

/** Options of {@link WindowMemory}. */
export interface WindowMemoryOptions {
  /** Absolute path; its folder exists. */
  readonly file: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
}

/** A window that is dragged tells each step; its file is written once it rests. */
const REST_MS = 500;

/** Remembers across starts how the window was left. Losing it costs a person one drag, so nothing here ever throws. */
export class WindowMemory {
  readonly #options: WindowMemoryOptions;
  #pending: SavedWindow | undefined;
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: WindowMemoryOptions) {
    this.#options = options;
  }

  /** Undefined the first time, and when the file is damaged. */
  async load(): Promise<SavedWindow | undefined> {
    const text = await readFile(this.#options.file, 'utf8').catch(() => undefined);
    return text === undefined ? undefined : SavedWindow.safeParse(parsed(text)).data;
  }

  save(saved: SavedWindow): void {
    this.#pending = saved;
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(REST_MS, () => void this.flush());
  }

  /** Writes what has not been written yet. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const pending = this.#pending;
    this.#pending = undefined;
    if (pending !== undefined) this.#writing = this.#writing.then(() => this.#write(pending));
    await this.#writing;
  }

  async #write(saved: SavedWindow): Promise<void> {
    const { file, clock, logger } = this.#options;
    try {
      await writeFileAtomically(file, `${JSON.stringify(saved)}\n`, { clock, signal: new AbortController().signal });
    } catch (error) {
      logger.warn('window bounds not saved', { reason: errorMessage(error) });
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
