import { remedyOf, type SetupCheck } from '../../contract/index.ts';
import {
  abortReason,
  type Clock,
  deadline,
  errorMessage,
  GatehouseError,
  isAbortError,
  sleep,
  toldError,
} from '../platform/index.ts';

/** What is known of a check at a moment. */
export type Judged = Pick<SetupCheck, 'sentence' | 'told' | 'remedy'> & {
  readonly state: 'checking' | 'ok' | 'failed';
};

/** What a check has at hand while it is made. */
export interface CheckContext {
  /** Ends it: by the person, by its limit, or with the application. */
  readonly signal: AbortSignal;
  /** Shows what happens now. */
  show(judged: Judged): void;
  /** Looks again and again, at each change and each second, until it is decided. `sinceMs`: how long it has been looking. */
  until(look: (sinceMs: number) => Judged): Promise<Judged>;
}

/** One check to be made. */
export interface PlannedCheck {
  readonly name: SetupCheck['name'];
  readonly about: string;
  readonly limitMs: number;
  /** What is shown at first. */
  readonly begins: Pick<SetupCheck, 'sentence' | 'told'>;
  /** Decides. What it throws is shown as a failure. */
  run(context: CheckContext): Promise<Judged>;
}

/** Something that can be waited for: the application changed. */
export interface Changes {
  /** Calls back at the next change; gives the way to stop that. */
  once(callback: () => void): () => void;
}

/** Options of {@link makeCheck}. */
export interface MakeCheckOptions {
  readonly clock: Clock;
  readonly changes: Changes;
  readonly signal: AbortSignal;
  readonly show: (judged: Judged) => void;
}

/** Not every change is an event, such as a sentence that counts seconds. */
const LOOK_INTERVAL_MS = 1_000;
const LOOK_NOW = new Error('look now');

/** Makes one check, within its limit. Throws only the signal's reason. */
export async function makeCheck(check: PlannedCheck, options: MakeCheckOptions): Promise<Judged> {
  const { clock, changes, signal } = options;
  let last: Judged = { state: 'checking', ...check.begins, remedy: null };
  let isOver = false;
  const show = (judged: Judged): void => {
    if (isOver) return;
    last = judged;
    options.show(judged);
  };
  show(last);
  const limit = deadline(clock, check.limitMs, signal, () => new GatehouseError('setup_timeout', 'Took too long.'));
  const startedAtMs = clock.monotonicMs();
  const until = async (look: (sinceMs: number) => Judged): Promise<Judged> => {
    for (;;) {
      limit.signal.throwIfAborted();
      const judged = look(clock.monotonicMs() - startedAtMs);
      if (judged.state !== 'checking') return judged;
      show(judged);
      await nextLook(clock, changes, limit.signal);
    }
  };
  try {
    const judged = await withinLimit(check.run({ signal: limit.signal, show, until }), limit.signal);
    show(judged);
    return judged;
  } catch (error) {
    signal.throwIfAborted();
    if (isAbortError(error) && !limit.signal.aborted) throw error;
    const judged = limit.signal.aborted ? overdue(last, check.limitMs) : failure(error);
    show(judged);
    return judged;
  } finally {
    isOver = true;
    limit.done();
  }
}

/** What a check asks may not hear of its end. */
function withinLimit(run: Promise<Judged>, signal: AbortSignal): Promise<Judged> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortReason(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    run.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();
  });
}

/** An error as a check shows it. */
export function failure(error: unknown): Judged {
  const { code, remedy: text } = error instanceof GatehouseError ? error : { code: '', remedy: undefined };
  const told = toldError(error);
  return {
    state: 'failed',
    sentence: errorMessage(error),
    ...(told === undefined ? {} : { told }),
    remedy: text === undefined ? null : { code, text },
  };
}

/** What it waited for last is the reason. */
function overdue({ sentence, told, remedy }: Judged, limitMs: number): Judged {
  const waited = `Nothing came of it within ${limitMs / 1_000} s.`;
  return {
    state: 'failed',
    sentence: `${sentence} ${waited}`,
    ...(told === undefined ? {} : { told: { code: 'setup_overdue', ms: limitMs, of: told } }),
    remedy: remedy ?? remedyOf('setup_check_again', 'Check again.'),
  };
}

async function nextLook(clock: Clock, changes: Changes, signal: AbortSignal): Promise<void> {
  const looked = new AbortController();
  const forget = changes.once(() => looked.abort(LOOK_NOW));
  try {
    await sleep(clock, LOOK_INTERVAL_MS, AbortSignal.any([signal, looked.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (error !== LOOK_NOW) throw error;
  } finally {
    forget();
  }
}
