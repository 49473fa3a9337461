import { BridgeError } from '../../electron/contract/index.ts';

/** Why the host did not do or answer something. */
export interface Failure {
  /** Of the error, or one of `PAGE_FAILURES`. */
  readonly code: string;
  readonly sentence: string;
  readonly remedy: string | null;
}

/** Failures that the page itself tells of, in its own language. */
export const PAGE_FAILURES: ReadonlySet<string> = new Set(['not_reached', 'no_answer']);

/** Why a question or a command was not answered; `notReached` is for hosts that did not even say why. */
export function failureOf(thrown: unknown, notReached: string): Failure {
  if (thrown instanceof BridgeError) return { code: thrown.code, sentence: thrown.message, remedy: thrown.remedy };
  return { code: 'not_reached', sentence: notReached, remedy: null };
}
