import type { Told } from '../../contract/index.ts';

/** What is wrong with a record of the registry, or with the list around it. */
export class RecordFault extends Error {
  /** The same by code. */
  readonly told: Told;

  constructor(reason: string, told: Told) {
    super(reason);
    this.told = told;
  }
}
