import type { Told } from '../../contract/index.ts';

/** Why the sign-in server does not renew a login, for a sentence and by code. */
export interface Failing {
  readonly reason: string;
  readonly told: Told;
}

/** The sign-in server did something that no system has a word for. */
export class ServerFault extends Error {
  readonly failing: Failing;

  constructor(failing: Failing) {
    super(failing.reason);
    this.failing = failing;
  }
}
