import type { OhttpConfig } from '../ohttp/index.ts';
import { OLDER_SHAPE, readWord, SHAPE, tupleEnd, WORD } from './abi-extent.ts';
import { KnownKeys } from './known-keys.ts';
import type { TeeRecord } from './record.ts';
import { RecordFault } from './record-fault.ts';

/** An endpoint is shown, never called; anything longer is no address. */
const MAX_ENDPOINT_CHARS = 2_048;

const UTF8 = new TextDecoder();

/** The fields of the tuple at `start`, one head word each; `tupleEnd` has made sure that they lie inside the data. */
class TupleReader {
  readonly #data: Uint8Array;
  readonly #start: number;

  constructor(data: Uint8Array, start: number) {
    this.#data = data;
    this.#start = start;
  }

  /** Throws when the field is larger than `max`. */
  number(field: number, name: string, max: number): number {
    const value = readWord(this.#data, this.#start + field * WORD);
    if (value > max) {
      throw new RecordFault(`${name} is larger than ${max}`, { code: 'record_number_large', name, total: max });
    }
    return value;
  }

  bigint(field: number): bigint {
    return BigInt(this.hex(field));
  }

  /** The last `length` bytes of the word. */
  hex(field: number, length = WORD): string {
    const end = this.#start + (field + 1) * WORD;
    return `0x${Buffer.from(this.#data.buffer, this.#data.byteOffset + end - length, length).toString('hex')}`;
  }

  /** A view, not a copy. */
  bytes(field: number): Uint8Array {
    const position = this.#start + readWord(this.#data, this.#start + field * WORD);
    const length = readWord(this.#data, position);
    return this.#data.subarray(position + WORD, position + WORD + length);
  }

  tuple(field: number): TupleReader {
    return new TupleReader(this.#data, this.#start + readWord(this.#data, this.#start + field * WORD));
  }
}

/** The ten fields that both layouts have, in the order of the contract's struct. */
function readBase(tee: TupleReader, known: KnownKeys): Omit<TeeRecord, 'ohttp'> {
  const endpoint = UTF8.decode(tee.bytes(2));
  if (endpoint.length > MAX_ENDPOINT_CHARS) {
    const told = { code: 'record_endpoint_long', total: MAX_ENDPOINT_CHARS } as const;
    throw new RecordFault(`endpoint has more than ${MAX_ENDPOINT_CHARS} characters`, told);
  }
  const signingKeyDer = tee.bytes(3);
  return {
    teeId: known.idOf(signingKeyDer),
    owner: tee.hex(0, 20),
    paymentAddress: tee.hex(1, 20),
    endpoint,
    signingKeyDer,
    tlsCertificate: tee.bytes(4),
    pcrHash: tee.hex(5),
    teeType: tee.number(6, 'teeType', 0xff),
    enabled: tee.number(7, 'enabled', 1) === 1,
    registeredAt: tee.bigint(8),
    lastHeartbeatAt: tee.bigint(9),
  };
}

/** Decodes the record at `start`. Throws (any error, `ExtentFault` for positions) when it is not one. */
export function decodeRecord(data: Uint8Array, start: number, known = new KnownKeys()): TeeRecord {
  tupleEnd(data, start, SHAPE);
  const tee = new TupleReader(data, start);
  const config = tee.tuple(10);
  const ohttp: OhttpConfig = {
    keyId: config.number(0, 'keyId', 0xff),
    kemId: config.number(1, 'kemId', 0xffff),
    kdfId: config.number(2, 'kdfId', 0xffff),
    aeadId: config.number(3, 'aeadId', 0xffff),
    publicKey: config.bytes(4),
    keyConfig: config.bytes(5),
  };
  return Object.freeze({ ...readBase(tee, known), ohttp: ohttp.publicKey.length === 0 ? null : ohttp });
}

/** Decodes the record at `start` in the layout without HPKE configuration. Throws like {@link decodeRecord}. */
export function decodeOlderRecord(data: Uint8Array, start: number): TeeRecord {
  tupleEnd(data, start, OLDER_SHAPE);
  return Object.freeze({ ...readBase(new TupleReader(data, start), new KnownKeys()), ohttp: null });
}

/** True for a record of the older layout: its first dynamic field follows ten head words instead of eleven. */
export function isOlderRecord(data: Uint8Array, start: number): boolean {
  try {
    return readWord(data, start + 2 * WORD) === OLDER_SHAPE.headWords * WORD && decodeOlderRecord(data, start) !== null;
  } catch {
    return false;
  }
}
