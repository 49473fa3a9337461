import { readFile } from 'node:fs/promises';
import { errorMessage, type Logger, RotatedFile } from '../platform/index.ts';

const MAX_BYTES = 1_048_576;
/** A file that grew past this was not written here. */
const MAX_READ_BYTES = 4 * MAX_BYTES;

/** The bounded file that activity is kept in over restarts: at most two files of 1 MiB, for their owner only. */
export class ActivityFile {
  readonly #path: string;
  readonly #logger: Pick<Logger, 'warn'>;
  readonly #file: RotatedFile;

  /** `onFailure`: told once per outage of the disk. */
  constructor(path: string, logger: Pick<Logger, 'warn'>, onFailure: (error: unknown) => void = () => undefined) {
    this.#path = path;
    this.#logger = logger;
    this.#file = new RotatedFile({
      path,
      maxBytes: MAX_BYTES,
      keep: 1,
      onFailure: error => {
        logger.warn('activity could not be written', { reason: errorMessage(error) });
        onFailure(error);
      },
    });
  }

  /** Loses the line when the disk refuses. */
  write(line: string): void {
    this.#file.write(line);
  }

  close(): void {
    this.#file.close();
  }

  /** What was written, oldest first. What cannot be read is told to the log and left out; throws only the signal's reason. */
  async read(signal: AbortSignal): Promise<string> {
    const parts = [];
    for (const path of [`${this.#path}.1`, this.#path]) parts.push(await this.#readOne(path, signal));
    return parts.join('\n');
  }

  async #readOne(path: string, signal: AbortSignal): Promise<string> {
    try {
      const text = await readFile(path, { encoding: 'utf8', signal });
      return text.length > MAX_READ_BYTES ? '' : text;
    } catch (error) {
      signal.throwIfAborted();
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.#logger.warn('activity could not be read', { reason: errorMessage(error) });
      }
      return '';
    }
  }
}
