import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Told } from '../../contract/index.ts';
import { errorMessage } from '../platform/index.ts';
import { ExtentFault, readWord, WORD } from './abi-extent.ts';
import { decodeRecord, isOlderRecord } from './decode-record.ts';
import { RegistryError } from './errors.ts';
import { KnownKeys } from './known-keys.ts';
import type { SkippedRecord, TeeRecord } from './record.ts';
import { RecordFault } from './record-fault.ts';

/** So many records are decoded in a few ms; the event loop must not stand still longer than 50 ms. */
const RECORDS_PER_TURN = 100;

/** The decoded answer of `getActiveTEEs`. */
export interface DecodedTees {
  readonly records: readonly TeeRecord[];
  readonly skipped: readonly SkippedRecord[];
}

function undecodable(reason: string, told: Told | undefined, remedy?: string): RegistryError {
  return new RegistryError('registry_undecodable', `The registry's answer cannot be read: ${reason}.`, {
    remedy: remedy ?? 'Check that tee.registry.address is the TEE registry of this network.',
    retryable: true,
    told: { code: 'registry_answer', of: told },
  });
}

/** Return data from its hexadecimal text, with or without 0x. Throws `registry_undecodable`. */
export function bytesOfHex(returnData: string): Uint8Array {
  // A slice shares the text; a replacement would copy what may be 30 MB.
  const hex = /^0x/i.test(returnData) ? returnData.slice(2) : returnData;
  if (hex.length === 0) throw undecodable('it is empty', { code: 'answer_empty' });
  if (hex.length % 2 !== 0) throw undecodable('it has half a byte', { code: 'answer_half_byte' });
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length * 2 !== hex.length) throw undecodable('it is not hexadecimal', { code: 'answer_not_hex' });
  return bytes;
}

/** Where the records start. Throws when the array around them is malformed. */
function recordStarts(data: Uint8Array): number[] {
  try {
    const array = readWord(data, 0);
    const count = readWord(data, array);
    const content = array + WORD;
    if (content + count * WORD > data.length) {
      throw new ExtentFault('it claims more records than fit into it', { code: 'answer_too_many' });
    }
    return Array.from({ length: count }, (_, index) => content + readWord(data, content + index * WORD));
  } catch (error) {
    throw undecodable(errorMessage(error), toldOf(error));
  }
}

/** Decodes an answer record by record, so that a bad one spoils nothing but itself. */
class AnswerDecoder {
  readonly records: TeeRecord[] = [];
  readonly skipped: SkippedRecord[] = [];
  readonly starts: readonly number[];
  readonly #data: Uint8Array;
  readonly #known: KnownKeys;

  constructor(data: Uint8Array, known: KnownKeys) {
    this.#data = data;
    this.#known = known;
    this.starts = recordStarts(this.#data);
  }

  decodeAt(index: number): void {
    const start = this.starts[index] ?? 0;
    try {
      if (isOlderRecord(this.#data, start)) {
        throw new RecordFault('it has no HPKE configuration field (older registry)', { code: 'record_older' });
      }
      this.records.push(decodeRecord(this.#data, start, this.#known));
    } catch (error) {
      // An answer that ends inside its last record was cut on the way: then what is missing is unknown as well.
      if (error instanceof ExtentFault && error.isCut && index === this.starts.length - 1) {
        throw undecodable('it ends inside its last record', { code: 'answer_cut' });
      }
      this.skipped.push({ index, reason: firstLine(errorMessage(error)), told: toldOf(error) });
    }
  }

  result(): DecodedTees {
    const { records, skipped, starts } = this;
    if (records.length === 0 && starts.length > 0) {
      const isOlder = isOlderRecord(this.#data, starts[0] ?? 0);
      const [first] = skipped;
      throw isOlder
        ? undecodable(
            'this is an older registry, whose records have no HPKE keys to seal to',
            { code: 'answer_older' },
            'Set tee.registry.address to the current registry of the network.',
          )
        : undecodable(`none of its ${starts.length} records is well-formed (the first: ${first?.reason ?? 'empty'})`, {
            code: 'answer_no_record',
            total: starts.length,
            of: first?.told,
          });
    }
    return { records, skipped };
  }
}

function toldOf(error: unknown): Told | undefined {
  return error instanceof RecordFault ? error.told : undefined;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 200);
}

/**
 * Decodes what `getActiveTEEs` returned. A bad record is skipped with a reason. Throws `registry_undecodable` when the
 * answer as a whole is not one: no data, cut short, no good record among those listed, or the older layout.
 */
export function decodeTees(returnData: string): DecodedTees {
  const decoder = new AnswerDecoder(bytesOfHex(returnData), new KnownKeys());
  for (const index of decoder.starts.keys()) decoder.decodeAt(index);
  return decoder.result();
}

/**
 * {@link decodeTees} of bytes, in slices between which other work goes on: thousands of records must not hold up
 * requests. `known` saves work that an earlier answer took. Records are views into `data`.
 */
export async function decodeTeesInSlices(
  data: Uint8Array,
  signal: AbortSignal,
  known = new KnownKeys(),
): Promise<DecodedTees> {
  await nextTurn(undefined, { signal });
  const decoder = new AnswerDecoder(data, known);
  for (const index of decoder.starts.keys()) {
    if (index % RECORDS_PER_TURN === 0) await nextTurn(undefined, { signal });
    decoder.decodeAt(index);
  }
  known.sweep();
  return decoder.result();
}
