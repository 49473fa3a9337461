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
  /** Stand-in for `renameSync`, for tests of what Windows refuses. */
  readonly renameFile?: (from: string, to: string) => void;
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
  readonly #rename: (from: string, to: string) => void;
  #file: OpenFile | undefined;
  #failing = false;

  constructor(options: RotatedFileOptions) {
    const { path, maxBytes = 5_242_880, keep = 3, onFailure = () => undefined, renameFile = renameSync } = options;
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#keep = keep;
    this.#onFailure = onFailure;
    this.#rename = renameFile;
  }

  /** Appends `line`, which ends with its own line break. A disk that refuses loses the line, not the program. */
  write(line: string): void {
    const data = Buffer.from(line);
    const bytes = data.length;
    try {
      this.#file ??= this.#first();
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

  /** Where a kill fell into a rotation, the file under way gets its place, which those who look for old ones know. */
  #first(): OpenFile {
    if (this.#keep > 0) {
      try {
        this.#ageAll();
      } catch {
        // Somebody reads an old file: the next rotation tries again.
      }
    }
    return this.#open();
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

  /** The current file goes first: while it cannot be moved, nothing older makes room for it. */
  #rotate(): void {
    this.close();
    if (this.#keep === 0) {
      rmSync(this.#path, { force: true });
      return;
    }
    // Left where an earlier one was cut short; its place is needed now.
    this.#ageAll();
    this.#rename(this.#path, this.#old(0));
    this.#ageAll();
  }

  /** Makes `path.0`, where there is one, the newest of the old files. Only what stands in a row before a gap moves. */
  #ageAll(): void {
    if (!existsSync(this.#old(0))) return;
    let free = 1;
    while (free < this.#keep && existsSync(this.#old(free))) free += 1;
    rmSync(this.#old(free), { force: true });
    for (let age = free - 1; age >= 0; age -= 1) this.#rename(this.#old(age), this.#old(age + 1));
  }

  #old(age: number): string {
    return `${this.#path}.${age}`;
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
