import { join } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../platform/index.ts';
import { FAILURES_KEPT_MS, type FailureEvent, failureEventSchema, MOST_FAILURES } from '../rotation/state.ts';
import { type OpenedFile, VersionedFile } from '../shared/versioned-file.ts';

const FILE_NAME = 'subscription-failures.json';
const contentSchema = z.object({ failures: z.array(failureEventSchema) });
type Content = z.infer<typeof contentSchema>;

/**
 * What failed on which subscription, for 30 days. A switch never removes anything: an event that vanished would make
 * its subscription a candidate again at once. When the log is full the oldest goes, but never the newest of its
 * subscription, kind and window.
 */
export class FailureLog {
  readonly #file: VersionedFile<Content>;
  readonly #clock: Clock;

  constructor({ home, clock }: { readonly home: string; readonly clock: Clock }) {
    this.#file = new VersionedFile({
      path: join(home, FILE_NAME),
      schema: contentSchema,
      version: 1,
      migrations: {},
      empty: { failures: [] },
      clock,
    });
    this.#clock = clock;
  }

  open(signal: AbortSignal): Promise<OpenedFile> {
    return this.#file.open(signal);
  }

  async append(event: FailureEvent, signal: AbortSignal): Promise<void> {
    const oldestMs = this.#clock.now() - FAILURES_KEPT_MS;
    await this.#file.update(({ failures }) => {
      const kept = failures.filter(({ occurredAtMs }) => occurredAtMs >= oldestMs);
      return { value: { failures: bounded([...kept, event]) }, result: undefined };
    }, signal);
  }

  /** Oldest first. */
  since(sinceMs: number, agent: string | undefined): readonly FailureEvent[] {
    return this.#file.value.failures.filter(
      event => event.occurredAtMs >= sinceMs && (agent === undefined || event.agent === agent),
    );
  }

  /** The newest by subscription, kind and window. */
  latest(): readonly FailureEvent[] {
    return [...newest(this.#file.value.failures).values()];
  }
}

function newest(failures: readonly FailureEvent[]): Map<string, FailureEvent> {
  const latest = new Map<string, FailureEvent>();
  for (const event of failures) {
    const key = `${event.subscriptionId} ${event.kind ?? ''} ${event.window ?? ''}`;
    const known = latest.get(key);
    if (known === undefined || known.occurredAtMs <= event.occurredAtMs) latest.set(key, event);
  }
  return latest;
}

function bounded(failures: FailureEvent[]): FailureEvent[] {
  let surplus = failures.length - MOST_FAILURES;
  if (surplus <= 0) return failures;
  const needed = new Set(newest(failures).values());
  return failures.filter(event => {
    if (surplus <= 0 || needed.has(event)) return true;
    surplus -= 1;
    return false;
  });
}
