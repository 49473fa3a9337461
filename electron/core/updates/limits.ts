import { type Clock, deadline } from '../platform/index.ts';
import type { OfferedUpdate, UpdateEngine, UpdateProgress, UpdateQuestion } from './engine.ts';
import { UpdateError } from './errors.ts';

const CHECK_LIMIT_MS = 45_000;
/** A download that brings nothing for so long is given up. */
const STALL_LIMIT_MS = 60_000;

/** `engine.check` within 45 s. Throws `update_timed_out` beside what it throws. */
export async function checkInTime(
  engine: UpdateEngine,
  question: UpdateQuestion,
  clock: Clock,
  signal: AbortSignal,
): Promise<OfferedUpdate | null> {
  const limit = deadline(clock, CHECK_LIMIT_MS, signal, () => timedOut('The server of the updates does not answer.'));
  try {
    return await engine.check(question, limit.signal);
  } finally {
    limit.done();
  }
}

/** `engine.download` as long as something comes within 60 s each. Throws `update_timed_out` beside what it throws. */
export async function downloadInTime(
  engine: UpdateEngine,
  onProgress: (progress: UpdateProgress) => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> {
  const stall = new AbortController();
  const arm = () => clock.schedule(STALL_LIMIT_MS, () => stall.abort(timedOut('The download stands still.')));
  let timer = arm();
  try {
    await engine.download(
      progress => {
        timer.cancel();
        timer = arm();
        onProgress(progress);
      },
      AbortSignal.any([signal, stall.signal]),
    );
  } finally {
    timer.cancel();
  }
}

function timedOut(sentence: string): UpdateError {
  return new UpdateError('update_timed_out', sentence, {
    remedy: 'Check the connection, then look for updates again.',
    retryable: true,
  });
}
