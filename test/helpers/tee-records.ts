import { decodeTees, type RegistryReading, type TeeRecord } from '../../electron/core/tee/index.ts';
import { loadVectors } from './vectors.ts';

/** Return data of the registry vector with this name. */
export function vectorReturnData(name: string): string {
  const found = loadVectors('registry').find(testCase => testCase.name === name);
  if (found === undefined) throw new Error(`no registry vector is named ${name}`);
  return found.input['return_data'] as string;
}

/** Three usable records with real keys; the first and the third share a build. */
export function threeRecords(): readonly [TeeRecord, TeeRecord, TeeRecord] {
  const { records } = decodeTees(vectorReturnData('three usable gateways two share a build'));
  return [records[0]!, records[1]!, records[2]!];
}

/** A reading with these records. */
export function readingOf(...records: readonly TeeRecord[]): RegistryReading {
  return { records, skipped: [], rpcHost: 'rpc.example' };
}
