import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import {
  type Clock,
  errorMessage,
  type Logger,
  readKept,
  type Timer,
  writeFileAtomically,
} from '../../platform/index.ts';
import { firedSchema } from './alerts.ts';
import { sampleSchema } from './history.ts';
import { headroomReadingSchema } from './reading.ts';

const VERSION = 1;

const entrySchema = z.object({
  /** The last reading that measured something. */
  reading: headroomReadingSchema.nullable(),
  /** Oldest first. */
  samples: z.array(sampleSchema),
});

const pageSchema = z.object({
  version: z.literal(VERSION),
  subscriptions: z.record(z.string(), entrySchema),
  fired: z.array(firedSchema),
});

export type BookEntry = z.infer<typeof entrySchema>;
export type BookPage = Omit<z.infer<typeof pageSchema>, 'version'>;

export interface BookFileOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What to write; asked for when the write begins. */
  readonly page: () => BookPage;
  /** Told of each write that failed. Must not throw. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

const SAYS = {
  unread: 'headroom history cannot be read',
  setAside: 'headroom history was unreadable and is set aside',
  lost: 'headroom history is unreadable',
};

/** Changes within this time are one write. What a crash may lose is measured again within minutes. */
const COALESCE_MS = 2_000;

/**
 * The readings on disk: one versioned JSON file, replaced as a whole, so that a crash leaves the old one or the new one.
 * A file that cannot be understood is set aside as `<path>.unreadable` and the book begins empty.
 */
export class BookFile {
  readonly #options: BookFileOptions;
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: BookFileOptions) {
    this.#options = options;
  }

  /** What is stored; an empty page when nothing is, or nothing that can be read. */
  async load(signal: AbortSignal): Promise<BookPage> {
    const { path, logger } = this.#options;
    const kept = await readKept({ path, says: SAYS, parse: parsePage, logger }, signal);
    return kept ?? { subscriptions: {}, fired: [] };
  }

  /** Something changed: write soon. */
  touch(): void {
    this.#timer ??= this.#options.clock.schedule(COALESCE_MS, () => {
      this.#timer = undefined;
      this.#write();
    });
  }

  /** Writes now what waits to be written, and returns when it is on the disk. */
  async flush(): Promise<void> {
    if (this.#timer !== undefined) {
      this.#timer.cancel();
      this.#timer = undefined;
      this.#write();
    }
    await this.#writing;
  }

  /** One write after the other; a failed one is told of and made good by the next. */
  #write(): void {
    const { path, clock, logger, page, onFailure } = this.#options;
    this.#writing = this.#writing
      .then(async () => {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const signal = new AbortController().signal;
        await writeFileAtomically(path, JSON.stringify({ version: VERSION, ...page() }), { clock, signal });
      })
      .catch((thrown: unknown) => {
        logger.warn('headroom history cannot be written', { problem: errorMessage(thrown) });
        onFailure?.(thrown);
      });
  }
}

function parsePage(content: string): BookPage | undefined {
  try {
    const { subscriptions, fired } = pageSchema.parse(JSON.parse(content));
    return { subscriptions, fired };
  } catch {
    return undefined;
  }
}
