import type { DiagnosticCheck } from '../../../../contract/index.ts';
import { type Clock, deadline, errorMessage, GatehouseError, isAbortError } from '../../../platform/index.ts';

/** What a check found. */
export type Finding = Pick<DiagnosticCheck, 'verdict' | 'sentence' | 'remedy'>;

/** Something to look at. Changes nothing. */
export interface Check extends Pick<DiagnosticCheck, 'id' | 'gate' | 'title'> {
  /** May throw; what it throws is its finding. */
  look(signal: AbortSignal): Promise<Finding>;
}

/** A single check may take so long. */
const CHECK_LIMIT_MS = 6_000;

/** Runs the checks side by side, each within its limit. Throws only the signal's reason. */
export async function runChecks(
  checks: readonly Check[],
  clock: Clock,
  signal: AbortSignal,
): Promise<DiagnosticCheck[]> {
  const done = await Promise.all(checks.map(check => runCheck(check, clock, signal)));
  signal.throwIfAborted();
  return done;
}

/** A finding that all is well. */
export function well(sentence: string): Finding {
  return { verdict: 'well', sentence, remedy: null };
}

/** A finding that nothing can be said. */
export function unknown(sentence: string): Finding {
  return { verdict: 'unknown', sentence, remedy: null };
}

/** A finding that somebody has to do something about. */
export function trouble(verdict: 'needs-you' | 'broken', sentence: string, remedy: string | null): Finding {
  return { verdict, sentence, remedy };
}

async function runCheck(check: Check, clock: Clock, signal: AbortSignal): Promise<DiagnosticCheck> {
  const { id, gate, title } = check;
  const startedMs = clock.monotonicMs();
  const limit = deadline(
    clock,
    CHECK_LIMIT_MS,
    signal,
    () => new GatehouseError('check_timeout', 'No answer in time.'),
  );
  let finding: Finding;
  try {
    finding = await untilAborted(check.look(limit.signal), limit.signal);
  } catch (error) {
    finding = failed(error, limit.signal.aborted);
  } finally {
    limit.done();
  }
  return {
    id,
    gate,
    title,
    ...finding,
    checkedAt: clock.now(),
    durationMs: Math.round(clock.monotonicMs() - startedMs),
  };
}

function failed(error: unknown, isLate: boolean): Finding {
  if (isLate || isAbortError(error)) {
    return trouble(
      'broken',
      `There was no answer within ${CHECK_LIMIT_MS / 1_000} s.`,
      'Check the network, and try again.',
    );
  }
  const remedy = error instanceof GatehouseError ? (error.remedy ?? null) : null;
  return trouble('broken', `The check failed: ${errorMessage(error)}`, remedy);
}

/** A check that does not listen to its signal must not hold up the others. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
