import type { Told } from '../../contract/index.ts';

/** What several endpoints did, each said behind the one before it. What is no endpoint's doing is left out. */
export function toldTogether(all: readonly (Told | undefined)[]): Told | undefined {
  return all.reduceRight<Told | undefined>(
    (behind, told) => (told?.code.startsWith('rpc_') === true ? { ...told, of: behind } : behind),
    undefined,
  );
}
