import { type FileHandle, mkdir, open, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;
const LINE_FEED = 0x0a;

/** A torn last line that was cut off when the file was opened. */
export interface TornLine {
  readonly bytes: number;
  /** Where it was put. */
  readonly setAside: string;
}

/**
 * One append-only file of lines, readable by its owner only. Knows where its last whole line ends, and cuts back to
 * there after a failed write. Not for two writers.
 */
export class JournalFile {
  readonly #handle: FileHandle;
  #bytes: number;
  #lines: number;

  private constructor(handle: FileHandle, bytes: number, lines: number) {
    this.#handle = handle;
    this.#bytes = bytes;
    this.#lines = lines;
  }

  /** Opens or creates the file. A last line without its end (a crash in mid-write) goes into `<path>.torn`. */
  static async open(path: string): Promise<{ readonly file: JournalFile; readonly torn: TornLine | undefined }> {
    await mkdir(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
    const handle = await open(path, 'a+', OWNER_ONLY);
    try {
      await handle.chmod(OWNER_ONLY);
      const content = await handle.readFile();
      const whole = content.lastIndexOf(LINE_FEED) + 1;
      let torn: TornLine | undefined;
      if (whole < content.length) {
        torn = { bytes: content.length - whole, setAside: `${path}.torn` };
        await writeFile(torn.setAside, content.subarray(whole), { mode: OWNER_ONLY });
        await handle.truncate(whole);
      }
      return { file: new JournalFile(handle, whole, countLines(content.subarray(0, whole))), torn };
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  get lines(): number {
    return this.#lines;
  }

  /** Appends whole lines in one write. After a failure the file is cut back, so that no half line stays. */
  async append(lines: readonly string[]): Promise<void> {
    const block = Buffer.from(`${lines.join('\n')}\n`, 'utf8');
    try {
      await this.#handle.appendFile(block);
    } catch (thrown) {
      await this.#handle.truncate(this.#bytes);
      throw thrown;
    }
    this.#bytes += block.length;
    this.#lines += lines.length;
  }

  /** Returns once everything appended is on the disk itself. */
  async sync(): Promise<void> {
    await this.#handle.datasync();
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

function countLines(content: Buffer): number {
  let lines = 0;
  for (let at = content.indexOf(LINE_FEED); at !== -1; at = content.indexOf(LINE_FEED, at + 1)) lines += 1;
  return lines;
}
