import { threeRecords, vectorReturnData } from './tee-records.ts';

const WORD = 32;

function word(value: number): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

/** Return data of a registry with `count` usable TEEs: one genuine record, each time with another signing key. */
export function largeRegistry(count: number): Buffer {
  const three = Buffer.from(vectorReturnData('three usable gateways two share a build').slice(2), 'hex');
  const content = 2 * WORD;
  const startOf = (index: number): number => content + three.readUInt32BE(content + (index + 1) * WORD - 4);
  const record = three.subarray(startOf(0), startOf(1));
  const key = threeRecords()[0].signingKeyDer;
  const modulus = record.indexOf(key) + 40;
  const records = Array.from({ length: count }, (_, index) => {
    const copy = Buffer.from(record);
    copy.writeUInt32BE(index, modulus);
    return copy;
  });
  const offsets = records.map((_, index) => word(count * WORD + index * record.length));
  return Buffer.concat([word(WORD), word(count), ...offsets, ...records]);
}
