import { randomBytes } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EmitEvent, StorageCause, StorageTrouble } from '../../contract/index.ts';
import { type Clock, type Timer, untilBeat } from '../platform/index.ts';
import { concernsHome, diskFailure } from './disk-failure.ts';
import { storageRemedy, storageSentence } from './words.ts';

/** A file that something writes: at its end, or replaced as a whole by a neighbour. */
export interface WrittenFile {
  readonly path: string;
  readonly way: 'append' | 'replace';
}

/** Options of {@link StorageWatch}. */
export interface StorageWatchOptions {
  /** The folder that holds what is kept. */
  readonly home: string;
  readonly clock: Clock;
}

/** Whoever hears of it, once the application runs. Must not throw. */
export interface StorageListener {
  readonly emit: EmitEvent;
  /** Receipts that could not be kept since the start. */
  readonly receiptsLost: () => number;
  /** Everything can be written again. */
  readonly onRecovered: () => void;
}

interface Trouble {
  readonly cause: StorageCause;
  readonly path: string;
  readonly since: number;
  readonly receiptsBefore: number;
}

/** How soon it is noticed that there is room again. */
const PROBE_MS = 5_000;
/** More than a file system keeps beside the name of a file, so that it needs room of its own. */
const PROBE_BYTES = 16_384;

/**
 * Knows whether what is kept can be written. It looks for nothing while all is well: whoever fails to write says so, and
 * from then on it tries by itself until every file that failed can be written again. Exists before the log does, so that
 * the log's own failures are known; they are told later, and never from within a write.
 */
export class StorageWatch {
  readonly #options: StorageWatchOptions;
  readonly #files = new Map<string, WrittenFile>();
  #listener: StorageListener | undefined;
  #trouble: Trouble | undefined;
  #isTold = false;
  #timer: Timer | undefined;
  #probing: Promise<void> = Promise.resolve();
  /** How often something could not be written. */
  #failures = 0;

  constructor(options: StorageWatchOptions) {
    this.#options = options;
  }

  /** Tells from now on, what is known already too. */
  start(listener: StorageListener): void {
    this.#listener = listener;
    if (this.#trouble !== undefined) this.#arm(0);
  }

  /** Ends the attempts. */
  async stop(): Promise<void> {
    this.#listener = undefined;
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#probing;
  }

  /**
   * `file` could not be written. Without one it was something that may have written: only what is kept at home counts then,
   * and no attempt to read it. What is no error of a disk is not its business. Never throws.
   */
  failed(error: unknown, file?: WrittenFile): void {
    const failure = diskFailure(error);
    const { home, clock } = this.#options;
    if (failure === undefined || (file === undefined && !concernsHome(failure, home))) return;
    this.#failures += 1;
    const path = file?.path ?? failure.path ?? home;
    if (file !== undefined) this.#files.set(file.path, file);
    if (this.#trouble !== undefined) return;
    const receiptsBefore = this.#listener?.receiptsLost() ?? 0;
    this.#trouble = { cause: failure.cause, path, since: clock.now(), receiptsBefore };
    this.#isTold = false;
    if (this.#listener !== undefined) this.#arm(0);
  }

  /** Null while everything can be written. */
  status(): StorageTrouble | null {
    if (this.#trouble === undefined) return null;
    const { cause, path, since, receiptsBefore } = this.#trouble;
    return {
      cause,
      since,
      path,
      sentence: storageSentence(cause, path),
      remedy: storageRemedy(cause),
      receiptsLost: Math.max(0, (this.#listener?.receiptsLost() ?? 0) - receiptsBefore),
    };
  }

  #arm(delayMs: number): void {
    this.#timer?.cancel();
    this.#timer = this.#options.clock.schedule(delayMs, () => {
      this.#probing = this.#look();
    });
  }

  async #look(): Promise<void> {
    this.#tell();
    const before = this.#failures;
    const failure = await this.#probe();
    const listener = this.#listener;
    const trouble = this.#trouble;
    if (listener === undefined || trouble === undefined) return;
    // What failed meanwhile was not tried, or was tried before it failed.
    if (failure !== undefined || this.#failures !== before) {
      this.#arm(untilBeat(this.#options.clock, PROBE_MS));
      return;
    }
    const { receiptsLost = 0 } = this.status() ?? {};
    this.#trouble = undefined;
    this.#files.clear();
    listener.emit({ type: 'storageRecovered', at: this.#options.clock.now(), since: trouble.since, receiptsLost });
    listener.onRecovered();
  }

  #tell(): void {
    if (this.#trouble === undefined || this.#isTold) return;
    this.#isTold = true;
    const { cause, path } = this.#trouble;
    this.#listener?.emit({ type: 'storageFailed', at: this.#options.clock.now(), cause, path });
  }

  /** Why something can still not be written; undefined when everything can. */
  async #probe(): Promise<unknown> {
    const files = [...this.#files.values()];
    const folders = files.filter(({ way }) => way === 'replace').map(({ path }) => dirname(path));
    try {
      for (const folder of new Set([this.#options.home, ...folders])) await tryFolder(folder);
      for (const file of files) await tryFile(file);
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** Writes a file there and removes it. Throws the file system's error. */
async function tryFolder(folder: string): Promise<void> {
  // A name that is taken for one of ours wherever it is left behind.
  const path = join(folder, `.write-test-${process.pid}`);
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(randomBytes(PROBE_BYTES));
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}

async function tryFile({ path, way }: WrittenFile): Promise<void> {
  // Windows opens a folder for appending, too, so a file is looked at in either case.
  if (way === 'append') await (await open(path, 'a', 0o600)).close();
  const found = await stat(path).catch(() => undefined);
  if (found !== undefined && !found.isFile()) {
    throw Object.assign(new Error(`${path} is no file.`), { code: 'EISDIR' });
  }
}
