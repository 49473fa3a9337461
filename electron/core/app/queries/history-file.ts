import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { GatewayHistory, TeeHistory } from '../../../contract/index.ts';
import { type Clock, errorMessage, type Logger, readKept, writeFileAtomically } from '../../platform/index.ts';

const VERSION = 1;
/** A file that grew past this was not written here. */
const MAX_READ_CHARS = 2_097_152;

const pageSchema = z.object({
  version: z.literal(VERSION),
  /** Until when the histories reach, milliseconds since the epoch; nothing is known of the time after. */
  until: z.number(),
  gateway: GatewayHistory,
  tee: TeeHistory,
});

/** Both histories as they are kept over a restart. */
export type HistoryPage = Omit<z.infer<typeof pageSchema>, 'version'>;

const SAYS = {
  unread: 'histories cannot be read',
  setAside: 'histories were unreadable, are set aside and begin anew',
  lost: 'histories are unreadable and begin anew',
};

/** Options of {@link HistoryFile}. */
export interface HistoryFileOptions {
  readonly path: string;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'warn'>;
  /** Told of each write that failed. Must not throw. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/**
 * The histories on disk: one versioned file of at most some 200 kB, replaced as a whole. One that cannot be understood is
 * set aside as `<path>.unreadable`, and the histories begin anew. Nothing here ever throws but the signal's reason.
 */
export class HistoryFile {
  readonly #options: HistoryFileOptions;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: HistoryFileOptions) {
    this.#options = options;
  }

  /** What was kept; undefined when nothing was, or nothing that can be read. */
  load(signal: AbortSignal): Promise<HistoryPage | undefined> {
    const { path, logger } = this.#options;
    return readKept({ path, says: SAYS, parse: parsePage, logger }, signal);
  }

  /** Resolves once it is on the disk, or the log says why it is not. One after the other. */
  write(page: HistoryPage): Promise<void> {
    const { path, clock, logger, onFailure } = this.#options;
    this.#writing = this.#writing
      .then(async () => {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        const { signal } = new AbortController();
        await writeFileAtomically(path, JSON.stringify({ version: VERSION, ...page }), { clock, signal });
      })
      .catch((thrown: unknown) => {
        logger.warn('histories cannot be written', { reason: errorMessage(thrown) });
        onFailure?.(thrown);
      });
    return this.#writing;
  }
}

function parsePage(content: string): HistoryPage | undefined {
  if (content.length > MAX_READ_CHARS) return undefined;
  try {
    const { until, gateway, tee } = pageSchema.parse(JSON.parse(content));
    return { until, gateway, tee };
  } catch {
    return undefined;
  }
}
