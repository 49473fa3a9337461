import type { DiagnosticCheck, Remedy, Told } from '../../../../contract/index.ts';
import {
  type Clock,
  deadline,
  errorMessage,
  GatehouseError,
  isAbortError,
  toldError,
} from '../../../platform/index.ts';

/** What a check found. */
export type Finding = Pick<DiagnosticCheck, 'verdict' | 'sentence' | 'told' | 'remedy' | 'remedyCode'>;

/** A sentence, and what it says. */
export type Said = readonly [sentence: string, told?: Told | undefined];

/** A remedy, and which it is. */
export type Advice = readonly [remedy: string | null, code?: string | undefined];

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
export function well(...said: Said): Finding {
  return finding('well', said);
}

/** A finding that nothing can be said. */
export function unknown(...said: Said): Finding {
  return finding('unknown', said);
}

/** A finding that somebody has to do something about. */
export function trouble(verdict: 'needs-you' | 'broken', said: Said, advice: Advice): Finding {
  return finding(verdict, said, advice);
}

/** A finding of any kind. */
export function finding(
  verdict: Finding['verdict'],
  [sentence, told]: Said,
  [remedy, remedyCode]: Advice = [null],
): Finding {
  return {
    verdict,
    sentence,
    ...(told === undefined ? {} : { told }),
    remedy,
    ...(remedy === null || remedyCode === undefined ? {} : { remedyCode }),
  };
}

/** What a state advises. */
export function adviceOf(remedy: Remedy | null): Advice {
  return remedy === null ? [null] : [remedy.text, remedy.code];
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
      [`There was no answer within ${CHECK_LIMIT_MS / 1_000} s.`, { code: 'check_late', ms: CHECK_LIMIT_MS }],
      ['Check the network, and try again.', 'check_network_and_repeat'],
    );
  }
  const advice: Advice = error instanceof GatehouseError ? [error.remedy ?? null, error.code] : [null];
  const why = errorMessage(error);
  return trouble('broken', [`The check failed: ${why}`, { code: 'check_failed', why, of: toldError(error) }], advice);
}

/** A check that does not listen to its signal must not hold up the others. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
