import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RotatedFile } from '../platform/index.ts';
import { type CrashRecord, parseRecord } from './record.ts';

/** The crash file's place inside the home folder. */
export const CRASH_FILE = join('logs', 'crashes.jsonl');

const MAX_BYTES = 131_072;
const KEPT_FILES = 1;

/**
 * What ended runs before their time, one record per line. Written synchronously, because whoever writes may be about to
 * end; bounded, with one old file beside it. A disk that refuses loses the record, not the program.
 */
export class CrashFile {
  readonly #path: string;
  readonly #file: RotatedFile;

  constructor(home: string, onFailure: (error: unknown) => void = () => undefined) {
    this.#path = join(home, CRASH_FILE);
    this.#file = new RotatedFile({ path: this.#path, maxBytes: MAX_BYTES, keep: KEPT_FILES, onFailure });
  }

  /** Appends one record, at once. Never throws. */
  append(record: CrashRecord): void {
    this.#file.write(`${JSON.stringify(record)}\n`);
    this.#file.close();
  }

  /** All that is kept, oldest first. What cannot be read is left out. Never throws. */
  read(): readonly CrashRecord[] {
    return [`${this.#path}.1`, this.#path].flatMap(path =>
      textOf(path)
        .split('\n')
        .map(parseRecord)
        .filter(record => record !== undefined),
    );
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
