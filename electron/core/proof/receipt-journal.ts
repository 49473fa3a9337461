import { readFile } from 'node:fs/promises';
import { abortReason, type Clock, errorMessage, type Logger, replaceFile, type Timer } from '../platform/index.ts';
import { AbortListeners } from './abort-listeners.ts';
import { ReceiptJournalError } from './journal-error.ts';
import { JournalFile } from './journal-file.ts';
import type { Receipt } from './receipt.ts';
import { receiptOfLine } from './receipt-line.ts';
import {
  countReceiptsSince,
  findReceipt,
  findReceiptOf,
  type ReceiptPage,
  type ReceiptPageOptions,
  readReceiptPage,
  type StoredReceipt,
} from './receipt-pages.ts';

/** Options of {@link ReceiptJournal}. */
export interface ReceiptJournalOptions {
  /** The current file; the previous one lies beside it as `<path>.previous`. */
  readonly path: string;
  /** Receipts kept at most, both files together; at least 2. Half of them stay when the file is changed. Default 10,000. */
  readonly maxCount?: number;
  /** Bytes kept at most, both files together. Default 16 MiB; a receipt takes about 1.2 KB. */
  readonly maxBytes?: number;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told of each write that failed, before its receipts count as lost. Must not throw. */
  readonly onFailure?: (error: unknown) => void;
}

/** How the journal stands. */
export interface JournalSnapshot {
  /** `failing` from a failed write until the next one that succeeds. */
  readonly state: 'ok' | 'failing';
  /** The last failure as a sentence, null after a success. */
  readonly lastError: string | null;
  /** Receipts that wait to be written. */
  readonly pending: number;
  /** Receipts given up since the start, because a write failed or too many were waiting. */
  readonly lost: number;
}

interface Waiting {
  readonly line: string;
  resolve(): void;
  reject(error: Error): void;
}

const DEFAULT_MAX_COUNT = 10_000;
const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
/** More than a disk should ever be behind; beyond it receipts are given up rather than memory. */
const MAX_PENDING = 10_000;
/** A kernel crash or power cut can cost the receipts of this time; a crash of the process costs none that was written. */
const SYNC_DELAY_MS = 1_000;

/**
 * The append-only store of receipts: JSON lines in at most two files of bounded size. Appends are queued and written
 * in batches, one write at a time, so that no request waits for the disk; data is synced a second after the first
 * unsynced write, when the file is changed, and at close. One process writes; any may list.
 */
export class ReceiptJournal {
  readonly #options: Required<ReceiptJournalOptions>;
  readonly #aborts = new AbortListeners();
  #file: JournalFile | undefined;
  #queue: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #syncTimer: Timer | undefined;
  #isUnsynced = false;
  #isClosed = false;
  #lastError: string | null = null;
  #lost = 0;

  constructor(options: ReceiptJournalOptions) {
    this.#options = {
      maxCount: DEFAULT_MAX_COUNT,
      maxBytes: DEFAULT_MAX_BYTES,
      onFailure: () => undefined,
      ...options,
    };
  }

  /**
   * Queues a receipt. Resolves when it is written; rejects with {@link ReceiptJournalError} when it could not be, or
   * with the signal's reason, which ends the waiting and not the writing. May be left unawaited: a rejection nobody
   * waits for is dropped and shows in {@link snapshot}.
   */
  append(receipt: Receipt, signal: AbortSignal): Promise<void> {
    const written = new Promise<void>((resolve, reject) => {
      if (this.#isClosed || this.#queue.length >= MAX_PENDING) {
        this.#lost += 1;
        reject(this.#notWritten(this.#isClosed ? 'The journal is closed.' : 'Too many receipts wait to be written.'));
        return;
      }
      const release = this.#aborts.add(signal, reject);
      this.#queue.push({
        line: JSON.stringify(receipt),
        resolve: () => {
          release();
          resolve();
        },
        reject: error => {
          release();
          reject(error);
        },
      });
      this.#startWriting();
    });
    written.catch(() => undefined);
    return written;
  }

  /**
   * The newest receipts first, at most `limit` (default 100). Reads only, so that a second process can list too; lines
   * that are no receipts are passed over. Throws {@link ReceiptJournalError} (`receipts_unreadable`).
   */
  async list(options: { readonly limit?: number } = {}, signal: AbortSignal): Promise<Receipt[]> {
    const { limit = 100 } = options;
    await this.#drained();
    const newest: Receipt[] = [];
    for (const path of [this.#options.path, this.#previousPath]) {
      const lines = (await this.#read(path, signal)).split('\n').slice(0, -1);
      for (let at = lines.length - 1; at >= 0 && newest.length < limit; at -= 1) {
        const receipt = receiptOfLine(lines[at] ?? '');
        if (receipt !== undefined) newest.push(receipt);
      }
    }
    return newest;
  }

  /** A page of what is stored, newest first, read only as far back as needed. Throws as {@link list}. */
  page(options: ReceiptPageOptions, signal: AbortSignal): Promise<ReceiptPage> {
    return this.#reading(paths => readReceiptPage(paths, options, signal), signal);
  }

  /** The receipt of that id; undefined when it is not kept. Throws as {@link list}. */
  find(id: string, signal: AbortSignal): Promise<StoredReceipt | undefined> {
    return this.#reading(paths => findReceipt(paths, id, signal), signal);
  }

  /** The receipt of an answer of that TEE and model that was verified within so long of `at`. Throws as {@link list}. */
  findOf(
    answer: { teeId: string; model: string; at: number; withinMs: number },
    signal: AbortSignal,
  ): Promise<StoredReceipt | undefined> {
    return this.#reading(paths => findReceiptOf(paths, answer, signal), signal);
  }

  /** How many were stored from `since` (milliseconds since the epoch) on. Throws as {@link list}. */
  countSince(since: number, signal: AbortSignal): Promise<number> {
    return this.#reading(paths => countReceiptsSince(paths, since, signal), signal);
  }

  snapshot(): JournalSnapshot {
    return {
      state: this.#lastError === null ? 'ok' : 'failing',
      lastError: this.#lastError,
      pending: this.#queue.length,
      lost: this.#lost,
    };
  }

  /** Writes what is queued, syncs and closes. Later appends are refused. May be called twice. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#drained();
    await this.#closeFile();
  }

  get #previousPath(): string {
    return `${this.#options.path}.previous`;
  }

  #startWriting(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = undefined;
      // A receipt may have been queued after the loop saw the empty queue and before this ran.
      if (this.#queue.length > 0) this.#startWriting();
    });
  }

  async #drained(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
  }

  /** Runs until the queue is empty. What arrives during a write goes out together with the next one. */
  async #writeAll(): Promise<void> {
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, this.#batchSize());
      try {
        const file = await this.#fileWithRoom(batch);
        await file.append(batch.map(waiting => waiting.line));
        this.#lastError = null;
        for (const waiting of batch) waiting.resolve();
        this.#scheduleSync();
      } catch (thrown) {
        await this.#onFailedWrite(batch, thrown);
      }
    }
  }

  /** A batch never exceeds what one file may hold, so that the bounds hold whatever the load. */
  #batchSize(): number {
    const maxBytes = this.#options.maxBytes / 2;
    const maxLines = Math.max(Math.floor(this.#options.maxCount / 2), 1);
    let bytes = 0;
    let lines = 0;
    for (const { line } of this.#queue) {
      bytes += Buffer.byteLength(line) + 1;
      if (lines > 0 && (bytes > maxBytes || lines >= maxLines)) break;
      lines += 1;
    }
    return lines;
  }

  async #fileWithRoom(batch: readonly Waiting[]): Promise<JournalFile> {
    const file = this.#file ?? (await this.#openFile());
    const bytes = batch.reduce((sum, { line }) => sum + Buffer.byteLength(line) + 1, 0);
    const isFull =
      file.bytes + bytes > this.#options.maxBytes / 2 ||
      file.lines + batch.length > Math.max(Math.floor(this.#options.maxCount / 2), 1);
    if (!isFull || file.lines === 0) return file;
    await this.#closeFile();
    // Somebody may be listing what is replaced; receipts that wait are not lost for that.
    const { signal } = new AbortController();
    await replaceFile(this.#options.path, this.#previousPath, { clock: this.#options.clock, signal });
    return this.#openFile();
  }

  async #openFile(): Promise<JournalFile> {
    const { file, torn } = await JournalFile.open(this.#options.path);
    if (torn !== undefined) this.#options.logger.warn('receipt journal had a torn last line', { ...torn });
    this.#file = file;
    return file;
  }

  /** The next batch opens the file anew: whatever state the failed one is in, opening repairs it. */
  async #onFailedWrite(batch: readonly Waiting[], thrown: unknown): Promise<void> {
    this.#options.onFailure(thrown);
    this.#lost += batch.length;
    this.#lastError = `Receipts could not be written: ${errorMessage(thrown)}`;
    this.#options.logger.error('receipts could not be written', { count: batch.length, error: errorMessage(thrown) });
    for (const waiting of batch) waiting.reject(this.#notWritten('The receipt could not be written.', thrown));
    const file = this.#file;
    this.#file = undefined;
    await file?.close().catch((cause: unknown) => this.#logCloseFailure(cause));
  }

  #scheduleSync(): void {
    this.#isUnsynced = true;
    this.#syncTimer ??= this.#options.clock.schedule(SYNC_DELAY_MS, () => {
      this.#syncTimer = undefined;
      this.#sync().catch((cause: unknown) => this.#logCloseFailure(cause));
    });
  }

  async #sync(): Promise<void> {
    if (!this.#isUnsynced) return;
    this.#isUnsynced = false;
    await this.#file?.sync();
  }

  async #closeFile(): Promise<void> {
    this.#syncTimer?.cancel();
    this.#syncTimer = undefined;
    const file = this.#file;
    try {
      await this.#sync();
    } finally {
      this.#file = undefined;
      await file?.close();
    }
  }

  #logCloseFailure(cause: unknown): void {
    this.#options.logger.warn('receipt journal could not be synced', { error: errorMessage(cause) });
  }

  #notWritten(message: string, cause?: unknown): ReceiptJournalError {
    return new ReceiptJournalError('receipt_not_written', message, this.#options.path, cause);
  }

  async #reading<T>(read: (paths: readonly string[]) => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#drained();
    try {
      return await read([this.#options.path, this.#previousPath]);
    } catch (thrown) {
      if (signal.aborted) throw abortReason(signal);
      const { path } = this.#options;
      throw new ReceiptJournalError('receipts_unreadable', 'The receipts could not be read.', path, thrown);
    }
  }

  async #read(path: string, signal: AbortSignal): Promise<string> {
    try {
      return await readFile(path, { encoding: 'utf8', signal });
    } catch (thrown) {
      if (signal.aborted) throw abortReason(signal);
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return '';
      throw new ReceiptJournalError('receipts_unreadable', 'The receipts could not be read.', path, thrown);
    }
  }
}
