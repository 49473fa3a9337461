import type { Told } from '../../contract/index.ts';
import { RecordFault } from './record-fault.ts';

/** Length of an ABI word. */
export const WORD = 32;
/** No field of a genuine record comes near: a TLS certificate has 1 to 4 KiB. Stops a forged length from being believed. */
const MAX_FIELD_BYTES = 65_536;
/** A position so little behind the end belongs to an answer that was cut; one further away is forged or noise. */
const CUT_WITHIN_BYTES = 4 * MAX_FIELD_BYTES;

/** A record that does not lie where it says. `isCut`: what it says is plausible, but the data ends before. */
export class ExtentFault extends RecordFault {
  readonly isCut: boolean;

  constructor(reason: string, told: Told, isCut = false) {
    super(reason, told);
    this.isCut = isCut;
  }
}

/** The word at `position` as a number; above 2^53 it is only known to be large. */
export function readWord(data: Uint8Array, position: number): number {
  if (position + WORD > data.length) {
    const isCut = position < data.length + CUT_WITHIN_BYTES;
    throw new ExtentFault('it points outside the data', { code: 'record_outside' }, isCut);
  }
  let value = 0;
  for (const byte of data.subarray(position, position + WORD)) value = value * 256 + byte;
  return value;
}

/** Where the dynamic fields stand among the head words of a tuple, and the tuples inside it. */
export interface TupleShape {
  readonly headWords: number;
  readonly dynamicFields: readonly number[];
  readonly tuples: Readonly<Record<number, TupleShape>>;
}

const OHTTP_SHAPE: TupleShape = { headWords: 7, dynamicFields: [4, 5], tuples: {} };
/** {@link TupleShape} of `OLDER_TEE_INFO`. */
export const OLDER_SHAPE: TupleShape = { headWords: 10, dynamicFields: [2, 3, 4], tuples: {} };
/** {@link TupleShape} of `TEE_INFO`. */
export const SHAPE: TupleShape = { headWords: 11, dynamicFields: [2, 3, 4], tuples: { 10: OHTTP_SHAPE } };

/**
 * The position after the last byte that the tuple at `start` uses, padding not counted. Throws {@link ExtentFault} when
 * anything lies outside `data`. Bounds each record before it is decoded, so that one cannot reach into gigabytes.
 */
export function tupleEnd(data: Uint8Array, start: number, shape: TupleShape): number {
  let end = start + shape.headWords * WORD;
  if (end > data.length) {
    const isCut = start < data.length + CUT_WITHIN_BYTES;
    throw new ExtentFault('its fixed fields end outside the data', { code: 'record_fixed_outside' }, isCut);
  }
  for (const field of shape.dynamicFields) {
    const position = start + readWord(data, start + field * WORD);
    const length = readWord(data, position);
    if (length > MAX_FIELD_BYTES) {
      const told = { code: 'record_field_large', count: field, total: MAX_FIELD_BYTES } as const;
      throw new ExtentFault(`field ${field} claims more than ${MAX_FIELD_BYTES} bytes`, told);
    }
    const fieldEnd = position + WORD + length;
    if (fieldEnd > data.length) {
      throw new ExtentFault(
        `field ${field} ends outside the data`,
        { code: 'record_field_outside', count: field },
        true,
      );
    }
    end = Math.max(end, fieldEnd);
  }
  for (const [field, inner] of Object.entries(shape.tuples)) {
    end = Math.max(end, tupleEnd(data, start + readWord(data, start + Number(field) * WORD), inner));
  }
  return end;
}
