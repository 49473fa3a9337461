import {
  closeSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Options of {@link RotatedFile}. */
export interface RotatedFileOptions {
  readonly path: string;
  /** A file that would grow past this is rotated first; one that cannot be may grow to twice as much. Default 5 MiB. */
  readonly maxBytes?: number;
  /** How many old files (`path.1` the newest) are kept. Default 3. */
  readonly keep?: number;
  /** Told once per outage of the disk; the writer itself never throws. */
  readonly onFailure?: (error: unknown) => void;
}

interface OpenFile {
  readonly descriptor: number;
  bytes: number;
}

/**
 * Appends lines to a file that is moved aside when it is full. Writes synchronously: the last lines before a crash are
 * the ones that matter. Creates file and folder (0600, 0700) at the first line.
 */
export class RotatedFile {
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #keep: number;
  readonly #onFailure: (error: unknown) => void;
  #file: OpenFile | undefined;
  #failing = false;

  constructor({ path, maxBytes = 5_242_880, keep = 3, onFailure = () => undefined }: RotatedFileOptions) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
    this.#onFailure = onFailure;
  }

  /** Appends `line`, which ends with its own line break. A disk that refuses loses the line, not the program. */
  write(line: string): void {
    const data = Buffer.from(line);
    const bytes = data.length;
    try {
      this.#file ??= this.#open();
      const file = this.#file.bytes > 0 && this.#file.bytes + bytes > this.#maxBytes ? this.#next(bytes) : this.#file;
      writeWhole(file, data);
      file.bytes += bytes;
      this.#failing = false;
    } catch (error) {
      const isNew = !this.#failing;
      // Before anybody is told: who writes a line about it must not be told again.
      this.#failing = true;
      this.close();
      if (isNew) this.#onFailure(error);
    }
  }

  /** Releases the file; the next line opens it again. */
  close(): void {
    if (this.#file === undefined) return;
    const { descriptor } = this.#file;
    this.#file = undefined;
    try {
      closeSync(descriptor);
    } catch (error) {
      this.#onFailure(error);
    }
  }

  #open(): OpenFile {
    mkdirSync(dirname(this.#path), { recursive: true, mode: 0o700 });
    const descriptor = openSync(this.#path, 'a', 0o600);
    return { descriptor, bytes: fstatSync(descriptor).size };
  }

  /** The file after the full one; the full one itself while it cannot be moved, as Windows has it while somebody reads. */
  #next(bytes: number): OpenFile {
    try {
      this.#rotate();
    } catch (error) {
      this.#file = this.#open();
      if (this.#file.bytes + bytes > this.#maxBytes * 2) throw error;
      return this.#file;
    }
    this.#file = this.#open();
    return this.#file;
  }

  #rotate(): void {
    this.close();
    rmSync(`${this.#path}.${this.#keep}`, { force: true });
    for (let age = this.#keep - 1; age >= 1; age -= 1) {
      if (existsSync(`${this.#path}.${age}`)) renameSync(`${this.#path}.${age}`, `${this.#path}.${age + 1}`);
    }
    if (this.#keep > 0) renameSync(this.#path, `${this.#path}.1`);
    else rmSync(this.#path, { force: true });
  }
}

/** All of it or nothing: what fitted onto a disk that is full would be one line with the first one of afterwards. */
function writeWhole({ descriptor, bytes }: OpenFile, data: Buffer): void {
  let written = 0;
  try {
    while (written < data.length) written += writeSync(descriptor, data, written);
  } catch (error) {
    if (written > 0) ftruncateSync(descriptor, bytes);
    throw error;
  }
}
