import { readFile, rename } from 'node:fs/promises';
import { z } from 'zod';
import type { Told } from '../../../contract/index.ts';
import { type Clock, errorMessage, isAbortError, writeFileAtomically } from '../../platform/index.ts';
import { SubscriptionsError } from './errors.ts';

/** Options of {@link VersionedFile}. */
export interface VersionedFileOptions<Value> {
  readonly path: string;
  readonly schema: z.ZodType<Value>;
  /** The version that is written, 1 or more. */
  readonly version: number;
  /** By the version they start from: what makes the content of the next one out of it. May throw on a bad content. */
  readonly migrations: Readonly<Record<number, (content: unknown) => unknown>>;
  /** The content of a file that is not there. */
  readonly empty: Value;
  readonly clock: Clock;
}

/** How {@link VersionedFile.open} found the file. */
export interface OpenedFile {
  /** False when there was none, or none that could be read. */
  readonly existed: boolean;
  /** Where a damaged file was put, and what was wrong with it. */
  readonly setAside: { readonly file: string; readonly reason: string; readonly told: Told } | undefined;
}

/** Far above any fleet; a larger file is not ours. */
const MAX_FILE_LENGTH = 33_554_432;

const Envelope = z.object({ version: z.number().int().positive(), content: z.unknown() });

interface Batch<Value> {
  value: Value;
  readonly written: Promise<void>;
}

/**
 * One JSON file with a version, held in memory and replaced in one step at each change. Changes that come while a write
 * is under way share the next one, so a thousand at once cost a few writes. Readers see only what is on the disk.
 * For one process: the home folder is locked by its host.
 */
export class VersionedFile<Value> {
  readonly #options: VersionedFileOptions<Value>;
  #value: Value;
  #collecting: Batch<Value> | undefined;
  #writing: Batch<Value> | undefined;

  constructor(options: VersionedFileOptions<Value>) {
    this.#options = options;
    this.#value = options.empty;
  }

  /** What the file holds. */
  get value(): Value {
    return this.#value;
  }

  /**
   * Reads the file. A damaged one is moved aside, never deleted, and reported. Throws `subscriptions_file_too_new` for
   * the file of a later release, `subscriptions_file_unreadable` when the file system refuses.
   */
  async open(signal: AbortSignal): Promise<OpenedFile> {
    const { path, empty } = this.#options;
    const text = await this.#read(signal);
    this.#value = empty;
    if (text === undefined) return { existed: false, setAside: undefined };
    const parsed = this.#parse(text);
    if ('value' in parsed) {
      this.#value = parsed.value;
      return { existed: true, setAside: undefined };
    }
    const file = `${path}.corrupt-${new Date(this.#options.clock.now()).toISOString().replaceAll(':', '-')}`;
    await rename(path, file).catch((error: unknown) => {
      throw unreadable(`The damaged file ${path} could not be set aside: ${errorMessage(error)}`, error);
    });
    return { existed: false, setAside: { file, reason: parsed.damage, told: parsed.told } };
  }

  /**
   * Changes the content: `mutate` gets the newest one and gives the next, and what to hand back. Resolves when it is on
   * the disk. Whatever `mutate` throws concerns this change alone. Throws `subscriptions_file_unwritable`.
   */
  async update<Result>(
    mutate: (value: Value) => { readonly value: Value; readonly result: Result },
    signal: AbortSignal,
  ): Promise<Result> {
    signal.throwIfAborted();
    const newest = (this.#collecting ?? this.#writing)?.value ?? this.#value;
    const { value, result } = mutate(newest);
    if (value === newest) {
      // What the answer rests on must not vanish with a failed write.
      await (this.#collecting ?? this.#writing)?.written;
      return result;
    }
    if (this.#collecting === undefined) this.#collecting = { value, written: this.#writeAfter(this.#writing) };
    else this.#collecting.value = value;
    await this.#collecting.written;
    return result;
  }

  async #writeAfter(earlier: Batch<Value> | undefined): Promise<void> {
    try {
      // Also without an earlier write: callers of the same turn shall share this one.
      await earlier?.written;
    } catch (error) {
      // This content was made from one that did not get written.
      this.#collecting = undefined;
      throw error;
    }
    const batch = this.#collecting;
    if (batch === undefined) return;
    this.#collecting = undefined;
    this.#writing = batch;
    const { path, version, clock } = this.#options;
    try {
      const text = `${JSON.stringify({ version, content: batch.value })}\n`;
      // Not a caller's signal: the write is shared.
      await writeFileAtomically(path, text, { clock, signal: new AbortController().signal });
      this.#value = batch.value;
    } catch (error) {
      throw new SubscriptionsError(
        'subscriptions_file_unwritable',
        `The file ${path} could not be written: ${errorMessage(error)}`,
        {
          remedy: 'Make the folder writable for this user and see that the disk has room.',
          retryable: true,
          cause: error,
        },
      );
    } finally {
      if (this.#writing === batch) this.#writing = undefined;
    }
  }

  async #read(signal: AbortSignal): Promise<string | undefined> {
    try {
      return await readFile(this.#options.path, { encoding: 'utf8', signal });
    } catch (error) {
      if (isAbortError(error)) throw error;
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw unreadable(`The file ${this.#options.path} cannot be read: ${errorMessage(error)}`, error);
    }
  }

  #parse(text: string): { readonly value: Value } | Damage {
    if (text.length > MAX_FILE_LENGTH)
      return { damage: 'it is larger than 32 MiB', told: { code: 'damage_large', count: 32 } };
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return { damage: 'it is not JSON', told: { code: 'damage_not_json' } };
    }
    const envelope = Envelope.safeParse(json);
    if (!envelope.success) return { damage: 'it has no version', told: { code: 'damage_no_version' } };
    const { path, version, schema, migrations } = this.#options;
    if (envelope.data.version > version) {
      throw new SubscriptionsError(
        'subscriptions_file_too_new',
        `The file ${path} was written by a later release (version ${envelope.data.version}; this one knows ${version}).`,
        { remedy: 'Update Gatehouse, or move the file away to start without it.' },
      );
    }
    let content = envelope.data.content;
    for (let from = envelope.data.version; from < version; from += 1) {
      const migrate = migrations[from];
      if (migrate === undefined) {
        const told = { code: 'damage_no_way', count: from, total: from + 1 } as const;
        return { damage: `nothing leads from its version ${from} to ${from + 1}`, told };
      }
      try {
        content = migrate(content);
      } catch {
        return {
          damage: `its content does not fit its version ${from}`,
          told: { code: 'damage_content', count: from },
        };
      }
    }
    const parsed = schema.safeParse(content);
    if (parsed.success) return { value: parsed.data };
    const [issue] = parsed.error.issues;
    const name = issue?.path.join('.') ?? 'content';
    return { damage: `the field ${name} is not as it should be`, told: { code: 'damage_field', name } };
  }
}

/** What is wrong with a file, as a sentence and by code. */
interface Damage {
  readonly damage: string;
  readonly told: Told;
}

function unreadable(message: string, cause: unknown): SubscriptionsError {
  return new SubscriptionsError('subscriptions_file_unreadable', message, {
    remedy: 'Give this user access to the file.',
    cause,
  });
}
